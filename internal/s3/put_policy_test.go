package s3

import "testing"

// What a caller gets after PutBucketPolicy was refused, or may have been: apply
// stops there, and an existing bucket keeps what it has (S3 API Reference,
// PutBucketPolicy; Terraform, "terraform apply").
func TestAfterRefusedPolicy(t *testing.T) {
	with := func(key string, value any) statement {
		s := grantTo("oac")
		s[key] = value
		return s
	}
	head, wide := with("Action", "s3:HeadObject"), with("Resource", "arn:aws:s3:::docs*")
	misspelt := with("Effect", "allow")
	replaced := func(old, new statement) change {
		return change{
			"aws_s3_bucket_policy.docs",
			attrs{"bucket": "docs", "policy": policyText(old)},
			attrs{"bucket": "docs", "policy": policyText(new)},
			nil,
		}
	}
	empty := change{"aws_s3_bucket.docs", attrs{"bucket": "docs", "policy": ""}, attrs{"bucket": "docs", "policy": ""}, nil}
	for name, c := range map[string]struct {
		isNew   bool
		changes []change
		want    string
		status  int
	}{
		"a new bucket has none":                   {true, []change{bucketPolicy(head)}, "no", 400},
		"nor where the grammar is broken":         {true, []change{bucketPolicy(misspelt)}, "no", 400},
		"an existing one keeps the old":           {false, []change{replaced(grantTo("oac"), head)}, "yes", 0},
		"the old where the grammar is broken":     {false, []change{replaced(grantTo("oac"), misspelt)}, "yes", 0},
		"the old refuses as before":               {false, []change{replaced(grantTo("oai"), head)}, "no", 0},
		"what is not put has been taken once":     {false, []change{existing("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(wide)})}, "yes", 0},
		"a bucket of which nothing is known":      {false, []change{bucketPolicy(head)}, "unknown", 0},
		"a bucket that has none":                  {false, []change{bucketPolicy(head), empty}, "no", 400},
		"the new or none":                         {true, []change{bucketPolicy(wide)}, "unknown", 0},
		"the new or the old, which both grant it": {false, []change{replaced(grantTo("oac"), wide)}, "yes", 0},
		"the new or the old, which one does not":  {false, []change{replaced(grantTo("oai"), wide)}, "unknown", 0},
		"the new or none, which both refuse":      {true, []change{bucketPolicy(with("Resource", "arn:aws:s3:::docs/img/*"), with("Resource", "arn:aws:s3:::docs*x"))}, "no", 0},
	} {
		t.Run(name, func(t *testing.T) {
			var b *Bucket
			if len(c.changes) > 1 {
				b = store(t, c.changes...).Bucket("docs", "eu-west-1", "aws")
			} else {
				b = docs(t, c.isNew, c.changes...)
			}
			got := b.Authorize(callers["oac"])
			if word(got.Allowed) != c.want || got.Status != c.status {
				t.Errorf("allowed %s with status %d, want %s with %d: %v", word(got.Allowed), got.Status, c.want, c.status, got.Steps)
			}
		})
	}
}
