package simulate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What is told to be read by no model is named by none.
func TestUnreadArguments(t *testing.T) {
	for _, dir := range []string{".", "../s3", "../cloudfront", "../policy"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || name == "idle.go" {
				continue
			}
			for _, text := range textsOf(t, name) {
				if slices.Contains(unread, text) {
					t.Errorf("%s names the argument %s", name, text)
				}
			}
		}
	}
}

// textsOf lists the quoted texts of a file of Go.
func textsOf(t *testing.T, name string) (out []string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			plain, _ := strconv.Unquote(literal.Value) // which the parser has taken
			out = append(out, plain)
		}
		return true
	})
	return out
}
