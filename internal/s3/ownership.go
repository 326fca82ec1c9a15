package s3

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Ownership is the Object Ownership setting.
type Ownership struct {
	// Mode is "BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter", or
	// "" when it is unknown; Causes then say why.
	Mode    string
	Causes  []tri.Cause
	Address string
}

// ACLsEnabled reports whether ACLs count at all.
func (o Ownership) ACLsEnabled() tri.Value {
	if o.Mode == "" {
		return tri.Because(o.Causes...)
	}
	return tri.Of(o.Mode != "BucketOwnerEnforced")
}

// readOwnership reads the setting. New buckets have BucketOwnerEnforced,
// deleting the controls leaves ObjectWriter (S3 User Guide, Controlling
// ownership of objects and disabling ACLs for your bucket).
func (b *Bucket) readOwnership() {
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_ownership_controls"); r != nil {
		b.Ownership = Ownership{Address: r.Address, Mode: r.Within("rule").String("object_ownership")}
		if symbol.Contains(b.Ownership.Mode) {
			b.Ownership = Ownership{Address: r.Address, Causes: causes(b.Ownership.Mode)}
		}
		return
	}
	switch {
	case b.New:
		b.Ownership.Mode = "BucketOwnerEnforced"
	case b.had("aws_s3_bucket_ownership_controls") != nil:
		b.Ownership.Mode = "ObjectWriter"
	default:
		b.Ownership.Causes = []tri.Cause{b.outside("object ownership")}
	}
}
