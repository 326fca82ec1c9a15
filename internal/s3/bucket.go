// Package s3 models buckets: what stands before a bucket's objects (policy,
// public access block, ownership, ACLs, encryption) and whether a caller gets
// through.
//
// Source: Amazon S3 User Guide, "How Amazon S3 authorizes a request", "Blocking
// public access to your Amazon S3 storage", "Controlling ownership of objects",
// and the pages named at each rule.
package s3

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Bucket is a bucket and everything that decides about requests to it.
type Bucket struct {
	Name, ARN                  string
	Region, Account, Partition string
	// Resource is the aws_s3_bucket, nil if it is not managed in this plan.
	Resource *plan.Resource
	// New: the plan creates it, so that AWS's defaults for new buckets hold.
	New bool
	// Policies are the documents that may be in force. More than one compete:
	// a bucket has one policy, and the one applied last replaces the others.
	Policies []*Policy
	// PolicyKnown is not true when there may be a policy that is not in the
	// plan.
	PolicyKnown tri.Value
	// Race: the plan deletes one policy of the bucket and puts another, in no
	// certain order.
	Race bool
	// controls are the resource control policies over the bucket's account.
	controls   []control
	Block      PublicAccessBlock
	Ownership  Ownership
	ACL        ACL
	Encryption Encryption
	Objects    []*Object
	objects    objectIndex
	// maybeObjects are the causes of not knowing whether the plan uploads more.
	maybeObjects     []tri.Cause
	present, missing []said
	// Website tells whether static website hosting is configured.
	Website       Website
	RequesterPays tri.Value
	// PayerAddress is the place of a Requester Pays setting, "" without one.
	PayerAddress string
	CORS         CORS
	// ABAC tells whether requests carry the bucket's tags.
	ABAC tri.Value

	// Unmade is why the bucket does not come to be as the plan wants it, nil if it
	// does.
	Unmade *Refusal

	store *Store
}

// Address returns the Terraform address of the bucket, or its name if it is
// not managed in this plan.
func (b *Bucket) Address() string {
	if b.store == nil && b.Resource == nil {
		return ""
	}
	if b.Resource != nil {
		return b.Resource.Address
	}
	return b.store.state.Symbols.Hide(b.Name)
}

// had reports whether the state before apply has a resource of the type for
// the bucket: one that is gone after apply was deleted by this plan.
func (b *Bucket) had(types ...string) *plan.Resource {
	if b.store == nil || b.store.earlier == nil {
		return nil
	}
	return b.store.earlier.one("bucket", b.Name, types...)
}

// shows reports whether an argument of the bucket itself tells what is set. Where it
// is computed, and the plan deletes the resource of its own that set it, it shows the
// past: refreshing comes before apply.
func (b *Bucket) shows(argument, own string) bool {
	return b.Resource != nil && (b.had(own) == nil || b.store.state.Configures(b.Resource, argument))
}

// Gone returns the bucket's resource if the plan deletes the bucket, nil if it
// does not.
func (b *Bucket) Gone() *plan.Resource {
	if b.Resource != nil {
		return nil
	}
	return b.had("aws_s3_bucket")
}

func causes(texts ...string) []tri.Cause {
	var out []tri.Cause
	for _, t := range texts {
		for _, r := range symbol.In(t) {
			out = append(out, tri.Cause{Symbol: r})
		}
	}
	return out
}

// assumable are the settings that the configuration file can tell.
var assumable = map[string]bool{"policy": true, "public access block": true, "object ownership": true}

// outside is the cause of a setting that the plan does not manage.
func (b *Bucket) outside(what string) tri.Cause {
	c := tri.Cause{Address: b.Address(), Attribute: what, Remedy: "manage it in this configuration or import it"}
	if assumable[what] {
		c.Remedy = plan.Assumable("manage it in this configuration, import it", "bucket", b.Name)
	}
	if b.Resource == nil {
		c.Reason = "the bucket " + b.Name + " is not in this plan"
	} else {
		c.Reason = "the bucket exists already and its " + what + " is not managed here"
	}
	return c
}

// readPayer reads Requester Pays (S3 User Guide, Using Requester Pays general
// purpose buckets for storage transfers and usage).
func (b *Bucket) readPayer() {
	b.RequesterPays = tri.False
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_request_payment_configuration"); r != nil {
		b.RequesterPays, b.PayerAddress = equals(r.String("payer"), "Requester"), r.Address
		return
	}
	if b.shows("request_payer", "aws_s3_bucket_request_payment_configuration") {
		if pays := equals(b.Resource.String("request_payer"), "Requester"); !pays.IsFalse() {
			b.RequesterPays, b.PayerAddress = pays, b.Resource.Address
		}
	}
}
