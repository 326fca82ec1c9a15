package simulate

import (
	"testing"

	"github.com/plan403/plan403/internal/plantest"
)

// An update that changes nothing but tags changes no answer, unless a policy asks
// for the tags of buckets or objects.
func TestRetagged(t *testing.T) {
	body := func(name, value string, tag any) attrs {
		out := attrs{"tags": attrs{"team": tag}, name: value}
		for _, computed := range []string{
			"id", "arn", "domain_name", "hosted_zone_id", "bucket_domain_name", "bucket_regional_domain_name", "region", "bucket_region",
		} {
			out[computed] = "x"
		}
		return out
	}
	const (
		plain  = `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}`
		asking = `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*",` +
			`"Condition":{"StringEquals":{"s3:ExistingObjectTag/team":"web"}}}]}`
	)
	for name, c := range map[string]struct {
		address  string
		old, new attrs
		policy   string
		only     bool
	}{
		"a distribution gets another tag":      {"aws_cloudfront_distribution.x", body("comment", "a", "1"), body("comment", "a", "2"), asking, true},
		"a distribution gets another comment":  {"aws_cloudfront_distribution.x", body("comment", "a", "1"), body("comment", "b", "1"), plain, false},
		"a bucket gets another tag":            {"aws_s3_bucket.x", body("bucket", "a", "1"), body("bucket", "a", "2"), plain, true},
		"a bucket's tag may be asked for":      {"aws_s3_bucket.x", body("bucket", "a", "1"), body("bucket", "a", "2"), asking, false},
		"an object's tag is asked for":         {"aws_s3_object.x", body("key", "a", "1"), body("key", "a", "2"), asking, false},
		"an update that changes nothing":       {"aws_s3_object.x", body("key", "a", "1"), body("key", "a", "1"), asking, true},
		"a tag that is known only after apply": {"aws_s3_bucket.x", body("bucket", "a", "1"), body("bucket", "a", later{}), plain, true},
	} {
		t.Run(name, func(t *testing.T) {
			update := func(address string, old, now attrs) any {
				known, unknown, err := plantest.Split(now)
				if err != nil {
					t.Fatal(err)
				}
				return attrs{
					"address": address, "mode": "managed", "type": address[:len(address)-2], "name": "x",
					"change": attrs{"actions": []string{"update"}, "before": old, "after": known, "after_unknown": unknown},
				}
			}
			policy := attrs{"bucket": "a", "policy": c.policy}
			before, after := plantest.States(t, []any{update(c.address, c.old, c.new), update("aws_s3_bucket_policy.x", policy, policy)})
			b := NewWorld(before, nil)
			tags := newRetagging(NewWorld(after, b), b)
			if got := tags.only(after.Resource(c.address), before.Resource(c.address)); got != c.only {
				t.Errorf("got %v, want %v", got, c.only)
			}
		})
	}
}
