package source

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// ProviderFor returns which provider configuration of the root module manages
// a resource, "aws" or "aws.alias", following the providers maps of the module
// calls. ok is false if that cannot be told, or if a module configures the
// provider itself.
// https://developer.hashicorp.com/terraform/language/modules/develop/providers
func (e *Evaluator) ProviderFor(ref ResourceRef) (key string, ok bool) {
	f, res := e.find(ref)
	if res == nil || res.meta().dynamicProvider {
		return "", false
	}
	key = res.Provider()
	if key == "" {
		key, _, _ = strings.Cut(res.Type, "_")
	}
	if x := res.meta().providerKey; x != nil {
		return e.providerInstance(f, x, e.context(f, res, ref.Key), key)
	}
	for ; f.parent != nil; f = f.parent {
		outside, mapped := f.call.Providers[key]
		_, own := f.module.Providers[key]
		switch {
		case mapped:
			key = outside
		case own || strings.Contains(key, "."):
			return "", false // only a configuration without alias is inherited
		}
		if key == "" {
			return "", false
		}
	}
	return key, true
}

// providerInstance names one instance of a provider of the root module that has
// for_each: `aws.by_region["eu-west-1"]`.
// https://opentofu.org/docs/language/providers/configuration/#for_each-multiple-instances-of-a-provider-configuration
func (e *Evaluator) providerInstance(f *frame, x hcl.Expression, ctx *hcl.EvalContext, key string) (string, bool) {
	if f.parent != nil {
		return "", false
	}
	v, _ := e.machine.Run(func() cty.Value { return e.machine.Value(x, ctx) })
	s, ok := value.Text(v)
	if !ok || value.InspectText(s) != 0 {
		return "", false
	}
	return key + expr.KeySuffix(v), true
}

// RoleBlocks are the blocks of a provider that make it act in a role.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs#assume_role-configuration-block
var RoleBlocks = []string{"assume_role", "assume_role_with_web_identity"}

// BlocksIn are the bodies of the nested blocks of a type, with the dynamic ones that make
// such.
func BlocksIn(b hcl.Body, typ string) (out []hcl.Body) {
	for _, block := range expr.Blocks(b, typ) {
		out = append(out, block.Body)
	}
	return out
}

// ProviderRole evaluates the role in which a provider of the root module acts: of several
// each is assumed in the one before. ok is false where it acts in none, or where a
// dynamic block makes it.
func (e *Evaluator) ProviderRole(key string) (v cty.Value, ok bool) {
	block, _, _ := strings.Cut(key, "[")
	p := e.tree.Root.Providers[block]
	if p == nil {
		return cty.NilVal, false
	}
	for _, typ := range RoleBlocks {
		if list := expr.Blocks(p.Body, typ); len(list) > 0 && list[len(list)-1].Type == typ {
			return e.providerArgument(key, p, expr.Argument(list[len(list)-1].Body, "role_arn"))
		}
	}
	return cty.NilVal, false
}

// ProviderAttribute evaluates an argument of a provider block of the root
// module, or of one instance of it. ok is false if there is no such block or no
// such argument.
func (e *Evaluator) ProviderAttribute(key, name string) (v cty.Value, ok bool) {
	block, _, _ := strings.Cut(key, "[")
	p := e.tree.Root.Providers[block]
	if p == nil {
		return cty.NilVal, false
	}
	return e.providerArgument(key, p, expr.Argument(p.Body, name))
}

func (e *Evaluator) providerArgument(key string, p *Provider, attr *hcl.Attribute) (v cty.Value, ok bool) {
	if attr == nil {
		return cty.NilVal, false
	}
	block, index, _ := strings.Cut(key, "[")
	s := scope{frame: e.frames[""], owner: "provider." + block}
	if t, err := syntax.Traversal("x[" + index); err == nil && index != "" && len(t) == 2 {
		if step, ok := t[1].(hcl.TraverseIndex); ok {
			s.key, s.forEach = step.Key, p.ForEach
		}
	}
	v, _ = e.machine.Run(func() cty.Value { return e.machine.Value(attr.Expr, e.machine.Context(s)) })
	return v, true
}
