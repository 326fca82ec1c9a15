package source

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// InWorkspace tells which workspace the plan was made in.
func (e *Evaluator) InWorkspace(name string) { e.workspace = name }

// run is terraform.workspace or path.cwd: one value in the whole run, which a
// plan does not hold.
func (s scope) run(name string, r Reason) cty.Value {
	v, ok := s.frame.e.machine.Symbols.New(
		symbol.Opaque,
		name,
		symbol.Origin{Attribute: name, Reason: r.Reason, Remedy: r.Remedy},
	)
	if !ok {
		return s.blame(r)
	}
	return cty.StringVal(v)
}

// terraform is a name under terraform, which OpenTofu also calls tofu.
func (s scope) terraform(t hcl.Traversal) cty.Value {
	name, _ := expr.StepName(t, 1)
	if name != "workspace" {
		return s.blame(Reason{Address: expr.Text(t), Reason: "a plan does not hold this name", Range: t.SourceRange()})
	}
	if s.frame.e.workspace == "" && !s.frame.e.searched {
		s.frame.e.searched = true
		s.frame.e.workspace = s.frame.e.findWorkspace()
	}
	if found := s.frame.e.workspace; found != "" {
		return cty.StringVal(found)
	}
	return s.run("terraform.workspace", Reason{
		Address: "terraform.workspace", Reason: "nothing says which workspace this is",
		Remedy: "name it with --workspace", Range: t.SourceRange(),
	})
}

// maxClues bounds the arguments that are compared with what the plan shows.
const maxClues = 10_000

// findWorkspace looks for arguments that are made with terraform.workspace and
// that the plan shows: a bucket named "site-prod" whose name is written
// "site-${terraform.workspace}" tells it. "" if nothing does, or two arguments
// tell different ones.
func (e *Evaluator) findWorkspace() string {
	w, ok := e.world.(Planner)
	if !ok {
		return ""
	}
	guess := NewEvaluator(e.tree, unseen{e.world}, &symbol.Table{})
	guess.searched = true
	found, clues := "", 0
	for ref, planned := range w.Planned {
		if _, res := e.find(ref); res == nil || res.meta().ignoresChanges || normalized(ref.Type) {
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(planned)) {
			if clues++; clues > maxClues {
				return found
			}
			v := planned[name]
			written, _, present, _ := guess.Attribute(ref, name)
			if !present {
				continue
			}
			for _, told := range guess.tells(written, v) {
				if found != "" && told != found {
					return ""
				}
				found = told
			}
		}
	}
	return found
}

// normalized reports whether AWS writes what is given in another way.
func normalized(typ string) bool { return strings.HasPrefix(typ, "aws_route53_") }

// tells returns the workspaces that would make what is written the planned value.
func (e *Evaluator) tells(written, planned cty.Value) (out []string) {
	written, _ = written.Unmark()
	switch {
	case value.Leaf(written) || value.Leaf(planned):
		x, ok1 := value.Text(written)
		y, ok2 := value.Text(planned)
		if name, ok := bridge(x, y); ok1 && ok2 && ok {
			return []string{name}
		}
	case value.Keyed(written) && value.Keyed(planned):
		of := planned.AsValueMap()
		for k, v := range written.AsValueMap() {
			if other, ok := of[k]; ok {
				out = append(out, e.tells(v, other)...)
			}
		}
	case value.Sequence(written) && value.Sequence(planned) && written.LengthInt() == 1 && planned.LengthInt() == 1:
		// Of longer ones it is not certain which elements belong together.
		return e.tells(written.AsValueSlice()[0], planned.AsValueSlice()[0])
	}
	return out
}

// bridge finds the text that makes x the same as y when it takes the place of
// the only symbol in x.
func bridge(x, y string) (string, bool) {
	in := symbol.In(x)
	if len(in) != 1 || symbol.Contains(y) {
		return "", false
	}
	parts := strings.Split(x, string(in[0]))
	plain := strings.Join(parts, "")
	gaps := len(parts) - 1
	if symbol.Contains(plain) || len(y) <= len(plain) || (len(y)-len(plain))%gaps != 0 {
		return "", false
	}
	begin := len(parts[0])
	name := y[begin:min(len(y), begin+(len(y)-len(plain))/gaps)]
	// Terraform takes only names that stand in a URL as they are.
	return name, strings.Join(parts, name) == y && url.PathEscape(name) == name
}

// unseen is a world of which nothing but the variables is known.
type unseen struct{ World }

func (unseen) Instances(_, _, _, _ string) []Instance { return nil }
