package s3

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Which policies stand for a bucket, and how many more may: what names another
// bucket of the plan never does, and of many that may only some are told.
func TestAttached(t *testing.T) {
	policy := func(name string, bucket any) change {
		return created("aws_s3_bucket_policy."+name, attrs{"bucket": bucket, "policy": "{}"})
	}
	unnamed := func(n int) (out []change) {
		for i := range n {
			out = append(out, policy(fmt.Sprintf("p%03d", i), nil))
		}
		return out
	}
	for name, c := range map[string]struct {
		changes []change
		list    int
		maybe   int
	}{
		"one that names it":              {[]change{policy("own", "docs")}, 1, 0},
		"one that names another":         {[]change{policy("other", "pictures")}, 0, 0},
		"one of which it is not known":   {unnamed(1), 0, 1},
		"one that names it and one open": {append(unnamed(1), policy("own", "docs")), 1, 1},
		"as many as are told":            {unnamed(maxMaybe), 0, maxMaybe},
		"more than are told":             {unnamed(20 * maxMaybe), 0, maxMaybe + 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, append(c.changes, created("aws_s3_bucket.docs", attrs{"bucket": "docs"}))...)
			list, maybe := s.attached("bucket", "docs", "aws_s3_bucket_policy")
			if diff := cmp.Diff([]int{c.list, c.maybe}, []int{len(list), len(maybe)}); diff != "" {
				t.Errorf("attached, perhaps attached (-want +got):\n%s", diff)
			}
		})
	}
}
