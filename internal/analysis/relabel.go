package analysis

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/trace"
)

// relabeling makes what is said from one root's point of view fit for another's:
// the addresses of the first then name its file, those of the second no longer do.
type relabeling struct {
	from *analysis
	home string // how addresses of the second begin in the first
}

func newRelabeling(from *analysis, to string) relabeling {
	return relabeling{from: from, home: to + ":"}
}

// address is one address.
func (r relabeling) address(a string) string {
	if own, ok := strings.CutPrefix(a, r.home); ok {
		return own
	}
	if x := r.from.resource(a); x != nil && x.From == "" {
		return r.from.name + ":" + a
	}
	return a
}

// text is a text that may hold some addresses.
func (r relabeling) text(s string, addresses []string) string {
	slices.SortFunc(addresses, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	var words []string
	for _, a := range slices.Compact(addresses) {
		if r.address(a) != a {
			words = append(words, regexp.QuoteMeta(a))
		}
	}
	if len(words) == 0 {
		return s
	}
	word := regexp.MustCompile(`(^|[^\w:/.-])(` + strings.Join(words, "|") + `)\b`)
	return word.ReplaceAllStringFunc(s, func(found string) string {
		parts := word.FindStringSubmatch(found)
		return parts[1] + r.address(parts[2])
	})
}

func (r relabeling) finding(f checks.Finding) checks.Finding {
	spoken := append([]string{f.Address}, f.Related...)
	for _, s := range f.Steps {
		spoken = append(spoken, s.Address)
	}
	spoken = slices.DeleteFunc(spoken, func(a string) bool { return a == "" })
	for _, text := range []*string{&f.What, &f.Why, &f.Label, &f.Message, &f.Fix} {
		*text = r.text(*text, spoken)
	}
	f.Steps = r.steps(f.Steps, spoken)
	f.Address, f.Home = r.address(f.Address), r.address(f.Home)
	related := slices.Clone(f.Related)
	for i, a := range related {
		related[i] = r.address(a)
	}
	f.Related = related
	return f
}

func (r relabeling) steps(list []trace.Step, spoken []string) []trace.Step {
	out := slices.Clone(list)
	for i, s := range out {
		out[i].Detail, out[i].Address = r.text(s.Detail, spoken), r.address(s.Address)
	}
	return out
}

func (r relabeling) outcome(o report.Outcome) report.Outcome {
	o.Distribution, o.Bucket = r.address(o.Distribution), r.address(o.Bucket)
	o.Trace = r.steps(o.Trace, []string{o.Distribution})
	return o
}
