package plan

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// threeValued are the accessors of Block whose second result is a tri.Value.
var threeValued = map[string]bool{"First": true, "Blocks": true, "Texts": true, "Int": true, "Map": true, "items": true}

// stillDropped are places that do not look at what is unknown yet, by file and
// call: each of them takes something unknown for absent.
var stillDropped = map[string]int{
	"internal/simulate/records.go Texts": 1,
}

// What is unknown must not get lost on the way from an accessor to a verdict, so
// nobody may assign its truth value to the blank identifier.
func TestNobodyDropsWhatIsUnknown(t *testing.T) {
	got := map[string]int{}
	for _, dir := range []string{"../plan", "../internal", "../checks"} {
		if err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			for _, name := range dropped(file) {
				got[strings.TrimPrefix(filepath.ToSlash(path), "../")+" "+name]++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(stillDropped, got); diff != "" {
		t.Errorf("truth values assigned to _ (use it, or Block.Within to read on): -listed +found\n%s", diff)
	}
}

// dropped names the accessors of which a file assigns the truth value to _.
func dropped(file *ast.File) []string {
	var out []string
	ast.Inspect(file, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || len(a.Lhs) != 2 || len(a.Rhs) != 1 {
			return true
		}
		call, ok := a.Rhs[0].(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if id, blank := a.Lhs[1].(*ast.Ident); ok && blank && id.Name == "_" && threeValued[method.Sel.Name] {
			out = append(out, method.Sel.Name)
		}
		return true
	})
	return out
}

func TestDroppedIsSeen(t *testing.T) {
	const text = `package p
func f() {
	a, _ := b.First("x")
	c, known := b.Blocks("x")
	_, there := b.Int("x")
	if list, _ := b.Texts("x"); len(list) > 0 {}
	d, _ = b.Text("x")
	e, _ := args.First()
}`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"First", "Texts"}, dropped(file)); diff != "" {
		t.Error(diff)
	}
}
