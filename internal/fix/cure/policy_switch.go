package cure

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/expr"
)

// switchedOn lists the ways to give an instance to a policy that the module of the
// bucket has and its count or for_each leaves out: by inputs of the module.
func (a *admission) switchedOn() (out []Candidate) {
	bucket := a.outcome.Bucket().Resource
	m := a.Tree.Module(bucket.Module.Names())
	if m == nil || bucket.Module.IsRoot() {
		return nil
	}
	for _, address := range a.After.State.SwitchedOff(bucket, bucketPolicyType) {
		at, ok := addr.Parse(address)
		if !ok || m.Resources[at.BlockName()] == nil {
			continue
		}
		if edits, ok := a.inputsFor(bucket.Address, m, m.Resources[at.BlockName()]); ok {
			out = append(out, Candidate{
				Edits: edits,
				Why:   "the module has a policy for CloudFront, which these inputs switch on",
			})
		}
	}
	return out
}

// inputsFor are the inputs that a resource of a module needs to have an instance that
// names the caller.
func (a *admission) inputsFor(bucket string, m *source.Module, r *source.Resource) (edits []hcledit.Edit, ok bool) {
	switches, used := map[string]bool{}, map[string]bool{}
	for _, x := range []hcl.Expression{r.Count(), r.ForEach()} {
		if x != nil {
			names(m, source.MentionsIn(x), switches, map[string]bool{})
		}
	}
	names(m, source.Mentions(r.Body), used, map[string]bool{})
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if v := m.Variables[name]; r.ForEach() != nil && switches[name] && v != nil && !isBool(v) {
			return nil, false // the keys of instances have to be known before apply
		}
		value, ok := a.inputValue(m.Variables[name], bucket, switches[name])
		if !ok {
			continue
		}
		edit, ok := a.give(bucket, name, value)
		if !ok {
			return nil, false
		}
		edits = append(edits, edit)
	}
	return edits, len(edits) > 0
}

// give hands a value to the module that a resource stands in, behind what it is given
// already.
func (c *Case) give(address, name, value string) (hcledit.Edit, bool) {
	call, ok := c.Call(moduleIn(address))
	if !ok {
		return hcledit.Edit{}, false
	}
	last := lastArgument(call.Syntax.Body)
	return c.sheet(call.File).Set(call.Syntax, hcledit.Argument{Name: name, Value: value, Kin: []string{last}}), true
}

// inputValue is what an input has to be that is empty so far: true for a switch, the
// ARN of the caller for what is a text or a list of them. A text that says how many
// instances there are has to be known before apply.
func (a *admission) inputValue(v *source.Variable, bucket string, decides bool) (string, bool) {
	if v == nil || v.Default == nil || !empty(v.Default) || a.isGiven(bucket, v.Name) {
		return "", false // what it has to be is not for us to tell
	}
	caller := policyBlock{admission: a}.callerARN(moduleIn(bucket).Parent().String())
	switch {
	case isBool(v):
		return "true", decides
	case caller == "":
		return "", false
	case isListed(v):
		return "[" + caller + "]", true
	}
	return caller, !decides || !a.outcome.Distribution.New()
}

func isBool(v *source.Variable) bool {
	d, _ := source.Constant(v.Default)
	return v.Type == cty.Bool || d != cty.NilVal && d.Type() == cty.Bool
}

func isListed(v *source.Variable) bool {
	d, _ := source.Constant(v.Default)
	return v.Type.IsListType() || v.Type.IsSetType() || d != cty.NilVal && d.Type().IsTupleType()
}

// callerARN is the ARN of the caller in a module, "" if nothing leads to it.
func (w policyBlock) callerARN(home string) string {
	attribute := "arn"
	if w.caller() != w.outcome.Distribution.Place() {
		attribute = "iam_arn"
	}
	text, _ := w.Reference(home, w.caller(), attribute)
	return text
}

// isGiven reports whether the call of a module gives a variable.
func (c *Case) isGiven(address, name string) bool {
	call, ok := c.Call(moduleIn(address))
	if !ok {
		return true
	}
	attr := call.Syntax.Body.Attributes[name]
	return attr != nil && !empty(attr.Expr)
}

// empty reports whether an expression is null, false, "" or has no elements.
func empty(x hcl.Expression) bool {
	v, ok := source.Constant(x)
	if !ok {
		return false
	}
	switch {
	case v.IsNull():
		return true
	case v.Type().IsPrimitiveType():
		return v.RawEquals(cty.False) || v.RawEquals(cty.StringVal(""))
	}
	return v.CanIterateElements() && v.LengthInt() == 0
}

// names adds the variables on which references hang, through locals and through the
// resources and data sources that they name.
func names(m *source.Module, list []hcl.Traversal, out, seen map[string]bool) {
	for _, t := range list {
		ref := addr.ParseReference(expr.Text(t))
		text := strings.Join(ref.Names(), ".")
		if seen[text] {
			continue
		}
		seen[text] = true
		name, _ := expr.StepName(t, 1)
		switch t.RootName() {
		case "var":
			out[name] = true
		case "local":
			if l := m.Locals[name]; l != nil {
				names(m, source.MentionsIn(l.Expr), out, seen)
			}
		default:
			if block, _, ok := ref.Block(); ok && m.Resources[block.BlockName()] != nil {
				names(m, source.Mentions(m.Resources[block.BlockName()].Body), out, seen)
			}
		}
	}
}
