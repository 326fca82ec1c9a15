package checks

import (
	"testing"

	"github.com/plan403/plan403/internal/simulate"
)

// A bucket that is deleted returns 404 NoSuchBucket (S3 API Reference, Error
// responses), whatever became of its policy.
func TestDeletedBucketIsNoForbidden(t *testing.T) {
	to := working().with("aws_s3_bucket.docs", nil).with("aws_s3_bucket_policy.docs", nil)
	for name, from := range map[string]resources{"it was served": working(), "it was refused": working().with("aws_s3_bucket_policy.docs", nil)} {
		t.Run(name, func(t *testing.T) {
			outcomes, findings := found(t, from, to)
			for _, o := range outcomes {
				if o.Verdict != simulate.Other || o.Status != 404 {
					t.Errorf("%s is %s with status %d", o.Path, o.Verdict, o.Status)
				}
			}
			for _, f := range findings {
				t.Errorf("%s: %s", f.Rule, f.Message)
			}
		})
	}
}

// The same name may be managed under another address from now on.
func TestBucketOfAnotherAddressIsThere(t *testing.T) {
	to := working().with("aws_s3_bucket.docs", nil)
	to["aws_s3_bucket.again"] = attrs{"bucket": "docs", "policy": ""}
	outcomes, _ := found(t, working(), to)
	for _, o := range outcomes {
		if o.Verdict != simulate.Served {
			t.Errorf("%s is %s", o.Path, o.Verdict)
		}
	}
}
