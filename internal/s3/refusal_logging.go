package s3

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// logsElsewhere: access logs go to a bucket of the same region and account (S3 User
// Guide, Logging requests with server access logging).
func (b *Bucket) logsElsewhere() []Refusal {
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_logging")
	if r == nil || !written(r) {
		return nil
	}
	target := b.store.one("bucket", r.String("target_bucket"), "aws_s3_bucket")
	if target == nil {
		return nil
	}
	refusal := Refusal{
		Resource: r, Attribute: "target_bucket", Certain: tri.True,
		Fix: "Name a bucket of the same account and region as " + b.Address() + ".",
	}
	switch {
	case differ(target.Region, b.Region):
		refusal.Why = "the log bucket, " + target.Address + ", is in " + target.Region + ", and " + b.Address() +
			" in " + b.Region
	case differ(target.Account, b.Account):
		refusal.Why = "the log bucket, " + target.Address + ", belongs to another account than " + b.Address()
	default:
		return nil
	}
	return []Refusal{refusal}
}

// differ reports whether two texts are known and not the same.
func differ(a, b string) bool {
	return a != b && a != "" && b != "" && !symbol.Contains(a+b)
}
