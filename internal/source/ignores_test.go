package source

import (
	"os"
	"path/filepath"
	"testing"
)

func TestIgnores(t *testing.T) {
	dir := t.TempDir()
	for name, list := range map[string]string{
		"none": "[]", "all": "all", "some": "[policy, tags[\"x\"], origin[0].domain_name]", "quoted": `["policy"]`,
	} {
		text := "resource \"x\" \"" + name + "\" {\n  lifecycle {\n    ignore_changes = " + list + "\n  }\n}\n"
		if err := os.WriteFile(filepath.Join(dir, name+".tf"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := LoadIn(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		resource, argument string
		want               bool
	}{
		"an empty list ignores nothing":  {"none", "policy", false},
		"all is every argument":          {"all", "policy", true},
		"what is named":                  {"some", "policy", true},
		"what is named in parts":         {"some", "origin", true},
		"an element of it":               {"some", "tags", true},
		"what is not named":              {"some", "bucket", false},
		"names as Terraform 0.11 has it": {"quoted", "policy", true},
		"a resource that is not written": {"other", "policy", false},
	} {
		t.Run(name, func(t *testing.T) {
			ref := ResourceRef{Mode: "managed", Type: "x", Name: c.resource}
			if got := tree.Ignores(ref, c.argument); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}
