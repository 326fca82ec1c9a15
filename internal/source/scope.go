package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// scope is where a reference is resolved: a module instance, and in it the
// instance of the block that the expression stands in.
type scope struct {
	frame   *frame
	key     cty.Value // of the block's instance, cty.NilVal if it has none
	forEach hcl.Expression
	owner   string // the block, for messages
}

// unknownReasons are names whose values stand in no plan.
var unknownReasons = map[string]Reason{
	"self":      {Reason: "self has a meaning in provisioners only"},
	"ephemeral": {Reason: "ephemeral values are not kept in a plan"},
}

// Resolve returns the value that the first n steps of a reference stand for.
// https://developer.hashicorp.com/terraform/language/expressions/references
func (s scope) Resolve(t hcl.Traversal) (v cty.Value, n int) {
	root := t.RootName()
	if r, ok := unknownReasons[root]; ok {
		r.Address, r.Range = expr.Text(t), t.SourceRange()
		return s.blame(r), len(t)
	}
	if root == "resource" && len(t) > 3 { // the long way to write a reference
		v, n = s.resource(t, t[1:], "managed")
		return v, n + 1
	}
	name, ok := expr.StepName(t, 1)
	if !ok {
		return s.blame(Reason{Address: expr.Text(t), Reason: "the reference is not " +
			"complete", Range: t.SourceRange()}), len(t)
	}
	switch root {
	case "terraform", "tofu":
		return s.terraform(t), 2
	case "each":
		return s.each(t, name), 2
	case "count":
		return s.count(t), 2
	case "var":
		return s.frame.variable(name, t), 2
	case "local":
		return s.frame.local(name, t), 2
	case "path":
		return s.path(t, name), 2
	case "module":
		return s.frame.called(name, t)
	case "data":
		v, n = s.resource(t, t[1:], "data")
		return v, n + 1
	}
	return s.resource(t, t, "managed")
}

func (s scope) blame(r Reason) cty.Value {
	s.frame.e.machine.Blame(r)
	return cty.DynamicVal
}

func (s scope) count(t hcl.Traversal) cty.Value {
	if s.key != cty.NilVal && s.key.Type() == cty.Number {
		return s.key
	}
	return s.blame(Reason{Address: "count.index", Reason: "the block has no count", Range: t.SourceRange()})
}

// each is each.key or each.value. The key is that of the instance; the value is
// looked up in for_each.
func (s scope) each(t hcl.Traversal, name string) cty.Value {
	switch {
	case s.key == cty.NilVal || s.key.Type() != cty.String || s.forEach == nil:
		return s.blame(Reason{Address: expr.Text(t), Reason: "the block has no for_each", Range: t.SourceRange()})
	case name == "key":
		return s.key
	}
	all := s.frame.expression("for_each of "+s.owner, s.forEach)
	bare, marks := all.Unmark()
	if bare.IsKnown() && !bare.IsNull() {
		switch k := s.key.AsString(); {
		case value.Sequence(bare):
			return s.key
		case bare.Type().IsObjectType() && bare.Type().HasAttribute(k):
			return bare.GetAttr(k).WithMarks(marks)
		case bare.Type().IsMapType() && bare.HasIndex(s.key).True():
			return bare.Index(s.key).WithMarks(marks)
		}
	}
	return s.blame(Reason{Address: expr.Text(t), Reason: "for_each of " + s.owner + " is not known for this " +
		"instance", Range: t.SourceRange()})
}

// path is path.module, path.root or path.cwd. The root is where Terraform is
// taken to run.
func (s scope) path(t hcl.Traversal, name string) cty.Value {
	switch name {
	case "module":
		return cty.StringVal(s.frame.module.Dir)
	case "root":
		return cty.StringVal(".")
	}
	r := Reason{
		Address: expr.Text(t), Reason: "nothing says where Terraform runs",
		Remedy: "use path.root or path.module", Range: t.SourceRange(),
	}
	if name != "cwd" {
		return s.blame(r)
	}
	return s.run("path.cwd", r)
}
