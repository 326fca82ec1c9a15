package source

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
)

func TestEdited(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"main.tf": `
resource "x" "a" {
  text   = file("${path.module}/a.txt")
  number = var.number
  inside = module.m.out
}
variable "number" { default = 1 }
module "m" { source = "./m" }`,
		"a.txt":            "before",
		"terraform.tfvars": "number = 1",
		"m/main.tf":        `output "out" { value = "before" }`,
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	was, err := LoadIn(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, content, argument, before, after string }{
		"a file that a function reads": {"a.txt", "after", "text", "before", "after"},
		"a module":                     {"m/main.tf", `output "out" { value = "after" }`, "inside", "before", "after"},
		"a file of variables":          {"terraform.tfvars", "number = 2", "number", "1", "2"},
		"a block":                      {"main.tf", `resource "x" "a" { text = "after" }`, "text", "before", "after"},
	} {
		t.Run(name, func(t *testing.T) {
			is, err := was.Edited(map[string][]byte{c.file: []byte(c.content)})
			if err != nil {
				t.Fatal(err)
			}
			if got := argumentOf(t, is, c.argument); got != c.after {
				t.Errorf("edited: %s, want %s", got, c.after)
			}
			if got := argumentOf(t, was, c.argument); got != c.before {
				t.Errorf("as it was: %s, want %s", got, c.before)
			}
			if got := string(is.Source(c.file)); got != c.content {
				t.Errorf("the edited file holds %q", got)
			}
			again, err := is.Edited(map[string][]byte{"other.txt": nil})
			if err != nil {
				t.Fatal(err)
			}
			if got := argumentOf(t, again, c.argument); got != c.after {
				t.Errorf("edited once more: %s, want %s", got, c.after)
			}
		})
	}
	if _, err := was.Edited(map[string][]byte{"main.tf": []byte("resource {")}); err == nil {
		t.Error("a file that does not parse is no error")
	}
}

func argumentOf(t *testing.T, tree *Tree, name string) string {
	t.Helper()
	given, err := tree.Variables(Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	e := NewEvaluator(tree, onlyVariables(given), &symbol.Table{})
	v, _, _, why := e.Attribute(ResourceRef{Mode: "managed", Type: "x", Name: "a"}, name)
	if why != nil {
		t.Fatal(why.Reason)
	}
	if v, _ = v.Unmark(); v.Type() == cty.Number {
		return v.AsBigFloat().String()
	}
	return v.AsString()
}

// onlyVariables is a world that holds nothing else.
type onlyVariables map[string]cty.Value

func (w onlyVariables) Instances(string, string, string, string) []Instance { return nil }
func (w onlyVariables) ModuleKeys(string, string) []cty.Value               { return nil }
func (w onlyVariables) RootVariable(name string) (cty.Value, bool) {
	v, ok := w[name]
	return v, ok
}
