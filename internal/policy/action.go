package policy

import (
	"slices"
	"strings"
)

//go:generate go -C ../../tools run ./s3actions ../internal/policy/action_table.go

// s3Action is an action of S3. (Service Authorization Reference, "Actions,
// resources, and condition keys for Amazon S3".)
type s3Action struct {
	name string // "GetObject"
	// bucket and object tell whether the action is one on buckets, and on objects.
	bucket, object bool
	// keys are its own condition keys and those of its resources, without the
	// global ones and those of everyActionKeys. One that ends in a slash stands for
	// every tag.
	keys []string
}

// on reports whether the action applies to buckets or objects, whichever of them
// there are.
func (a *s3Action) on(bucket, object bool) bool {
	return a.bucket && bucket || a.object && object
}

// supports reports whether a request for the action may carry a condition key of
// S3, given in lower case.
func (a *s3Action) supports(key string) bool {
	is := func(k string) bool {
		k = strings.ToLower(k)
		return k == key || strings.HasSuffix(k, "/") && strings.HasPrefix(key, k)
	}
	return slices.ContainsFunc(everyActionKeys, is) || slices.ContainsFunc(a.keys, is)
}
