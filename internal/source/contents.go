package source

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
)

// contents are the declarations of one directory, shared by all its callers.
type contents struct {
	resources map[string]*Resource
	calls     map[string]*Call
	variables map[string]*Variable
	locals    map[string]*hcl.Attribute
	outputs   map[string]*Output
	providers map[string]*Provider

	keepsState bool // a terraform block says where the state is kept
}

func (c *contents) module(key, dir string) *Module {
	return &Module{
		Key: key, Dir: dir, Calls: map[string]*Call{},
		Resources: c.resources, Variables: c.variables, Locals: c.locals,
		Outputs: c.outputs, Providers: c.providers,
	}
}

var moduleSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "terraform"},
	{Type: "check", LabelNames: []string{"name"}},
}}

// checkSchema is what a check block declares: data sources of its own, which a
// plan shows like others.
// https://developer.hashicorp.com/terraform/language/block/check
var checkSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "data", LabelNames: []string{"type", "name"}}}}

// declaration is a block that may be written in several files: one, and those
// that override it.
type declaration struct {
	block *hcl.Block
	body  hcl.Body
}

// declarations collects the blocks of a module in the order of its files.
type declarations struct {
	byKey  map[string]*declaration
	order  []string
	locals map[string]*hcl.Attribute
	// keepsState: a terraform block says where the state is kept.
	keepsState bool
}

// decode reads the declarations of a module's files.
func decode(primary, override []hcl.Blocks) *contents {
	d := &declarations{byKey: map[string]*declaration{}, locals: map[string]*hcl.Attribute{}}
	for _, b := range primary {
		d.read(b, false)
	}
	for _, b := range override {
		d.read(b, true)
	}
	return d.contents()
}

func (d *declarations) read(blocks hcl.Blocks, override bool) {
	for _, block := range blocks {
		switch block.Type {
		case "locals":
			attrs, _ := block.Body.JustAttributes()
			maps.Copy(d.locals, attrs)
		case "terraform":
			d.keepsState = d.keepsState || keepsState(block.Body)
		case "check":
			inside, _, _ := block.Body.PartialContent(checkSchema)
			for _, data := range inside.Blocks {
				d.add(data, override)
			}
		default:
			d.add(block, override)
		}
	}
}

// add notes a block. Of two with one name the first counts, as in the error
// that Terraform reports; an override is laid over it.
func (d *declarations) add(block *hcl.Block, override bool) {
	key := block.Type
	for _, label := range block.Labels {
		key += " " + label
	}
	if block.Type == "provider" {
		key += " " + literalText(block.Body, "alias")
	}
	old, ok := d.byKey[key]
	switch {
	case !ok:
		d.byKey[key] = &declaration{block: block, body: block.Body}
		d.order = append(d.order, key)
	case override:
		old.body = overlay(old.body, block.Body)
	}
}

func (d *declarations) contents() *contents {
	c := &contents{
		resources: map[string]*Resource{}, calls: map[string]*Call{}, variables: map[string]*Variable{},
		locals: d.locals, outputs: map[string]*Output{}, providers: map[string]*Provider{},
		keepsState: d.keepsState,
	}
	for _, key := range d.order {
		decl := d.byKey[key]
		name := decl.block.Labels[len(decl.block.Labels)-1]
		switch decl.block.Type {
		case "resource":
			r := newResource("managed", decl)
			c.resources[resourceKey(r.Mode, r.Type, r.Name)] = r
		case "data":
			r := newResource("data", decl)
			c.resources[resourceKey(r.Mode, r.Type, r.Name)] = r
		case "module":
			c.calls[name] = newCall(decl)
		case "variable":
			c.variables[name] = newVariable(decl)
		case "output":
			c.outputs[name] = newOutput(decl)
		case "provider":
			p := newProvider(decl)
			c.providers[providerKey(p.Name, p.Alias)] = p
		}
	}
	return c
}
