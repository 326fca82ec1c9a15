package expr

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// reference looks a name up in the loops around it, then asks the resolver.
func (m *Machine) reference(t hcl.Traversal, ctx *hcl.EvalContext) (cty.Value, error) {
	root := t.RootName()
	for ; ctx != nil; ctx = ctx.Parent() {
		if v, ok := ctx.Variables[root]; ok {
			return m.steppedBy(v, t[1:])
		}
		if _, ok := ctx.Variables[scopeName]; !ok {
			continue
		}
		if s := scopeOf(ctx); s != nil && s.resolver != nil {
			v, n := s.resolver.Resolve(t)
			return m.steppedBy(v, t[n:])
		}
	}
	return cty.DynamicVal, fmt.Errorf("there is no %q here", root)
}

func (m *Machine) relative(n *hclsyntax.RelativeTraversalExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	v, err := m.eval(n.Source, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	return m.steppedBy(v, n.Traversal)
}

func (m *Machine) steppedBy(v cty.Value, steps hcl.Traversal) (cty.Value, error) {
	var err error
	for _, step := range steps {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			v, err = m.attribute(v, s.Name, s.SrcRange)
		case hcl.TraverseIndex:
			if name, ok := value.Text(s.Key); ok && symbol.Contains(name) {
				m.doubt()
				m.Blame(forged(s.SrcRange))
				return cty.DynamicVal, nil
			}
			v, err = m.index(v, s.Key, s.SrcRange)
		default:
			return m.unknown(step.SourceRange(), "the splat"), nil
		}
		if err != nil {
			return cty.DynamicVal, err
		}
	}
	return v, nil
}

func (m *Machine) indexExpr(n *hclsyntax.IndexExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	coll, err := m.eval(n.Collection, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	key, err := m.eval(n.Key, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	return m.index(coll, key, n.SrcRange)
}

// attribute is v.name.
func (m *Machine) attribute(v cty.Value, name string, rng hcl.Range) (cty.Value, error) {
	if !v.IsKnown() {
		m.doubt()
		if ty := v.Type(); ty.IsObjectType() && ty.HasAttribute(name) {
			return cty.UnknownVal(ty.AttributeType(name)), nil
		}
		return cty.DynamicVal, nil
	}
	if v.IsNull() || !value.Keyed(v) {
		return cty.DynamicVal, fmt.Errorf("%s has no attribute %q", describe(v), name)
	}
	return m.entry(v, cty.StringVal(name), rng)
}

// index is v[key].
func (m *Machine) index(v, key cty.Value, rng hcl.Range) (cty.Value, error) {
	if key.IsMarked() || !key.IsKnown() || !v.IsKnown() {
		m.doubt()
		return cty.DynamicVal, nil
	}
	switch {
	case v.IsNull() || key.IsNull():
		return cty.DynamicVal, errors.New("null has no elements, and is not an index")
	case value.Keyed(v):
		return m.entry(v, key, rng)
	case v.Type().IsListType() || v.Type().IsTupleType():
		return m.at(v, key, rng)
	}
	return cty.DynamicVal, fmt.Errorf("%s has no index", describe(v))
}

// entry finds a key in a map or an object. Marks of the map stay on what is
// taken from it.
func (m *Machine) entry(v, key cty.Value, rng hcl.Range) (cty.Value, error) {
	key, err := value.Convert(m.Symbols, key, cty.String)
	if err != nil {
		return cty.DynamicVal, errors.New("the key of a map is not a string")
	}
	if found, ok := plainEntry(v, key); ok {
		return found, nil
	}
	_, marks := v.Unmark()
	items := value.Spread(m.Symbols, v)
	m.steps -= len(items.Keys) / 8
	found, truth := function.Find(&function.Context{Symbols: m.Symbols}, items, key)
	switch truth {
	case tri.Yes:
		return found.WithMarks(marks), nil
	case tri.Unknown:
		return m.unknown(rng, "whether the key is in the map", key, v), nil
	}
	return cty.DynamicVal, fmt.Errorf("there is no %q", m.Symbols.Display(key.AsString()))
}

// plainEntry finds a key that stands in the map just as it is written.
func plainEntry(v, key cty.Value) (cty.Value, bool) {
	name, ok := value.Text(key)
	if !ok {
		return cty.NilVal, false
	}
	bare, marks := v.Unmark()
	if bare.Type().IsObjectType() {
		if !bare.Type().HasAttribute(name) {
			return cty.NilVal, false
		}
		return bare.GetAttr(name).WithMarks(marks), true
	}
	if !bare.HasIndex(cty.StringVal(name)).True() {
		return cty.NilVal, false
	}
	return bare.Index(cty.StringVal(name)).WithMarks(marks), true
}

// at finds an element of a list by its number.
func (m *Machine) at(v, key cty.Value, rng hcl.Range) (cty.Value, error) {
	items := value.Spread(m.Symbols, v)
	if items.Loose() {
		return m.unknown(rng, "the order of the list", v), nil
	}
	if s, ok := value.Text(key); ok {
		if symbol.Unknown(m.Symbols.Reveal(s)) {
			return m.unknown(rng, "the index", key), nil
		}
		key = cty.StringVal(m.Symbols.Reveal(s))
	}
	v, marks := v.Unmark()
	out, diags := hcl.Index(v, key, &rng)
	if diags.HasErrors() {
		return cty.DynamicVal, errors.New("the index is outside the list")
	}
	return out.WithMarks(marks), nil
}

// splat is v[*].each.
func (m *Machine) splat(n *hclsyntax.SplatExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	source, err := m.eval(n.Source, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	sequence := value.Sequence(source)
	switch {
	case !source.IsKnown() || !sequence && value.Null(source) == tri.Unknown:
		return m.unknown(n.SrcRange, "the splat", source), nil
	case source.IsNull() && sequence:
		return cty.DynamicVal, errors.New("a list that is null has no elements")
	case source.IsNull():
		return cty.EmptyTupleVal, nil
	}
	items := value.Items{Elements: []cty.Value{source}}
	if sequence {
		items = value.Spread(m.Symbols, source)
	}
	out, err := m.each(n, ctx, items.Elements)
	if err != nil {
		return cty.DynamicVal, err
	}
	v := cty.TupleVal(out)
	if source.Type().IsListType() || source.Type().IsSetType() {
		v = value.List(out)
	}
	return m.bounded(n.SrcRange, items.Mark(v)), nil
}

func (m *Machine) each(n *hclsyntax.SplatExpr, ctx *hcl.EvalContext, elements []cty.Value) ([]cty.Value, error) {
	outer, nested := m.items[n.Item]
	defer func() {
		delete(m.items, n.Item)
		if nested {
			m.items[n.Item] = outer
		}
	}()
	out := make([]cty.Value, len(elements))
	for i, e := range elements {
		m.items[n.Item] = e
		v, err := m.eval(n.Each, ctx)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (m *Machine) item(n *hclsyntax.AnonSymbolExpr) (cty.Value, error) {
	if v, ok := m.items[n]; ok {
		return v, nil
	}
	return cty.DynamicVal, errors.New("a splat is outside its expression")
}
