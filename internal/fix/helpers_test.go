package fix

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// alone judges the source in a folder, as for a first apply.
func alone(t *testing.T, dir string) (*Ground, *World) {
	t.Helper()
	tree, err := source.LoadIn(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	given, err := tree.Variables(source.Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	return on(t, planfile.FromSource(dir, tree, given, nil), tree)
}

// planned judges the plan in a folder with the source beside it.
func planned(t *testing.T, dir string) (*Ground, *World) {
	t.Helper()
	p, tree := read(t, dir)
	return on(t, p, tree)
}

func on(t *testing.T, p *planfile.Plan, tree *source.Tree) (*Ground, *World) {
	t.Helper()
	g, w, err := NewGround(p, plan.StateOptions{Source: tree}, source.Inputs{})
	if err != nil {
		t.Fatal(err)
	}
	return g, w
}

// edited is a copy of a folder with edits made.
func edited(t *testing.T, dir string, edits []hcledit.Edit) string {
	t.Helper()
	out := t.TempDir()
	if err := os.CopyFS(out, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	for name, list := range hcledit.ByFile(edits) {
		file := filepath.Join(out, name)
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if src, err = hcledit.Apply(src, list); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, src, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// folderOf is a folder with some files.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
