package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// archives tells whether objects of a storage class must be restored before they
// can be read (S3 API Reference, GetObject: 403 InvalidObjectState). Glacier Instant
// Retrieval is not among those classes.
func archives(class string) tri.Value {
	return equals(class, "GLACIER").Or(equals(class, "DEEP_ARCHIVE"))
}

// Archived decides whether an object can be read as it is stored. An object
// that a lifecycle rule will archive some day can be read until then.
func (b *Bucket) Archived(key string) Answer {
	if key == "" {
		return Answer{Allowed: tri.True}
	}
	a := b.storedIn(key)
	if a.Allowed.IsFalse() {
		return a
	}
	for _, t := range b.Transitions() {
		switch hit := t.Certain.And(startsWith(key, t.Prefix)); {
		case hit.IsTrue():
			cause := tri.Cause{
				Address: t.Address, Attribute: t.Attribute, Reason: t.Detail,
				Remedy: "keep what CloudFront serves out of the archive classes",
			}
			a.Allowed = a.Allowed.And(tri.Because(cause))
			a.refuse(trace.Refusal{
				Code: trace.Archived, Possible: true,
				Step: trace.Step{Step: "lifecycle", Address: t.Address, Attribute: t.Attribute, Detail: t.Detail},
			})
			return a
		case hit.IsUnknown():
			a.Allowed = a.Allowed.And(hit)
		}
	}
	return a
}

// storedIn decides whether the object can be read in the class in which the plan
// uploads it.
func (b *Bucket) storedIn(key string) Answer {
	a := Answer{Allowed: tri.True}
	for _, o := range b.objectsAt(key) {
		stored := o.is(key).And(archives(o.StorageClass))
		a.Allowed = a.Allowed.And(stored.Not())
		if stored.IsTrue() {
			a.refuse(trace.Refusal{Code: trace.Archived, Step: trace.Step{
				Step: "storage class", Address: o.Address, Attribute: "storage_class",
				Detail: "an object in " + o.StorageClass + " must be restored before it can be read: 403 " +
					"InvalidObjectState",
			}})
			break
		}
	}
	return a
}

// startsWith tells whether a text begins with another.
func startsWith(text, beginning string) tri.Value {
	if !symbol.Contains(text) && !symbol.Contains(beginning) {
		return tri.Of(strings.HasPrefix(text, beginning))
	}
	pattern := glob.Concat(glob.CompileLiteral(beginning), glob.Compile("*"))
	return tri.From(pattern.Match(text), causes(beginning, text)...)
}
