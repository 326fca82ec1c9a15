package trace

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

// written lists the codes that the package declares, by the name of the constant.
func written(t *testing.T) map[string]Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Code{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); !ok || typ.Name != "Code" {
			return true
		}
		text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		out[spec.Names[0].Name] = Code(text)
		return true
	})
	return out
}

func TestEveryCodeHasARow(t *testing.T) {
	all := written(t)
	if len(all) < 10 {
		t.Fatalf("code.go declares only %v", all)
	}
	names := map[Code]string{}
	for name, code := range all {
		if _, ok := codes[code]; !ok {
			t.Errorf("%s has no row in the table of codes", name)
		}
		if other := names[code]; other != "" {
			t.Errorf("%s and %s are the same text %q", name, other, code)
		}
		names[code] = name
	}
	for code := range codes {
		if names[code] == "" {
			t.Errorf("the table of codes has a row %q that is no constant", code)
		}
	}
}
