package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// masked explains what is refused and answered with an error page, by the rules that
// would explain the 403. Viewers get the page's status, often 200, so that nobody is
// told that the files of a site cannot be read. What nobody meant to serve, such as
// keys that are missing, is what error pages are for.
func masked(p *Pass, locate Locator) []*Finding {
	var hidden []simulate.Outcome
	var index []int
	for i, o := range p.Outcomes {
		bare, ok := o.Unmasked()
		if !ok || o.Method != "GET" || o.Scheme != "https" || o.ErrorPage != 0 || meantForErrorPage(o) {
			continue
		}
		if d := p.Before.Distribution(o.Distribution.Address); d != nil && len(p.Before.Send(d, o.Request).Hidden) > 0 {
			bare.Before = simulate.Forbidden
		}
		hidden, index = append(hidden, bare), append(index, i)
	}
	if len(hidden) == 0 {
		return nil
	}
	inner := newPass(p.After, p.Before, hidden, locate)
	inner.all, inner.masked = p.Outcomes, true
	inner.explainAll()
	var out []*Finding
	for _, f := range inner.findings {
		if len(f.Outcomes) == 0 || f.Severity == Notice || p.tells(f) {
			continue
		}
		f.Severity = Notice
		for k, i := range f.Outcomes {
			f.Outcomes[k] = index[i]
		}
		out = append(out, f)
	}
	return out
}

// meantForErrorPage reports whether an error page stands in for keys that no object
// has.
func meantForErrorPage(o simulate.Outcome) bool {
	return !slices.ContainsFunc(o.Hidden, func(f simulate.Refusal) bool {
		return f.Code != trace.KeyMissing && f.Code != trace.EmptyKey && f.Code != trace.SlashKey
	})
}

// tells reports whether another finding of the rule is about the same place.
func (p *Pass) tells(f *Finding) bool {
	return slices.ContainsFunc(p.findings, func(other *Finding) bool {
		return other.Rule == f.Rule && other.Address == f.Address && other.Attribute == f.Attribute
	})
}
