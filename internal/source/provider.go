package source

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// ProviderFor returns which provider configuration of the root module manages
// a resource, "aws" or "aws.alias", following the providers maps of the module
// calls. ok is false if that cannot be told, or if a module configures the
// provider itself.
// https://developer.hashicorp.com/terraform/language/modules/develop/providers
func (e *Evaluator) ProviderFor(ref ResourceRef) (key string, ok bool) {
	f, res := e.find(ref)
	if res == nil || res.dynamicProvider {
		return "", false
	}
	key = res.Provider
	if key == "" {
		key, _, _ = strings.Cut(res.Type, "_")
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

// ProviderAttribute evaluates an argument of a provider block of the root
// module. ok is false if there is no such block or no such argument.
func (e *Evaluator) ProviderAttribute(key, name string) (v cty.Value, ok bool) {
	p := e.tree.Root.Providers[key]
	if p == nil {
		return cty.NilVal, false
	}
	attr := attribute(p.Body, name)
	if attr == nil {
		return cty.NilVal, false
	}
	v, _ = e.machine.Run(func() cty.Value {
		return e.machine.Value(attr.Expr, e.machine.Context(scope{frame: e.frames[""], owner: "provider." + key}))
	})
	return v, true
}
