package s3

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Encryption is how an object is encrypted at rest.
type Encryption struct {
	// KMS tells whether a KMS key is used, as opposed to keys of S3's own.
	KMS tri.Value
	// KeyID names the key as configured: id, ARN, alias or alias ARN; "" is the
	// AWS managed key aws/s3.
	KeyID string
	// BucketKey: the encryption context is the bucket's ARN, not the object's
	// (S3 User Guide, Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys).
	BucketKey          tri.Value
	Address, Attribute string
	// Changed: the plan changes the default of a bucket that holds objects
	// already, which keep the key that they were written with.
	Changed bool
}

// readEncryption reads the bucket's default encryption. Without one, objects
// are encrypted with keys that S3 manages; that is assumed of a bucket outside
// the plan too.
func (b *Bucket) readEncryption() {
	b.Encryption = b.defaultEncryption()
	b.Encryption.KeyID = b.store.managedOr(b.Encryption.KeyID)
	if b.Encryption.Managed() {
		return
	}
	if k := b.store.Key(b.Encryption.KeyID); k != nil && k.Unmade { // then this is not put
		b.Encryption = Encryption{KMS: tri.False, BucketKey: tri.False}
		if old := b.previous(); old != nil {
			b.Encryption = old.Encryption
		}
	}
}

func (b *Bucket) defaultEncryption() Encryption {
	const own = "aws_s3_bucket_server_side_encryption_configuration"
	none := Encryption{KMS: tri.False, BucketKey: tri.False}
	list, maybe := b.store.attached("bucket", b.Name, own)
	switch {
	case len(list) > 0:
		e := ruleEncryption(list[0].Block)
		e.Changed = !b.New && written(list[0])
		return e
	case len(maybe) > 0:
		none.KMS = tri.Because(maybe...)
	case b.shows("server_side_encryption_configuration", own):
		if inline, there := b.Resource.First("server_side_encryption_configuration"); !there.IsFalse() {
			return ruleEncryption(inline)
		}
	}
	return none
}

func ruleEncryption(b plan.Block) Encryption {
	e := Encryption{KMS: tri.False, BucketKey: tri.False, Address: b.Owner()}
	rules, known := b.Blocks("rule")
	if len(rules) == 0 {
		e.KMS = known.Not() // a rule that is not known may name a key
		return e
	}
	rule := rules[0]
	e.BucketKey = rule.Bool("bucket_key_enabled", false)
	e.Attribute = rule.At("apply_server_side_encryption_by_default")
	defaults, known := rule.Blocks("apply_server_side_encryption_by_default")
	e.KMS = known.Not()
	if len(defaults) > 0 {
		d := defaults[0]
		e.setAlgorithm(d.String("sse_algorithm"))
		e.KeyID, e.Attribute = d.String("kms_master_key_id"), d.At("kms_master_key_id")
		if e.KeyID == "" {
			e.Attribute = d.At("sse_algorithm")
		}
	}
	return e
}

// same reports whether objects need the same to be read.
func (e Encryption) same(f Encryption) bool {
	return e.KMS.Truth() == f.KMS.Truth() && e.KeyID == f.KeyID && e.BucketKey.Truth() == f.BucketKey.Truth()
}

func (e *Encryption) setAlgorithm(algorithm string) {
	switch {
	case symbol.Contains(algorithm):
		e.KMS = tri.Because(causes(algorithm)...)
	case algorithm == "aws:kms:dsse": // uses no bucket keys
		e.KMS, e.BucketKey = tri.True, tri.False
	default:
		e.KMS = tri.Of(algorithm == "aws:kms")
	}
}

// EncryptionOf is the encryption of one object: its own where the plan uploads
// it with one, else the bucket's default.
func (b *Bucket) EncryptionOf(key string) Encryption {
	out := b.Encryption
	for _, o := range b.objectsAt(key) {
		if is := o.is(key); is.IsTrue() {
			return b.encryptionOf(o)
		} else if own := b.encryptionOf(o); !own.same(b.Encryption) {
			out.KMS = tri.Because(is.Causes()...)
		}
	}
	return out
}

func (b *Bucket) encryptionOf(o *Object) Encryption {
	algorithm, id := o.String("server_side_encryption"), o.String("kms_key_id")
	if algorithm == "" && id == "" {
		return b.Encryption
	}
	e := Encryption{
		KMS: tri.False, BucketKey: o.Bool("bucket_key_enabled", false), KeyID: b.store.managedOr(id),
		Address: o.Address, Attribute: "server_side_encryption",
	}
	if keyed := o.Has("kms_key_id"); !keyed.IsFalse() { // a key alone implies SSE-KMS
		e.KMS, e.Attribute = b.Encryption.KMS.Or(keyed), "kms_key_id"
	}
	if algorithm != "" {
		e.setAlgorithm(algorithm)
	}
	return e
}

// ManagedAlias names the AWS managed key of S3.
const ManagedAlias = "alias/aws/s3"

// KeyName names the key for a reader: the AWS managed key has no id of its own.
func (e Encryption) KeyName() string {
	if e.KeyID == "" {
		return "the AWS managed key aws/s3"
	}
	return e.KeyID
}
