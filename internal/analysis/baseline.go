package analysis

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
)

// Baseline lists the findings that are known already, so that only new ones fail
// a run.
type Baseline []Known

// Known is one known finding. It names what the finding is about and none of its
// words, so that it outlives a new wording.
type Known struct {
	// Plan is set only by runs over several plans: in each, the same address
	// may stand for another resource.
	Plan         string `json:"plan,omitempty"`
	Rule         string `json:"rule"`
	Address      string `json:"address"`
	Attribute    string `json:"attribute,omitempty"`
	Distribution string `json:"distribution,omitempty"`
	// Severity is the worst that is known: what has got worse is new.
	Severity string `json:"severity"`
}

// ParseBaseline reads what Write writes.
func ParseBaseline(text []byte) (Baseline, error) {
	var b Baseline
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, fmt.Errorf("not a list of findings: %w", err)
	}
	for i, k := range b {
		if k.Rule == "" || severityOf(k.Severity) < 0 {
			return nil, fmt.Errorf("entry %d: it needs a rule, and error, warning or notice as severity", i+1)
		}
	}
	return b, nil
}

func severityOf(name string) int { return slices.Index([]string{"notice", "warning", "error"}, name) }

// knownAs describes a finding of a plan.
func knownAs(p report.Plan, f checks.Finding) Known {
	k := Known{Rule: f.Rule, Address: f.Address, Attribute: f.Attribute, Severity: f.Severity.String()}
	if len(f.Outcomes) > 0 {
		k.Distribution = p.Outcomes[f.Outcomes[0]].Distribution
	}
	return k
}

// holds reports whether an entry stands for a finding of the plan at path.
func (k Known) holds(path string, found Known) bool {
	known, is := severityOf(k.Severity), severityOf(found.Severity)
	k.Severity, found.Severity, found.Plan = "", "", ""
	if k.Plan == path {
		k.Plan = ""
	}
	return k == found && is <= known
}

// entries find those of a baseline by what they are about: a run may have as many
// findings as its baseline has.
type entries map[Known][]int

func (b Baseline) entries() entries {
	out := entries{}
	for n, k := range b {
		k.Severity = ""
		out[k] = append(out[k], n)
	}
	return out
}

// holding are the numbers of the entries that stand for a finding of the plan at path.
func (e entries) holding(b Baseline, path string, found Known) []int {
	about, here := found, found
	about.Plan, about.Severity, here.Plan, here.Severity = "", "", path, ""
	list := slices.Clone(e[about])
	if path != "" {
		list = append(list, e[here]...)
	}
	return slices.DeleteFunc(list, func(n int) bool { return !b[n].holds(path, found) })
}

func (k Known) key() string {
	return strings.Join([]string{k.Plan, k.Rule, k.Address, k.Attribute, k.Distribution, k.Severity}, "\x00")
}

// NewBaseline lists the findings of a report, sorted, each once. What a plan
// repairs is no finding to know about.
func NewBaseline(r report.Report) Baseline {
	b := Baseline{}
	for _, p := range r.Plans {
		for _, f := range p.Findings {
			if f.Change == checks.Fixed {
				continue
			}
			k := knownAs(p, f)
			if len(r.Plans) > 1 {
				k.Plan = p.Path
			}
			b = append(b, k)
		}
	}
	slices.SortFunc(b, func(x, y Known) int { return strings.Compare(x.key(), y.key()) })
	return slices.Compact(b)
}

// Write writes a baseline as JSON.
func (b Baseline) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(b)
}

// Mark marks the findings that the baseline holds, and returns how many of its
// entries are gone.
func (b Baseline) Mark(r report.Report) (gone int) {
	met, entries := map[int]bool{}, b.entries()
	for _, p := range r.Plans {
		for i, f := range p.Findings {
			for _, n := range entries.holding(b, p.Path, knownAs(p, f)) {
				p.Findings[i].Known, met[n] = true, true
			}
		}
	}
	return len(b) - len(met)
}

// CountNew counts the findings that no baseline holds.
func CountNew(r report.Report) report.Counts {
	out := report.Report{}
	for _, p := range r.Plans {
		p.Findings = selected(p.Findings, func(f *checks.Finding) bool { return !f.Known })
		out.Plans = append(out.Plans, p)
	}
	return out.Count()
}
