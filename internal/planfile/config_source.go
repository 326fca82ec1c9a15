package planfile

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
)

// configOf makes of source what a plan keeps of it: which blocks there are, what
// they set and what they refer to.
func configOf(tree *source.Tree) *Config {
	c := &Config{Providers: map[string]ProviderConfig{}}
	c.Root = c.module(tree.Root)
	return c
}

func (c *Config) module(m *source.Module) *ModuleConfig {
	if m.Missing != "" {
		return nil
	}
	out := &ModuleConfig{
		blocks: map[string]*heldBlock{}, Calls: map[string]*ModuleCall{},
		Outputs: map[string]OutputConfig{}, Variables: map[string]VariableConfig{},
	}
	for name, r := range m.Resources {
		out.blocks[name] = &heldBlock{source: func() *ResourceConfig { return resourceOf(m, r) }}
	}
	for name, o := range m.Outputs {
		out.Outputs[name] = OutputConfig{Expression: expressionOf(m, o.Value), Sensitive: o.Sensitive}
	}
	for name, v := range m.Variables {
		out.Variables[name] = VariableConfig{Sensitive: v.Sensitive}
	}
	for key, p := range m.Providers {
		c.Providers[providerIn(m, key)] = providerOf(m, p)
	}
	for name, call := range m.Calls {
		out.Calls[name] = &ModuleCall{
			Source: call.Source, Expressions: argumentsOf(m, call.Body), DependsOn: texts(m, call.DependsOn),
			Count: repetition(m, call.Count), ForEach: repetition(m, call.ForEach), Module: c.module(call.Module),
		}
	}
	return out
}

// providerIn is the key of a provider configuration: that of a nested module tells
// the module.
func providerIn(m *source.Module, key string) string {
	if m.Key == "" {
		return key
	}
	return "module." + strings.ReplaceAll(m.Key, ".", ".module.") + ":" + key
}

func providerOf(m *source.Module, p *source.Provider) ProviderConfig {
	out := ProviderConfig{Name: p.Name, Alias: p.Alias, Expressions: argumentsOf(m, p.Body)}
	for _, typ := range source.RoleBlocks { // they tell accounts apart
		var blocks []map[string]Expression
		for _, b := range source.BlocksIn(p.Body, typ) {
			blocks = append(blocks, argumentsOf(m, b))
		}
		if len(blocks) > 0 {
			out.Expressions[typ] = Expression{Blocks: blocks}
		}
	}
	return out
}

func resourceOf(m *source.Module, r *source.Resource) *ResourceConfig {
	out := &ResourceConfig{
		Mode: r.Mode, Type: r.Type, Name: r.Name,
		DependsOn: texts(m, r.DependsOn()), References: texts(m, source.Mentions(r.Body)),
		Count: repetition(m, r.Count()), ForEach: repetition(m, r.ForEach()),
	}
	own, _, _ := strings.Cut(r.Type, "_")
	if r.Provider() != "" {
		own = r.Provider()
	}
	if out.ProviderKey = own; m.Providers[own] != nil {
		out.ProviderKey = providerIn(m, own)
	}
	if resource.Relevant(r.Mode, r.Type) {
		out.Expressions = map[string]Expression{}
		for _, name := range source.Names(r.Body) {
			out.Expressions[name] = Expression{} // what it says is asked of the source
		}
	}
	return out
}

// argumentsOf are the arguments of a body with what they refer to, or what they are.
func argumentsOf(m *source.Module, b hcl.Body) map[string]Expression {
	out := map[string]Expression{}
	attrs, _ := b.JustAttributes()
	for name, attr := range attrs {
		out[name] = expressionOf(m, attr.Expr)
	}
	return out
}

func expressionOf(m *source.Module, x hcl.Expression) Expression {
	if x == nil {
		return Expression{}
	}
	e := Expression{References: texts(m, source.MentionsIn(x))}
	if v, ok := source.Constant(x); ok {
		e.Constant, _ = json.Marshal(ctyjson.SimpleJSONValue{Value: v}) // null if it has no JSON form
	}
	return e
}

func repetition(m *source.Module, x hcl.Expression) *Expression {
	if x == nil {
		return nil
	}
	e := expressionOf(m, x)
	return &e
}

// texts are references as the JSON of a plan has them, each once. Names of loops
// and iterators, which look like them, are left out.
func texts(m *source.Module, list []hcl.Traversal) (out []string) {
	for _, t := range list {
		if text := ReferenceText(t); m.Declares(t) && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}
