package config

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// Fact is something that is assumed, in words.
type Fact struct {
	Text  string
	Range hcl.Range
}

// Facts lists what is assumed, in the order of the file's kinds of blocks. What it
// names are the arguments, not their values.
func (a Assume) Facts() []Fact {
	var out []Fact
	if a.Account != "" {
		out = append(out, Fact{"the account " + a.Account, a.AccountRange})
	}
	if a.Region != "" {
		out = append(out, Fact{"the region " + a.Region, a.RegionRange})
	}
	for _, b := range a.Buckets {
		out = append(out, Fact{fmt.Sprintf("%s of the bucket %q", strings.Join(b.told(), ", "), b.Name), b.Range})
	}
	for _, o := range a.Others {
		out = append(out, Fact{fmt.Sprintf("the %s %q", o.Block, o.Name), o.Range})
	}
	return out
}

// told names the arguments by which something is assumed of a bucket.
func (b Bucket) told() []string {
	var out []string
	for _, argument := range []struct {
		name string
		set  bool
	}{
		{"policy_file", b.Policy != ""},
		{"public_access_block", b.Block != nil},
		{"encryption", b.Encryption != ""},
		{"object_ownership", b.Ownership != ""},
		{"objects", len(b.Objects) > 0},
		{"missing", len(b.Missing) > 0},
	} {
		if argument.set {
			out = append(out, argument.name)
		}
	}
	return out
}
