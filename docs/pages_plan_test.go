package docs_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// planner makes the plan of a first apply, as Terraform writes it: what hangs on
// a resource is unknown, what is not set looks as in real plans. Modules, count
// and the like are beyond it: no page shows them.
type planner struct {
	t                        *testing.T
	shapes                   map[string]*shape
	changes, settings, prior []any
	providers                map[string]any
	has                      map[string]bool // the addresses that are declared
	named                    []string        // and those that are referred to
}

// planOf returns the JSON of a plan for a configuration.
func planOf(t *testing.T, known map[string]*shape, source []byte) []byte {
	t.Helper()
	f, diags := hclsyntax.ParseConfig(source, "main.tf", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v in\n%s", diags, source)
	}
	p := &planner{t: t, shapes: known, providers: map[string]any{}, has: map[string]bool{}}
	for _, b := range f.Body.(*hclsyntax.Body).Blocks {
		p.block(b)
	}
	for _, x := range p.named {
		if !p.has[x] && !strings.HasPrefix(x, "local.") {
			t.Errorf("the configuration refers to %s, which stands nowhere", x)
		}
	}
	text, err := json.Marshal(map[string]any{
		"format_version": "1.2", "terraform_version": "1.11.4",
		"resource_changes": p.changes,
		"prior_state":      map[string]any{"format_version": "1.0", "values": map[string]any{"root_module": map[string]any{"resources": p.prior}}},
		"configuration":    map[string]any{"provider_config": p.providers, "root_module": map[string]any{"resources": p.settings}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

const provider = "registry.terraform.io/hashicorp/aws"

func (p *planner) block(b *hclsyntax.Block) {
	switch b.Type {
	case "provider":
		_, _, expressions := p.body(b.Body, nil)
		p.providers[b.Labels[0]] = map[string]any{"name": b.Labels[0], "full_name": provider, "expressions": expressions}
	case "resource":
		p.resource(b, "managed", b.Labels[0]+"."+b.Labels[1], "create")
	case "data":
		p.resource(b, "data", "data."+b.Labels[0]+"."+b.Labels[1], "read")
	case "locals", "removed":
	default:
		p.t.Fatalf("%s is no block that this test makes a plan of", b.Type)
	}
}

func (p *planner) resource(b *hclsyntax.Block, mode, address, action string) {
	p.has[address] = true
	s := p.shapes[b.Labels[0]]
	if s == nil {
		p.t.Fatalf("no fixture shows what a plan holds of %s", b.Labels[0])
	}
	head := func(more map[string]any) map[string]any {
		more["address"], more["mode"], more["type"], more["name"] = address, mode, b.Labels[0], b.Labels[1]
		return more
	}
	after, unknown, expressions := p.body(b.Body, s)
	depends := expressions["depends_on"]
	delete(expressions, "depends_on")
	p.settings = append(p.settings, head(map[string]any{"provider_config_key": "aws", "expressions": expressions, "depends_on": depends}))
	if b.Labels[0] == "aws_caller_identity" {
		p.prior = append(p.prior, head(map[string]any{"provider_name": provider, "values": identity, "sensitive_values": map[string]any{}}))
		return
	}
	change := map[string]any{
		"actions": []string{action}, "before": nil, "after": after, "after_unknown": unknown,
		"before_sensitive": false, "after_sensitive": map[string]any{},
	}
	p.changes = append(p.changes, head(map[string]any{"provider_name": provider, "change": change}))
}

var identity = map[string]any{"account_id": "111122223333", "id": "111122223333"}

// body evaluates the arguments and blocks of a block. A shape of nil knows none
// and takes all.
func (p *planner) body(b *hclsyntax.Body, s *shape) (after, unknown, expressions map[string]any) {
	after, unknown, expressions = map[string]any{}, map[string]any{}, map[string]any{}
	for name, x := range s.arguments() {
		if x.unknown {
			unknown[name] = true
		} else {
			after[name] = x.unset
		}
	}
	for name, a := range b.Attributes {
		p.argument(name, a.Expr, s, after, unknown, expressions)
	}
	lists := map[string][3][]any{}
	for _, inner := range b.Blocks {
		x := s.arguments()[inner.Type]
		if s != nil && x == nil {
			p.t.Errorf("no real plan shows a block %s there", inner.Type)
		}
		v, mask, expr := p.body(inner.Body, x)
		l := lists[inner.Type]
		lists[inner.Type] = [3][]any{append(l[0], v), append(l[1], mask), append(l[2], expr)}
	}
	for name, l := range lists {
		after[name], unknown[name], expressions[name] = l[0], l[1], l[2]
	}
	return after, unknown, expressions
}

func (s *shape) arguments() map[string]*shape {
	if s == nil {
		return nil
	}
	return s.blocks
}

func (p *planner) argument(name string, e hclsyntax.Expression, s *shape, after, unknown, expressions map[string]any) {
	if name == "depends_on" {
		expressions[name] = p.references(e)
		return
	}
	if s != nil && s.blocks[name] == nil {
		p.t.Errorf("no real plan shows an argument %s there", name)
	}
	delete(after, name)
	delete(unknown, name)
	v, diags := e.Value(p.scope(e))
	if diags.HasErrors() {
		p.t.Fatal(diags)
	}
	value, mask := p.parts(v)
	if v.IsKnown() {
		after[name] = value
	}
	if mask != nil {
		unknown[name] = mask
	}
	if refs := p.references(e); refs != nil {
		expressions[name] = map[string]any{"references": refs}
	} else {
		expressions[name] = map[string]any{"constant_value": value}
	}
}

// scope knows the functions that pages call, and no value at all: the resources
// are made by this plan.
func (p *planner) scope(e hclsyntax.Expression) *hcl.EvalContext {
	vars := map[string]cty.Value{}
	for _, t := range e.Variables() {
		vars[t.RootName()] = cty.DynamicVal
	}
	file := function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl:   func([]cty.Value, cty.Type) (cty.Value, error) { return cty.StringVal("// code"), nil },
	})
	return &hcl.EvalContext{Variables: vars, Functions: map[string]function.Function{
		"jsonencode": stdlib.JSONEncodeFunc, "join": stdlib.JoinFunc, "file": file,
	}}
}

// parts returns a value with nothing for each unknown element, and the mask that
// says where they are.
func (p *planner) parts(v cty.Value) (value, mask any) {
	if !v.IsKnown() {
		return nil, true
	}
	if v.Type().IsTupleType() && v.LengthInt() > 0 {
		var values, masks []any
		for _, e := range v.AsValueSlice() {
			x, m := p.parts(e)
			values, masks = append(values, x), append(masks, m == true)
		}
		if v.IsWhollyKnown() {
			return values, nil
		}
		return values, masks
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		p.t.Fatal(err)
	}
	clitest.Decode(p.t, string(text), &value)
	return value, nil
}

// references lists what an expression names, each with its resource after it, as
// the configuration section of a plan does.
func (p *planner) references(e hclsyntax.Expression) []any {
	var out []any
	for _, t := range e.Variables() {
		var names []string
		n := 2
		if t.RootName() == "data" {
			n = 3
		}
		for _, step := range t {
			switch s := step.(type) {
			case hcl.TraverseRoot:
				names = append(names, s.Name)
			case hcl.TraverseAttr:
				names = append(names, s.Name)
			}
		}
		out = append(out, strings.Join(names, "."))
		resource := strings.Join(names[:min(len(names), n)], ".")
		p.named = append(p.named, resource)
		if len(names) > n {
			out = append(out, resource)
		}
	}
	return out
}
