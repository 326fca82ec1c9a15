package checks

import (
	"github.com/plan403/plan403/internal/simulate"
)

// repaired explains what was refused before apply and is served after it, by
// the rules that explained it before.
func repaired(after, before *simulate.World, outcomes []simulate.Outcome, locate Locator) []*Finding {
	var old []simulate.Outcome
	var index []int
	for i, o := range outcomes {
		if o.Before != simulate.Forbidden || o.Verdict != simulate.Served {
			continue
		}
		d := before.Distribution(o.Distribution.Address)
		old, index = append(old, o.In(before, d)), append(index, i)
	}
	if len(old) == 0 {
		return nil
	}
	p := newPass(before, before, old, locate)
	p.all, p.past = outcomes, true
	p.explainAll()
	var out []*Finding
	for _, f := range p.findings {
		if len(f.Outcomes) == 0 || f.Severity == Notice || old[f.Outcomes[0]].Verdict != simulate.Forbidden {
			continue
		}
		f.Severity, f.Change, f.Fix = Notice, Fixed, ""
		for k, i := range f.Outcomes {
			f.Outcomes[k] = index[i]
		}
		out = append(out, f)
	}
	return out
}
