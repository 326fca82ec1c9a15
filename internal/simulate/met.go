package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/trace"
)

// Met is what a request has met on its way, as far as it got.
type Met struct {
	// Behavior and Origin are nil where it did not get so far.
	Behavior *cloudfront.Behavior
	Origin   *cloudfront.Origin
	Caller   cloudfront.CallerKind
	// Key is the object key, decoded; "" asks for the bucket itself.
	Key string

	bucket *s3.Bucket
}

// nowhere is the bucket of a request that reached none: it has no name, no
// address and no settings.
var nowhere = &s3.Bucket{}

// Bucket returns the bucket that was asked. It is never nil: where none was
// asked, it is one without a name or an address. Reached tells them apart.
func (m Met) Bucket() *s3.Bucket {
	if m.bucket == nil {
		return nowhere
	}
	return m.bucket
}

// Reached reports whether the request got as far as a bucket.
func (m Met) Reached() bool { return m.bucket != nil }

// WithBucket is what was met by a request that got as far as a bucket.
func (m Met) WithBucket(b *s3.Bucket) Met {
	m.bucket = b
	return m
}

// Refusal is a refusal and what the request had met when it came to it. That of
// the first member of an origin group, or of an error page, is about another
// origin and bucket than those which the request met last.
type Refusal struct {
	trace.Refusal
	Met Met
}

// At is the outcome as it stood when a refusal was met.
func (o Outcome) At(f Refusal) Outcome {
	if f.Met != (Met{}) {
		o.Met = f.Met
	}
	return o
}
