package expr

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/zclconf/go-cty/cty"
)

// text gathers the parts of a template.
type text struct {
	strings.Builder
	marks cty.ValueMarks
	lost  bool // a part is unknown and there is no symbol left for it
}

func (m *Machine) template(n *hclsyntax.TemplateExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	var out text
	for _, part := range n.Parts {
		since := len(m.reasons)
		v, err := m.eval(part, ctx)
		if err != nil {
			return cty.DynamicVal, err
		}
		if err := m.write(&out, v, since); err != nil {
			if m.trying {
				return cty.DynamicVal, err
			}
			m.Blame(Reason{Reason: m.oneLine(err), Range: part.Range()})
			_ = m.write(&out, cty.DynamicVal, since)
		}
	}
	return m.written(n.SrcRange, &out), nil
}

// templateJoin is what a %{ for } directive makes: a tuple of texts. Their
// order makes the text, so it has to be certain.
func (m *Machine) templateJoin(n *hclsyntax.TemplateJoinExpr, ctx *hcl.EvalContext) (cty.Value, error) {
	since := len(m.reasons)
	v, err := m.eval(n.Tuple, ctx)
	if err != nil {
		return cty.DynamicVal, err
	}
	if !v.IsKnown() || v.IsNull() || !value.Sequence(v) {
		m.doubt()
		return cty.UnknownVal(cty.String), nil
	}
	items := value.Spread(m.Symbols, v)
	if items.Loose() {
		m.unknown(n.Range(), "the order of the items", v)
		return cty.UnknownVal(cty.String), nil
	}
	var out text
	for _, e := range items.Elements {
		if err := m.write(&out, e, since); err != nil {
			return cty.DynamicVal, err
		}
	}
	return m.written(n.Range(), &out), nil
}

// write adds the text of v; a symbol stands in for what is unknown.
func (m *Machine) write(out *text, v cty.Value, since int) error {
	v, marks := v.Unmark()
	for mark := range marks {
		if out.marks == nil {
			out.marks = cty.ValueMarks{}
		}
		out.marks[mark] = struct{}{}
	}
	if !v.IsKnown() {
		m.doubt()
		s, ok := m.missing(since, true)
		out.lost = out.lost || !ok
		v = cty.StringVal(s)
	}
	if value.Null(v) == tri.Unknown {
		m.doubt() // null has no place in a template
	}
	s, err := value.Convert(m.Symbols, v, cty.String)
	if err != nil || s.IsNull() {
		return fmt.Errorf("cannot put %s into a template", describe(v))
	}
	if out.Len()+len(s.AsString()) > value.MaxText {
		m.exhausted = true
		return nil
	}
	out.WriteString(s.AsString())
	return nil
}

func (m *Machine) written(rng hcl.Range, out *text) cty.Value {
	if out.lost {
		return cty.UnknownVal(cty.String)
	}
	return m.bounded(rng, cty.StringVal(out.String())).WithMarks(out.marks)
}

// templateFile is templatefile(path, vars). In the template only the given
// variables have names, and of the functions all but this one.
// https://developer.hashicorp.com/terraform/language/functions/templatefile
func (m *Machine) templateFile(n *hclsyntax.FunctionCallExpr, args []cty.Value) (cty.Value, error) {
	if len(args) != 2 {
		return cty.DynamicVal, errors.New("templatefile() takes a path and an object")
	}
	name, ok := value.Text(args[0])
	if !ok || value.InspectText(name) != 0 || args[0].IsMarked() {
		return m.unknown(n.Range(), "the name of the template", args[0]), nil
	}
	x, err := m.parsed(name)
	if err != nil {
		m.doubt()
		m.Blame(Reason{
			Address: fmt.Sprintf("templatefile(%q)", name), Reason: m.oneLine(err),
			Remedy: "run plan403 in the root module's directory", Range: n.Range(),
		})
		return cty.UnknownVal(cty.String), nil
	}
	return m.render(n, x, args[1])
}

// parsed reads and parses a template file once.
func (m *Machine) parsed(name string) (hclsyntax.Expression, error) {
	if x, ok := m.templates[name]; ok {
		return x, nil
	}
	src, err := m.Files.Read(name)
	if err != nil {
		return nil, err
	}
	x, err := parseTemplate(src, name, hcl.InitialPos)
	if err == nil {
		m.templates[name] = x
	}
	return x, err
}

// parseTemplate parses the source of a template, unless it holds runes that are
// taken for symbols.
func parseTemplate(src []byte, name string, start hcl.Pos) (hclsyntax.Expression, error) {
	if symbol.Contains(string(src)) {
		return nil, errors.New(forged(hcl.Range{}).Reason)
	}
	return syntax.Template(src, name, start)
}

func (m *Machine) render(n *hclsyntax.FunctionCallExpr, x hclsyntax.Expression, vars cty.Value) (cty.Value, error) {
	if !vars.IsKnown() {
		m.doubt()
		return cty.UnknownVal(cty.String), nil
	}
	if vars.IsNull() || !value.Keyed(vars) {
		return cty.DynamicVal, fmt.Errorf("the variables of a template are %s, and must be an object", describe(vars))
	}
	if m.nested >= maxNested {
		return m.unknown(n.Range(), "a template within templates"), nil
	}
	vars, marks := vars.Unmark()
	scope := map[string]cty.Value{}
	for name, v := range vars.AsValueMap() {
		scope[name] = v
	}
	m.nested++
	defer func() { m.nested-- }()
	v, err := m.eval(x, m.context(nil, scope))
	return v.WithMarks(marks), err
}

// templateString is templatestring(template, vars).
// https://developer.hashicorp.com/terraform/language/functions/templatestring
func (m *Machine) templateString(n *hclsyntax.FunctionCallExpr, args []cty.Value) (cty.Value, error) {
	if len(args) != 2 {
		return cty.DynamicVal, errors.New("templatestring() takes a template and an object")
	}
	if _, diags := hcl.AbsTraversalForExpr(n.Args[0]); diags.HasErrors() {
		return cty.DynamicVal, errors.New("templatestring() takes a reference to its template, no other expression")
	}
	src, ok := value.Text(args[0])
	if !ok || value.InspectText(src) != 0 || args[0].IsMarked() {
		m.unknown(n.Range(), "the text of the template", args[0])
		return cty.UnknownVal(cty.String), nil
	}
	x, err := parseTemplate([]byte(src), "<template>", hcl.InitialPos)
	if err != nil {
		return cty.DynamicVal, err
	}
	return m.render(n, x, args[1])
}

// Template evaluates the text of a template with an object of variables, as the
// data source template_file did.
func (m *Machine) Template(text string, vars cty.Value) cty.Value {
	x, err := parseTemplate([]byte(text), "<template>", hcl.InitialPos)
	if err == nil {
		var v cty.Value
		if v, err = m.render(&hclsyntax.FunctionCallExpr{Name: "template_file"}, x, vars); err == nil {
			return v
		}
	}
	m.Blame(Reason{Address: "template_file", Reason: m.oneLine(err)})
	return cty.UnknownVal(cty.String)
}
