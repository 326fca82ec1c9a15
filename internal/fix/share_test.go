package fix

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// Every edit that is offered for a judged plan is carried out, and the edited source
// judged again. go test -v tells what share of the findings gets one, and of
// which rules others do not.
func TestEveryEdit(t *testing.T) {
	all := tally{}
	for _, dir := range folders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			p, tree := read(t, dir)
			if plan.MatchSource(p.Config, tree) != nil {
				t.Fatal("the source beside the plan is another one")
			}
			g, w := on(t, p, tree)
			r := g.Find(w, Options{Wants: serious})
			all.add(dir, w, r)
			if len(r.Proposals) > 0 {
				carriedOut(t, g, w, r)
			}
		})
	}
	all.tell(t)
}

func serious(_ *World, f checks.Finding) bool { return f.Severity >= checks.Warning }

// carriedOut judges the source with all edits made.
func carriedOut(t *testing.T, g *Ground, w *World, r Result) {
	t.Helper()
	files := map[string][]byte{}
	for name, list := range hcledit.ByFile(r.Edits) {
		src, err := hcledit.Apply(w.Tree.Source(name), list)
		if err != nil {
			t.Fatal(err)
		}
		if string(src) != string(r.Source.Source(name)) {
			t.Errorf("%s: the edits come to something else than what was proved", name)
		}
		files[name] = src
	}
	tree, err := w.Tree.Edited(files)
	if err != nil {
		t.Fatal(err)
	}
	is, err := g.World(tree)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.noWorse(is); err != nil {
		t.Error(err)
	}
	for _, f := range w.newErrors(is) {
		t.Errorf("new: %s at %s: %s", f.Rule, f.Address, f.Message)
	}
	if again := g.Find(is, Options{Wants: serious}); len(again.Proposals) > 0 {
		t.Errorf("a second run edits again: %+v", again.Proposals[0])
	}
}

// tally counts findings of severity error whose place is in the source.
type tally map[string]*struct {
	edited, all int
	why         []string
}

func (a tally) add(dir string, w *World, r Result) {
	count := func(f checks.Finding, edited bool, why string) {
		if f.Severity < checks.Error || f.Range == nil {
			return
		}
		row := a[f.Rule]
		if row == nil {
			row = &struct {
				edited, all int
				why         []string
			}{}
			a[f.Rule] = row
		}
		row.all++
		if edited {
			row.edited++
		} else {
			row.why = append(row.why, filepath.Base(dir)+": "+f.Address+": "+why)
		}
	}
	left := map[identity]string{}
	for _, l := range r.Left {
		left[identity{rule: l.Finding.Rule, address: l.Finding.Address, attribute: l.Finding.Attribute}] = l.Why
	}
	for _, f := range w.Findings {
		if f.Change == checks.Fixed {
			continue
		}
		why, isLeft := left[identity{rule: f.Rule, address: f.Address, attribute: f.Attribute}]
		count(f, !isLeft, why)
	}
}

func (a tally) tell(t *testing.T) {
	edited, all := 0, 0
	for _, rule := range slices.Sorted(maps.Keys(a)) {
		row := a[rule]
		edited, all = edited+row.edited, all+row.all
		t.Logf("%-32s %3d of %3d", rule, row.edited, row.all)
		for _, why := range row.why {
			t.Logf("    %s", why)
		}
	}
	t.Logf("findings of severity error with an edit: %d of %d (%s)", edited, all, percent(edited, all))
}

func percent(n, of int) string { return fmt.Sprintf("%.0f %%", 100*float64(n)/float64(max(1, of))) }
