package config

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/plan403/plan403/internal/source/syntax"
)

// The structs below are the file as it is written. Fields that are left out
// are "" or nil.
type file struct {
	FailOn      string        `hcl:"fail_on,optional"`
	FailOnRange hcl.Range     `hcl:"fail_on,attr_value_range"`
	Rules       []ruleBlock   `hcl:"rule,block"`
	Ignores     []ignoreBlock `hcl:"ignore,block"`
	Assume      *assumeBlock  `hcl:"assume,block"`
	Expect      []expectBlock `hcl:"expect,block"`
	With        []string      `hcl:"with,optional"`
	WithRange   hcl.Range     `hcl:"with,attr_value_range"`
}

type ruleBlock struct {
	Name          string    `hcl:"name,label"`
	Range         hcl.Range `hcl:",def_range"`
	Enabled       *bool     `hcl:"enabled"`
	Severity      string    `hcl:"severity,optional"`
	SeverityRange hcl.Range `hcl:"severity,attr_value_range"`
}

type ignoreBlock struct {
	Range       hcl.Range `hcl:",def_range"`
	Address     string    `hcl:"address,optional"`
	Rule        string    `hcl:"rule,optional"`
	RuleRange   hcl.Range `hcl:"rule,attr_value_range"`
	Reason      string    `hcl:"reason"`
	ReasonRange hcl.Range `hcl:"reason,attr_value_range"`
	Until       string    `hcl:"until,optional"`
	UntilRange  hcl.Range `hcl:"until,attr_value_range"`
}

type assumeBlock struct {
	Account      string        `hcl:"account,optional"`
	AccountRange hcl.Range     `hcl:"account,attr_value_range"`
	Region       string        `hcl:"region,optional"`
	RegionRange  hcl.Range     `hcl:"region,attr_value_range"`
	Buckets      []bucketBlock `hcl:"bucket,block"`

	AccessControls  []accessControlBlock `hcl:"origin_access_control,block"`
	Identities      []identityBlock      `hcl:"origin_access_identity,block"`
	CachePolicies   []forwardBlock       `hcl:"cache_policy,block"`
	RequestPolicies []forwardBlock       `hcl:"origin_request_policy,block"`
	WebACLs         []webACLBlock        `hcl:"web_acl,block"`
	Keys            []keyBlock           `hcl:"kms_key,block"`
}

type bucketBlock struct {
	Name            string             `hcl:"name,label"`
	Range           hcl.Range          `hcl:",def_range"`
	PolicyFile      *string            `hcl:"policy_file"`
	PolicyFileRange hcl.Range          `hcl:"policy_file,attr_value_range"`
	Block           *PublicAccessBlock `hcl:"public_access_block,block"`
	Encryption      string             `hcl:"encryption,optional"`
	EncryptionRange hcl.Range          `hcl:"encryption,attr_value_range"`
	KMSKey          string             `hcl:"kms_key,optional"`
	KMSKeyRange     hcl.Range          `hcl:"kms_key,attr_value_range"`
	Ownership       string             `hcl:"object_ownership,optional"`
	OwnershipRange  hcl.Range          `hcl:"object_ownership,attr_value_range"`
	Objects         []string           `hcl:"objects,optional"`
	ObjectsRange    hcl.Range          `hcl:"objects,attr_value_range"`
	Missing         []string           `hcl:"missing,optional"`
	MissingRange    hcl.Range          `hcl:"missing,attr_value_range"`
}

// parse reads the text of a configuration file. read returns the content of a
// file that the configuration names.
func parse(src []byte, shown string, read func(name string) ([]byte, error)) (Config, error) {
	body, err := syntax.Config(src, shown)
	var faults hcl.Diagnostics
	switch {
	case errors.As(err, &faults):
		return Config{}, diagnosed(shown, faults)
	case err != nil:
		return Config{}, fmt.Errorf("%s: %w", shown, err)
	}
	if diags := plain(body); diags.HasErrors() {
		return Config{}, diagnosed(shown, diags)
	}
	var f file
	if diags := gohcl.DecodeBody(body, nil, &f); diags.HasErrors() {
		return Config{}, diagnosed(shown, diags)
	}
	r := reader{read: read}
	c := r.config(f)
	if r.diags.HasErrors() {
		return Config{}, diagnosed(shown, r.diags)
	}
	return c, nil
}

// diagnosed makes one line of the first of several errors, in the order of the
// file: the decoder meets arguments in any order.
func diagnosed(shown string, diags hcl.Diagnostics) error {
	var list []*hcl.Diagnostic
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			list = append(list, d)
		}
	}
	slices.SortStableFunc(list, func(a, b *hcl.Diagnostic) int { return at(a) - at(b) })
	d, more := list[0], ""
	if n := len(list) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	if d.Subject == nil {
		return fmt.Errorf("%s: %s%s", shown, words(d), more)
	}
	return fmt.Errorf("%s: %s%s", Place(*d.Subject), words(d), more)
}

func at(d *hcl.Diagnostic) int {
	if d.Subject == nil {
		return -1
	}
	return d.Subject.Start.Byte
}

// Place names the beginning of a range: file:line:column.
func Place(r hcl.Range) string {
	return fmt.Sprintf("%s:%d:%d", r.Filename, r.Start.Line, r.Start.Column)
}
