package plan

import "github.com/plan403/plan403/internal/resource"

// A state that lies beside the source tells what exists already. The source says how
// that is to be, so what it writes counts as done, and what it leaves to AWS is as the
// state has it. Ids stay unknown: whether an object is made anew, a plan tells.

// readOf are the arguments of a bucket that the provider reads of settings which
// other resources make. What those are to be, the source says.
var readOf = map[string]string{
	"policy":                               "aws_s3_bucket_policy",
	"server_side_encryption_configuration": "aws_s3_bucket_server_side_encryption_configuration",
	"website":                              "aws_s3_bucket_website_configuration",
	"cors_rule":                            "aws_s3_bucket_cors_configuration",
	"acl":                                  "aws_s3_bucket_acl",
	"grant":                                "aws_s3_bucket_acl",
	"lifecycle_rule":                       "aws_s3_bucket_lifecycle_configuration",
	"logging":                              "aws_s3_bucket_logging",
	"versioning":                           "aws_s3_bucket_versioning",
	"replication_configuration":            "aws_s3_bucket_replication_configuration",
	"object_lock_configuration":            "aws_s3_bucket_object_lock_configuration",
	"request_payer":                        "aws_s3_bucket_request_payment_configuration",
	"acceleration_status":                  "aws_s3_bucket_accelerate_configuration",
}

// inherit takes from the state what the source leaves to AWS.
func (b *builder) inherit(d *draft) {
	old := b.plan.Existing[d.res.Address]
	if old == nil || d.res.Mode != "managed" {
		return
	}
	was := b.fromState(old).attrs
	name, _ := textOf(was["bucket"])
	if d.res.Type == "aws_s3_bucket" && b.configured(d, "bucket") && name != b.text(d, "bucket") {
		return // it will be another one
	}
	d.res.Action = NoOp
	for _, argument := range resource.Of(d.res.Type).Computed {
		v, ok := was[argument]
		if ok && !b.configured(d, argument) && !(d.res.Type == "aws_s3_bucket" && b.made(readOf[argument], name)) {
			d.attrs[argument] = v
		}
	}
}

// made reports whether the state holds a setting of a bucket as a resource of its own.
func (b *builder) made(typ, bucket string) bool {
	for _, r := range b.plan.Existing {
		if of, _ := r.AttributeValues["bucket"].(string); r.Type == typ && of == bucket {
			return true
		}
	}
	return false
}
