package s3

import (
	"fmt"
	"slices"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// said is one pattern of keys of which it is said, outside the plan, that
// objects have them, or that none has.
type said struct {
	pattern glob.Pattern
	// written is the pattern as it stands there.
	written string
	// address and attribute are where it stands.
	address, attribute string
	// here tells whether it is this bucket that is meant.
	here tri.Value
}

func (s said) of(key string) tri.Value {
	return s.here.And(tri.From(s.pattern.Match(key), causes(key)...))
}

// readSaid reads what is said of the bucket's objects.
func (b *Bucket) readSaid() {
	b.present = b.said(plan.PresentObjects)
	b.missing = b.said(plan.MissingObjects)
}

func (b *Bucket) said(typ string) []said {
	var out []said
	if b.store == nil {
		return nil
	}
	name := b.store.state.Symbols.Reveal(b.Name)
	for _, r := range b.store.state.OfType(typ) {
		text := b.store.text(r, "bucket")
		here := tri.From(glob.CompileLiteral(text).Match(name), causes(text, name)...)
		if here.IsFalse() || here.IsUnknown() && b.store.owned(text, name) {
			continue
		}
		keys, known := r.Texts("keys")
		if !known.IsTrue() {
			keys, here = []string{"*"}, here.And(known)
		}
		for i, k := range keys {
			out = append(out, said{
				pattern: glob.Compile(
					k,
				), written: k, here: here, address: r.Address, attribute: fmt.Sprintf("keys[%d]", i),
			})
		}
	}
	return out
}

// Missing tells whether the bucket certainly has no object with the key. An
// object is taken to exist unless it is said that there is none; one that the
// plan uploads exists whatever is said, and so does one that is said to.
func (b *Bucket) Missing(key string) tri.Value {
	out := tri.False
	for _, s := range b.missing {
		out = out.Or(s.of(key))
	}
	if out.IsFalse() {
		return out
	}
	return out.And(b.Exists(key).Not())
}

// Exists tells whether the plan uploads an object with the key, or it is said
// that there is one. False means only that nobody says so.
func (b *Bucket) Exists(key string) tri.Value {
	out := tri.False
	for _, s := range b.present {
		out = out.Or(s.of(key))
	}
	for _, o := range b.objectsAt(key) {
		out = out.Or(o.is(key))
	}
	if len(b.maybeObjects) > 0 {
		out = out.Or(tri.Because(b.maybeObjects...))
	}
	return out
}

// Present lists the patterns of keys that objects are said to have, whether or
// not the plan uploads them.
func (b *Bucket) Present() []string {
	var out []string
	for _, s := range b.present {
		out = append(out, s.written)
	}
	return out
}

// whereMissing is the step that says that the key has no object.
func (b *Bucket) whereMissing(key string) trace.Step {
	step := trace.Step{Step: "object", Detail: "an assumption says that no object has the key " + key}
	if i := slices.IndexFunc(b.missing, func(s said) bool { return !s.of(key).IsFalse() }); i >= 0 {
		step.Address, step.Attribute = b.missing[i].address, b.missing[i].attribute
	}
	return step
}

// authorize decides a request for which access asks all policies on the way.
func (b *Bucket) authorize(r Request, access func(Request) Answer) Answer {
	answer := access(r)
	reads := r.Method == "GET" || r.Method == "HEAD"
	if r.Key == "" || answer.Status != 0 || r.Method == "DELETE" || reads && !r.readsContent() {
		return answer
	}
	missing := tri.False
	if reads {
		missing = b.Missing(r.Key)
	}
	if missing.IsFalse() {
		return answer.both(b.decrypt(r))
	}
	absent := b.absent(r, answer.clone(), access)
	if missing.IsTrue() {
		return absent
	}
	return answer.clone().both(b.decrypt(r)).either(absent, missing)
}

// absent answers a read of an object that is not there: whoever may not list the
// bucket gets 403 in place of 404 (S3 API Reference, GetObject,
// Permissions). Who may not even read gets 403 as for any other key, unless he may
// list: of him the page says both.
func (b *Bucket) absent(r Request, read Answer, access func(Request) Answer) Answer {
	list := access(r.listing())
	step := b.whereMissing(r.Key)
	switch {
	case r.Caller == WebsiteEndpoint && !list.Allowed.IsTrue():
		return b.absentPage(read, step)
	case read.Allowed.IsFalse() && list.Allowed.IsFalse():
		return read
	case read.Allowed.IsFalse():
		return mayListOnly(read, list, step)
	case list.Allowed.IsFalse():
		step.Detail += ", and without s3:ListBucket S3 returns 403, not 404"
		read.Allowed = tri.False
		read.refuse(trace.Refusal{Code: trace.KeyMissing, Step: step, Related: []string{b.Address()}})
		return read
	case list.Allowed.IsTrue() && read.Allowed.IsTrue():
		step.Detail += ": 404, since the caller may list the bucket"
		read.Allowed, read.Status = tri.False, 404
	default:
		read.Allowed = read.Allowed.And(list.Allowed)
	}
	read.step(step)
	return read
}

// mayListOnly leaves open what who may list the bucket and not read it is told of an
// object that is not there: the text makes 404 hang on the right to list alone, next
// to the right to read (S3 API Reference, GetObject, Permissions).
func mayListOnly(read, list Answer, step trace.Step) Answer {
	cause := tri.Cause{
		Address: step.Address, Attribute: step.Attribute,
		Reason: "AWS does not document whether S3 returns 403 or 404 for a missing object to who may list the " +
			"bucket and not read it",
		Remedy: "grant s3:GetObject as well, or upload the object",
	}
	read.step(step)
	read.Allowed = tri.Because(append([]tri.Cause{cause}, list.Allowed.Causes()...)...)
	return read
}

// absentPage leaves open what a website endpoint answers: 404 according to the
// S3 User Guide (Website endpoints), 403 according to AWS re:Post ("403 Access
// Denied" with a website endpoint) unless everyone may list the bucket.
func (b *Bucket) absentPage(read Answer, step trace.Step) Answer {
	cause := tri.Cause{
		Address: step.Address, Attribute: step.Attribute,
		Reason: "AWS's documents disagree on whether a website endpoint returns 403 or 404 for a missing object",
		Remedy: "grant s3:ListBucket to everyone, or upload the object",
	}
	read.step(step)
	return Answer{Allowed: tri.Because(cause), Steps: read.Steps}
}

// listing is the right to list the bucket that S3 looks for when an object is
// not there.
func (r Request) listing() Request {
	r.Method, r.Key, r.Implied = "GET", "", true
	return r
}

// either is the answer where it is open whether the object is there: decided if
// both ways are refused.
func (a Answer) either(absent Answer, missing tri.Value) Answer {
	if a.Allowed.IsFalse() && absent.Allowed.IsFalse() && a.Status == 0 && absent.Status == 0 {
		return a
	}
	causes := append(slices.Clone(missing.Causes()), a.Allowed.Causes()...)
	return Answer{Allowed: tri.Because(causes...), Refusals: a.Refusals, Steps: absent.Steps}
}

// clone lets two answers go on from one beginning.
func (a Answer) clone() Answer {
	a.Refusals, a.Steps = slices.Clone(a.Refusals), slices.Clone(a.Steps)
	return a
}
