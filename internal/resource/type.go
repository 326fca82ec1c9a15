// Package resource is what plan403 knows of each resource type, one row a type:
// whether it is read and why, what AWS makes of its arguments, its nested blocks,
// what its arguments may refer to, and what may be assumed of it. Whoever reads a
// plan, source or configuration asks here; a test prints which part of a row is
// missing, and which type is read that has no row.
//
// The rows follow the schemas and the attribute references in the documentation of
// the AWS provider, https://registry.terraform.io/providers/hashicorp/aws/latest/docs.
package resource

import (
	"slices"

	"github.com/hashicorp/hcl/v2/hcldec"
)

// Reading tells what the resources of a type are read for.
type Reading uint8

const (
	// Unread types are passed over.
	Unread Reading = iota
	// Referred types are what arguments of judged ones commonly refer to, so that
	// their values are there when an expression is rebuilt.
	Referred
	// Judged types decide verdicts.
	Judged
)

// Type is all that is known of a resource type and of the data source of the same
// name. In a row, none says that there is nothing to tell; nil that nobody has said.
type Type struct {
	// Name ends in "_" for all types that begin so and have no row of their own.
	Name string
	Read Reading
	// Why it is read, in one phrase.
	Why string
	// Derived are the attributes that AWS makes of others or makes up, in order: a
	// text may name attributes that stand before it.
	Derived []Derived
	// OfData are the attributes of the data source that follow from its arguments.
	OfData []Derived
	// Unknown are the attributes that only apply can tell.
	Unknown []string
	// Computed are the arguments that the provider marks "Optional, Computed":
	// unknown in the plan of a new resource although the configuration does not set
	// them. A nested block is computed only if dynamic cannot make it, since the
	// plan's JSON says nothing of blocks that dynamic makes.
	Computed []string
	// ComputedWithin are those of nested blocks, by name, wherever they stand.
	ComputedWithin []string
	// Blocks are the types of nested blocks, with the arguments that verdicts hang on.
	Blocks []Block
	// Passed are the arguments and nested blocks that no verdict reads: they are not
	// even decoded.
	Passed []string
	// AsPlanned are the types of nested blocks that verdicts read as the plan has them:
	// what is unknown in them is not evaluated from source.
	AsPlanned []string
	// Defaults are the values of arguments that are not written, those of nested
	// blocks by their path: "origin.connection_attempts". Arguments that are absent,
	// empty or false without being written are left out.
	Defaults map[string]any
	// Refers lists, for an argument by name, the attributes that fit it as they are.
	// Where the JSON tells only what an expression refers to, such a reference is
	// taken for the whole value: a bucket's domain name in domain_name, a document's
	// json in policy. "type.attribute" fits only if it comes from that type.
	Refers map[string][]string
	// Target is the argument that names what the resource is a setting of, "" if it
	// stands for itself, and Sets are the arguments that tell the setting.
	Target string
	Sets   []string
	// Assumed tells which assumptions of .plan403.hcl fit the type.
	Assumed Assumed
	// Manages is set for types that no model reads.
	Manages Manages
	// Account and Region are attributes that tell where the resource lives: an
	// account's id or an ARN with it, and the first of some regions.
	Account string
	Region  []string

	specs map[string]*hcldec.BlockTupleSpec
}

// Assumed tells how an assumption is known for a type.
type Assumed struct {
	// Block is the block or argument of assume that tells it, "" if none does.
	Block string
	// WithBucket: the provider reads the setting along with the bucket itself, so
	// the plan tells it where the bucket is managed.
	WithBucket bool
	// Told lists the types that tell the same of a resource with that id or ARN.
	Told []string
}

// Manages tells what resources of a type that no model reads may manage.
type Manages struct {
	// Kind is what it manages, as CloudFormation calls it: "AWS::S3::Bucket".
	Kind string
	// Template is the argument that tells the kind, where that is not fixed.
	Template string
	// Inputs may name what it is made for.
	Inputs []string
}

// Of returns the row of a type, one that tells nothing if it has none.
func Of(typ string) *Type { return OfText([]byte(typ)) }

// OfText is Of for text that is looked at in passing: nothing is copied.
func OfText(typ []byte) *Type {
	if t := byName[string(typ)]; t != nil {
		return t
	}
	for i, c := range typ {
		if c == '_' {
			if t := byName[string(typ[:i+1])]; t != nil {
				return t
			}
		}
	}
	return unread
}

var unread = &Type{}

// ReadingOf tells what resources of a mode ("managed" or "data") and type are read
// for.
func ReadingOf(mode, typ []byte) Reading {
	if string(mode) != "managed" && string(mode) != "data" {
		return Unread
	}
	return OfText(typ).Read
}

// Relevant reports whether resources of a mode and type are read.
func Relevant(mode, typ string) bool { return ReadingOf([]byte(mode), []byte(typ)) != Unread }

// All are the rows, sorted by name.
func All() []*Type { return sorted }

// ComputesArgument reports whether an argument that is unknown is so although the
// configuration does not set it.
func (t *Type) ComputesArgument(name string) bool {
	return slices.Contains(t.Computed, name)
}

// ComputesWithin is ComputesArgument for an argument of a nested block.
func (t *Type) ComputesWithin(name string) bool {
	return slices.Contains(t.ComputedWithin, name)
}

// Fit lists the attributes that fit an argument as they are.
func (t *Type) Fit(argument string) []string {
	return t.Refers[argument]
}
