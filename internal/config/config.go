// Package config reads what a repository tells plan403: the file .plan403.hcl
// and the plan403:ignore comments in Terraform's source.
//
// Both come with the plan in one pull request, so they are untrusted input like
// it: every value is written out, nothing is evaluated, and no file outside the
// configuration's own directory is read.
package config

import (
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// Name is the name of the configuration file.
const Name = ".plan403.hcl"

// Config is what a configuration file says. The zero Config says nothing.
type Config struct {
	// FailOn is the level from which on a run fails: "error", "warning",
	// "notice", "undecided", "never", or "" if the file leaves it open.
	FailOn      string
	FailOnRange hcl.Range
	Rules       map[string]Rule
	Ignores     []Ignore
	Assume      Assume
	// Expectations are what requests must get.
	Expectations []simulate.Expectation
	// With are files and folders that tell of other roots. As they stand in the file
	// they are relative to its folder, in what Load returns to the working directory.
	With []string
	// WithRange is where they are written.
	WithRange hcl.Range
}

// Rule changes one rule.
type Rule struct {
	// Off: its findings are dropped.
	Off bool
	// Severity takes the place of the one that its findings have, nil if they
	// keep it.
	Severity *checks.Severity
	// Range is where it is written.
	Range hcl.Range
}

// Ignore silences findings: a block of the configuration, or a comment.
type Ignore struct {
	// Address is a pattern for the address of the finding or of a resource
	// related to it, Rule the rule's name; "" is any.
	Address, Rule string
	// Reason is why; it is never empty.
	Reason string
	// Until is the last day on which it holds, the zero time for no end.
	Until time.Time
	// Range is where it is written.
	Range hcl.Range
	// Within is what a comment stands at: it silences only findings whose place
	// begins there, or leads there. nil for a block of the configuration.
	Within *hcl.Range
}

// InSource reports whether it is a comment in the source.
func (i Ignore) InSource() bool { return i.Within != nil }

// Assume is what the user vouches for because no plan holds it.
type Assume struct {
	Account, Region           string
	AccountRange, RegionRange hcl.Range
	Buckets                   []Bucket
	Others                    []Other
}

// Other is a resource outside the plan that is no bucket.
type Other struct {
	// Block and Name are the block's type and label.
	Block, Name string
	// Range is where it is written.
	Range hcl.Range
	// Assumption is the resource that it stands for.
	Assumption plan.Assumption
}

// Bucket is a bucket of another configuration. "" and nil are facts that the
// file leaves open.
type Bucket struct {
	Name string
	// Policy is the text of the bucket policy.
	Policy string
	Block  *PublicAccessBlock
	// Encryption is "AES256", "aws:kms" or "aws:kms:dsse"; KMSKey names the key,
	// "" is the AWS managed one.
	Encryption, KMSKey string
	// Ownership is the Object Ownership setting.
	Ownership string
	// Objects and Missing are patterns of keys that objects have, and that no
	// other object has.
	Objects, Missing []string
	// Range is where it is written.
	Range hcl.Range
}

// PublicAccessBlock holds the four settings of a bucket's public access block.
type PublicAccessBlock struct {
	BlockPublicACLs       bool `hcl:"block_public_acls"`
	BlockPublicPolicy     bool `hcl:"block_public_policy"`
	IgnorePublicACLs      bool `hcl:"ignore_public_acls"`
	RestrictPublicBuckets bool `hcl:"restrict_public_buckets"`
}

// Change returns a finding as the rule's block wants it; ok is false if the
// rule is off. What a plan repairs stays a notice: it is good news.
func (c Config) Change(f checks.Finding) (changed checks.Finding, ok bool) {
	r := c.Rules[f.Rule]
	if r.Severity != nil && f.Change != checks.Fixed {
		f.Severity = *r.Severity
	}
	return f, !r.Off
}
