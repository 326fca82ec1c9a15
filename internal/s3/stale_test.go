package s3

import "testing"

// What the bucket itself shows of a setting was read before apply: it is past where the
// plan deletes the resource that set it (provider documentation of aws_s3_bucket).
func TestSettingsThatTheBucketStillShows(t *testing.T) {
	rule := []attrs{{"allowed_methods": []string{"GET"}, "allowed_origins": []string{"*"}}}
	for name, c := range map[string]struct {
		shown   attrs
		deleted change
		has     func(*Bucket) string
	}{
		"the website": {
			attrs{"website": []attrs{{"index_document": "index.html"}}},
			deleted("aws_s3_bucket_website_configuration.docs", attrs{"bucket": "docs"}),
			func(b *Bucket) string { return word(b.Website.Enabled) },
		},
		"CORS": {
			attrs{"cors_rule": rule},
			deleted("aws_s3_bucket_cors_configuration.docs", attrs{"bucket": "docs", "cors_rule": rule}),
			func(b *Bucket) string { return word(b.CORS.Configured) },
		},
		"Requester Pays": {
			attrs{"request_payer": "Requester"},
			deleted("aws_s3_bucket_request_payment_configuration.docs", attrs{"bucket": "docs", "payer": "Requester"}),
			func(b *Bucket) string { return word(b.RequesterPays) },
		},
		"encryption": {
			attrs{"server_side_encryption_configuration": []attrs{{"rule": []attrs{{"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms"}}}}}}},
			deleted("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs"}),
			func(b *Bucket) string { return word(b.Encryption.KMS) },
		},
		"archiving": {
			attrs{"lifecycle_rule": []attrs{{"enabled": true, "transition": []attrs{{"days": 1, "storage_class": "GLACIER"}}}}},
			deleted("aws_s3_bucket_lifecycle_configuration.docs", attrs{"bucket": "docs"}),
			func(b *Bucket) string { return map[bool]string{true: "yes", false: "no"}[len(b.Transitions()) > 0] },
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.shown["bucket"] = "docs"
			bucket := existing("aws_s3_bucket.docs", c.shown)
			if got := c.has(store(t, bucket).Bucket("docs", "eu-west-1", "aws")); got != "yes" {
				t.Errorf("without a resource of its own: %s, want yes", got)
			}
			if got := c.has(store(t, bucket, c.deleted).Bucket("docs", "eu-west-1", "aws")); got != "no" {
				t.Errorf("where the plan deletes it: %s, want no", got)
			}
		})
	}
}
