package plan

import (
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// Without a plan it may be unknown whether there is a resource at all: count hangs
// on a variable without a value, or a module is not installed. What is unknown is
// never absent, so a setting that may be there is drafted for a bucket that may be
// the one in question.

// unsure takes a block of which it is not known which instances there are.
func (a *alone) unsure(x source.Expanded) {
	at := addr.Resource{Mode: x.Ref.Mode, Type: x.Ref.Type, Name: x.Ref.Name}
	at.Module, _ = addr.ParseModule(x.Ref.Module)
	d := a.written(at)
	if a.matters(d) {
		a.gap(x.Why.Address+" "+x.Why.Reason, planfile.Gap{
			Address: x.Of, Missing: "count or for_each", Reason: originOf(x.Why).Reason,
			Remedy: x.Why.Remedy, Range: x.Block.DeclRange,
		})
	}
	switch name := a.target(d); {
	case at.Type == accountBlock:
		d.unsure = "account_id"
	case resource.Of(at.Type).Manages.Inputs != nil: // of which nobody knows what they make, anyway
	case name == "":
		return
	default:
		d.unsure = name
	}
	d.doubt = symbol.Origin{
		Address: d.res.Address, Attribute: "count or for_each", Reason: "it is not known whether there is such a " +
			"resource",
		Remedy: "set the variables that it depends on with --var, or check a plan",
	}
	a.b.drafts = append(a.b.drafts, d) // no reference finds it
}

// matters reports whether a verdict may hang on resources that are there or not: on
// objects only if they have an owner, key or storage class of their own, and on names
// only if they lead to a distribution, as those that prove who owns a certificate do
// not.
func (a *alone) matters(d *draft) bool {
	switch d.res.Type {
	case "aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy":
		return slices.ContainsFunc([]string{"acl", "grant", "kms_key_id", "server_side_encryption", "storage_class"},
			func(argument string) bool { _, written := d.attrs[argument]; return written })
	case "aws_route53_record":
		return a.graph.mayNeed(d.res, "aws_cloudfront_distribution")
	}
	return true
}

// target is the argument that tells what a resource is a setting of, "" if it
// stands for itself.
func (a *alone) target(d *draft) string {
	for _, name := range []string{"bucket", "key_id", "access_point_arn"} {
		if _, ok := d.attrs[name]; ok && d.res.Type != "aws_s3_bucket" {
			return name
		}
	}
	return ""
}

const accountBlock = "aws_s3_account_public_access_block"

// blur makes the target of a resource that may not be there one that may be
// another: the name of the bucket with something unknown behind it. The settings of
// an account have no such target; they may be on or not.
func (b *builder) blur(d *draft) {
	switch {
	case d.unsure == "":
		return
	case d.res.Type == accountBlock:
		for _, name := range publicAccessSwitches {
			d.attrs[name] = cty.StringVal(b.maybe(d.res.Address+"."+name, d.doubt))
		}
		return
	}
	d.attrs[d.unsure] = cty.StringVal(b.text(d, d.unsure) + b.maybe(d.res.Address, d.doubt))
}

// maybe is a text that may be empty or anything else.
func (b *builder) maybe(key string, origin symbol.Origin) string {
	s, ok := b.symbols.New(symbol.Opaque, "maybe "+key, origin)
	if !ok {
		s, _ = b.symbols.New(symbol.Opaque, "", origin)
	}
	return s
}

// settings are what a module that is not installed may set of a bucket whose name
// it is given.
var settings = map[string][]string{
	"aws_s3_bucket_policy":                               {"policy"},
	"aws_s3_bucket_public_access_block":                  publicAccessSwitches,
	"aws_s3_bucket_ownership_controls":                   {"rule"},
	"aws_s3_bucket_acl":                                  {"acl"},
	"aws_s3_bucket_server_side_encryption_configuration": {"rule"},
}

var publicAccessSwitches = []string{
	"block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets",
}

// absentModules drafts what modules that are not installed may set of the buckets
// that they are told of. What the configuration sets itself they hardly do.
func (a *alone) absentModules(list []source.Absent) {
	for _, m := range list {
		given := a.b.eval.CallArguments(m)
		for _, bucket := range slices.Clone(a.b.drafts) {
			if bucket.res.Type != "aws_s3_bucket" || bucket.res.Mode != "managed" {
				continue
			}
			name := a.value(bucket, "bucket")
			if slices.ContainsFunc(given, func(v cty.Value) bool { return mentions(v, name) }) {
				a.mayset(m, name)
			}
		}
	}
}

func (a *alone) mayset(m source.Absent, bucket string) {
	module, _ := addr.ParseModule(m.Address)
	for typ, arguments := range settings {
		if a.sets(typ, bucket) {
			continue
		}
		at := addr.Resource{Module: module, Mode: "managed", Type: typ, Name: "unknown", Key: addr.Name(bucket)}
		d := a.b.draft(at.String(), at)
		d.res.Address = m.Address // which is what the reader knows of it
		d.res.Action, d.unsure = a.action(), "bucket"
		d.doubt = symbol.Origin{Address: m.Address, Attribute: "module " + m.Source, Reason: m.Reason, Remedy: m.Remedy}
		d.attrs = map[string]cty.Value{"bucket": cty.StringVal(bucket)}
		for _, name := range arguments {
			d.attrs[name] = cty.DynamicVal
			d.reasons[name] = symbol.Origin{Reason: m.Reason, Remedy: m.Remedy}
		}
		a.b.drafts = append(a.b.drafts, d)
	}
}

// sets reports whether the configuration has a setting of a type for the bucket.
func (a *alone) sets(typ, bucket string) bool {
	return slices.ContainsFunc(a.b.drafts, func(d *draft) bool {
		return d.res.Type == typ && d.unsure == "" && a.value(d, "bucket") == bucket
	})
}

// value is the text of an attribute once it is computed.
func (a *alone) value(d *draft, name string) string {
	a.b.resolve(d)
	return a.b.text(d, name)
}

// mentions reports whether a value holds a text, or may hold it.
func mentions(v cty.Value, text string) bool {
	found := false
	_ = cty.Walk(v, func(_ cty.Path, e cty.Value) (bool, error) { // the function returns no error
		s, ok := textOf(e)
		found = found || !e.IsKnown() || ok && strings.Contains(s, text)
		return !found, nil
	})
	return found
}
