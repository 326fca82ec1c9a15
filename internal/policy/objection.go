package policy

import (
	"unicode"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Objection is why S3 refuses a document that the grammar of the policy
// language allows.
type Objection struct {
	SyntaxError
	// Certain is unknown where AWS does not document whether S3 minds.
	Certain tri.Value
}

// Target is the bucket that a document is to be the policy of.
type Target struct {
	Partition, ARN string
}

// target is a Target as patterns.
type target struct {
	Target
	bucket, objects glob.Pattern
}

// maxBucketPolicy is how long a bucket policy may be. (Amazon S3 API Reference,
// "PutBucketPolicy".)
const maxBucketPolicy = 20 << 10

// Objections lists what PutBucketPolicy objects to, with 400 MalformedPolicy. The
// checks are made when a document is put, not when it is evaluated: one that is
// in force has passed them.
//
// AWS documents no list of these checks; the messages are those that users
// report, and the actions with their resources and condition keys are those of
// the Service Authorization Reference. A text that holds a symbol is taken to be
// one that S3 accepts, unless none of its values is.
func (d *Document) Objections(on Target) []Objection {
	t := target{on, glob.CompileLiteral(on.ARN), glob.Compile(on.ARN + "/*")}
	var out []Objection
	if d.length() > maxBucketPolicy {
		out = append(out, d.objection(spot{}, tri.True, "the policy is longer than 20 KB",
			"Join statements, or name keys by wildcards."))
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		if len(s.Unknown) > 0 {
			continue
		}
		out = append(out, d.principalObjections(s, t)...)
		out = append(out, d.resourceObjections(s, t)...)
		out = append(out, d.actionObjections(s, t)...)
		out = append(out, d.conditionObjections(s, t)...)
	}
	return out
}

// length is the least length of the text in bytes: white space and symbols left
// out.
func (d *Document) length() int {
	n := 0
	for _, r := range d.source.text {
		if !unicode.IsSpace(r) && !symbol.Contains(string(r)) {
			n += len(string(r))
		}
	}
	return n
}

func (d *Document) objection(at spot, certain tri.Value, message, fix string) Objection {
	e := SyntaxError{Path: at.path, Offset: at.offset, Message: message, Fix: fix, Status: MalformedPolicy}
	e.Line, e.Column = d.source.at(at.offset)
	if d.secret {
		e.Offset, e.Line, e.Column = 0, 1, 1
	}
	return Objection{e, certain}
}

// unsettled is the answer where it is not known whether S3 minds.
func unsettled(what string) tri.Value {
	return tri.Because(tri.Cause{Reason: "whether S3 takes " + what + " is not documented"})
}

// certainly is true, or unknown for the elements that say what is left out, such
// as NotAction.
func certainly(inverted bool, what string) tri.Value {
	if inverted {
		return unsettled(what)
	}
	return tri.True
}
