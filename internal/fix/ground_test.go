package fix

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// A plan that is made again of the source that it was made of says the same.
func TestMadeAgainUnedited(t *testing.T) {
	for _, dir := range folders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p, tree := read(t, dir)
			if plan.MatchSource(p.Config, tree) != nil {
				t.Fatal("the source beside the plan is another one")
			}
			before, after, err := plan.States(p, plan.StateOptions{Source: tree})
			if err != nil {
				t.Fatal(err)
			}
			was := simulate.NewWorld(before, nil)
			is := simulate.NewWorld(after, was)
			outcomes := simulate.Run(is, was)
			want := summary(outcomes, checks.Run(is, was, outcomes, nil))
			g, w := on(t, p, tree)
			if diff := cmp.Diff(want, summary(w.Outcomes, w.Findings)); diff != "" {
				t.Errorf("(-planned +made again):\n%s", diff)
			}
			w, err = g.World(commented(t, tree))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, summary(w.Outcomes, w.Findings)); diff != "" {
				t.Errorf("(-planned +made again with a comment more):\n%s", diff)
			}
		})
	}
}

// A plan that is made again of edited source says what a plan of that source says.
func TestMadeAgainEdited(t *testing.T) {
	list, err := filepath.Glob("testdata/again/*/fixed/plan.json")
	if top := os.Getenv("PLAN403_PLANS"); top != "" {
		more, _ := filepath.Glob(filepath.Join(top, "*/*/fixed/plan.json"))
		list = append(list, more...)
	}
	if err != nil || len(list) == 0 {
		t.Fatal("no plans")
	}
	for _, name := range list {
		fixed := filepath.Dir(name)
		t.Run(filepath.Base(filepath.Dir(fixed)), func(t *testing.T) {
			_, want := planned(t, fixed)
			g, was := planned(t, filepath.Dir(fixed))
			tree, err := was.Tree.Edited(difference(t, was.Tree, fixed))
			if err != nil {
				t.Fatal(err)
			}
			got, err := g.World(tree)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(summary(want.Outcomes, want.Findings), summary(got.Outcomes, got.Findings)); diff != "" {
				t.Errorf("(-planned +made again):\n%s", diff)
			}
		})
	}
}

// difference is the content of the files below a folder, and nothing for those of a
// tree that it has not.
func difference(t *testing.T, from *source.Tree, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, name := range from.Files() {
		out[name] = nil
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) == ".json" {
			return err
		}
		out[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// folders are those with a judged plan and its source: fixtures, and those that
// PLAN403_PLANS names.
func folders(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, top := range []string{"../../fixtures", os.Getenv("PLAN403_PLANS")} {
		for _, pattern := range []string{"*/plan.json", "*/*/plan.json"} {
			if list, err := filepath.Glob(filepath.Join(top, pattern)); err == nil && top != "" {
				out = append(out, list...)
			}
		}
	}
	for i := range out {
		out[i] = filepath.Dir(out[i])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func read(t *testing.T, dir string) (*planfile.Plan, *source.Tree) {
	t.Helper()
	p, err := planfile.Read(context.Background(), filepath.Join(dir, "plan.json"), nil, planfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	base, below := full, "."
	for range p.Config.LevelsAbove() {
		below = filepath.Join(filepath.Base(base), below)
		base = filepath.Dir(base)
	}
	tree, err := source.LoadAs(p.Config.MadeBy(), base, below)
	if err != nil {
		t.Skip(err)
	}
	return p, tree
}

func summary(outcomes []simulate.Outcome, findings []checks.Finding) (out []string) {
	for _, o := range outcomes {
		out = append(out, fmt.Sprint(o.Distribution.Address, " ", o.Request, " ", o.Before, " ", o.Verdict))
	}
	for _, f := range findings {
		out = append(out, fmt.Sprint(f.Rule, " ", f.Severity, " ", f.Certainty, " ", f.Change, " ", f.Address, " ", f.Attribute))
	}
	return out
}

// commented is a tree with one more comment in each file.
func commented(t *testing.T, tree *source.Tree) *source.Tree {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range tree.Files() {
		if source.Native(name) {
			files[name] = append([]byte("# one more\n"), tree.Source(name)...)
		}
	}
	out, err := tree.Edited(files)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
