package source

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
)

// followVariable goes to the argument of the call, to a file of variables or to
// the default.
func (f *frame) followVariable(name string, way []locate.Step) (to locate.Target, ok bool) {
	decl := f.module.Variables[name]
	if decl == nil || decl.Sensitive { // no report shows a line that holds a secret
		return to, false
	}
	v, given := f.argument(name)
	given = given && (v.IsMarked() || !v.IsKnown() || !v.IsNull() || decl.Nullable)
	if given && f.parent != nil {
		outside := scope{frame: f.parent, key: f.key, forEach: f.call.ForEach, owner: "module." + f.call.Name}
		return locate.Target{Expr: expr.Argument(f.call.Body, name).Expr, Scope: outside, Path: way}, true
	}
	own := scope{frame: f, owner: "var." + name}
	if given {
		for _, x := range f.e.tree.assignments(name) {
			if f.gives(decl, x, v) {
				return locate.Target{Expr: x, Scope: own, Path: way}, true
			}
		}
	}
	if decl.Default == nil || given && !f.gives(decl, decl.Default, v) {
		return to, false
	}
	return locate.Target{Expr: decl.Default, Scope: own, Path: way}, true
}

// gives reports whether an expression has the value that the plan was made with.
func (f *frame) gives(decl *Variable, x hcl.Expression, v cty.Value) bool {
	m := f.e.machine
	here, _ := f.typed(decl, m.Value(x, m.Context(scope{frame: f}))).UnmarkDeep()
	given, _ := f.typed(decl, v).UnmarkDeep()
	return here.IsWhollyKnown() && value.Reveal(m.Symbols, given).RawEquals(here)
}

// assignments lists what the files of variables in the root module's folder give
// a variable, the strongest first. Files that only an option names come last.
func (t *Tree) assignments(name string) (out []hcl.Expression) {
	if t.folder == nil {
		return nil
	}
	names, _ := t.folder.list(t.Root.Dir)
	files := t.variableFiles()
	slices.Reverse(files)
	for _, n := range names {
		if isVariables := strings.HasSuffix(n, ".tfvars") || strings.HasSuffix(n, ".tfvars.json"); isVariables &&
			!slices.Contains(files, n) {
			files = append(files, n)
		}
	}
	for _, n := range files {
		full := path.Join(t.Root.Dir, n)
		src, err := t.folder.read(full)
		if err != nil || symbol.Contains(string(src)) {
			continue
		}
		if b, err := parse(src, full, strings.HasSuffix(n, ".json")); err == nil {
			if attr := expr.Argument(b, name); attr != nil {
				out = append(out, attr.Expr)
			}
		}
	}
	return out
}
