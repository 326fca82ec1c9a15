package s3

import (
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// tagOf is the tag of a resource that a condition key such as
// s3:ExistingObjectTag/class names; open if the tags are not known.
func tagOf(b plan.Block, key string, open policy.Key) policy.Key {
	_, tag, _ := strings.Cut(key, "/")
	// tags_all is unknown in the plan of everything without any tags.
	all, allKnown := b.Map("tags_all")
	own, ownKnown := b.Map("tags")
	for _, tags := range []map[string]string{all, own} {
		for k, v := range tags {
			if strings.EqualFold(k, tag) {
				return one(v)
			}
		}
	}
	if !allKnown.IsTrue() && !ownKnown.IsTrue() {
		return open
	}
	return policy.Key{}
}

// readABAC reads whether attribute based access control is switched on, by which
// requests carry the bucket's tags. It is off by default (S3 User Guide, Enabling
// ABAC in general purpose buckets).
func (b *Bucket) readABAC() {
	b.ABAC = tri.False
	list, maybe := b.store.attached("bucket", b.Name, "aws_s3_bucket_abac")
	for _, r := range list {
		status := r.Within("abac_status").String("status")
		b.ABAC = b.ABAC.Or(equals(status, "Enabled"))
	}
	if len(maybe) > 0 {
		b.ABAC = b.ABAC.Or(tri.Because(maybe...))
	}
}

// equals compares a text that may hold symbols with a word.
func equals(text, word string) tri.Value {
	if missing := causes(text); len(missing) > 0 {
		return tri.Because(missing...)
	}
	return tri.Of(text == word)
}
