package fix

import (
	"path/filepath"
	"testing"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix/cure"
)

// The behavior stands in a local: the word there is what is edited.
func TestSignAlways(t *testing.T) {
	const dir = "../../fixtures/oac-never-signs"
	_, w := planned(t, dir)
	for _, f := range w.Findings {
		if f.Rule != "oac-not-signing" {
			continue
		}
		list, _ := cure.Candidates(w.Case(f))
		if len(list) != 1 || len(list[0].Edits) != 1 {
			t.Fatalf("%+v", list)
		}
		e := list[0].Edits[0]
		if got := string(e.Range.SliceBytes(w.Tree.Source(e.Range.Filename))); got != `"never"` || e.Text != `"always"` {
			t.Errorf("%s becomes %s", got, e.Text)
		}
		_, after := alone(t, edited(t, dir, list[0].Edits))
		for _, f := range after.Findings {
			if f.Severity > checks.Notice {
				t.Errorf("%s: %s", f.Rule, f.Message)
			}
		}
		return
	}
	t.Errorf("no finding in %s", filepath.Base(dir))
}
