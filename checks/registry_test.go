package checks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parsed reads the Go files of a folder, tests left out.
func parsed(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name], err = parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// writtenRules lists the rules that files declare, by name, with the file.
func writtenRules(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, file := range parsed(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			if rule, ok := n.(*ast.CompositeLit); ok && isIdent(rule.Type, "Rule") {
				out[field(t, rule, "Name")] = name
			}
			return true
		})
	}
	return out
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

// field is a text of a composite literal, "" if it has none of that name.
func field(t *testing.T, literal *ast.CompositeLit, name string) string {
	t.Helper()
	for _, e := range literal.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok || !isIdent(pair.Key, name) {
			continue
		}
		text, ok := pair.Value.(*ast.BasicLit)
		if !ok {
			t.Fatalf("%s of a rule is not written out", name)
		}
		plain, err := strconv.Unquote(text.Value)
		if err != nil {
			t.Fatal(err)
		}
		return plain
	}
	return ""
}

// A rule that is written and not listed would never run. Each has a file of its
// own that bears its name.
func TestEveryRuleIsListed(t *testing.T) {
	rules := writtenRules(t)
	for name, file := range rules {
		if name == "" {
			continue // what Find returns for no rule
		}
		if _, ok := Find(name); !ok {
			t.Errorf("%s: the rule %s is not in All", file, name)
		}
		if want := strings.ReplaceAll(name, "-", "_") + ".go"; file != want {
			t.Errorf("%s: the rule %s belongs into %s", file, name, want)
		}
	}
	for _, r := range All {
		if rules[r.Name] == "" {
			t.Errorf("All lists %s, and no file declares it", r.Name)
		}
	}
}

// askedFor lists the codes that rules take outcomes by.
func askedFor(t *testing.T) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, file := range parsed(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "Forbidden" && f.Sel.Name != "Refused" {
				return true
			}
			for _, a := range call.Args {
				if code, ok := a.(*ast.SelectorExpr); ok && isIdent(code.X, "trace") {
					out[code.Sel.Name] = true
				}
			}
			return true
		})
	}
	return out
}

// codes lists the constants of internal/trace that are refusal codes.
func codes(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, file := range parsed(t, "../internal/trace") {
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && isIdent(spec.Type, "Code") {
				for _, name := range spec.Names {
					out = append(out, name.Name)
				}
			}
			return true
		})
	}
	return slices.Sorted(slices.Values(out))
}

// notByCode are codes whose rule finds its outcomes in another way.
var notByCode = map[string]string{
	"ErrorPage": "error-page-forbidden takes every outcome that stands for an error page",
}

// A refusal that no rule explains would be left to access-denied, which cannot
// say what to change.
func TestEveryRefusalHasARule(t *testing.T) {
	asked, all := askedFor(t), codes(t)
	if len(all) < 10 {
		t.Fatalf("internal/trace has only the codes %v", all)
	}
	for _, code := range all {
		switch {
		case asked[code] && notByCode[code] != "":
			t.Errorf("trace.%s: a rule asks for it; take it out of notByCode", code)
		case !asked[code] && notByCode[code] == "":
			t.Errorf("trace.%s: no rule explains refusals of this code", code)
		}
		delete(asked, code)
	}
	for _, code := range slices.Sorted(maps.Keys(asked)) {
		t.Errorf("trace.%s: a rule asks for a code that internal/trace does not have", code)
	}
}
