package simulate

import (
	"fmt"
	"sort"
	"strings"
)

// groupKey is the same for outcomes of one behavior with one verdict and the same
// reasons.
func groupKey(o Outcome) string {
	parts := []string{o.Behavior, o.Method, o.Scheme, o.Host, o.Verdict.String()}
	if o.Path == "/" {
		parts = append(parts, "root")
	}
	if o.Signed {
		parts = append(parts, "signed")
	}
	for _, f := range o.Refusals {
		parts = append(parts, string(f.Code), f.Step.Address, f.Step.Attribute)
	}
	for _, f := range o.Others {
		parts = append(parts, string(f.Code), f.Step.Address, f.Step.Attribute)
	}
	for _, c := range o.Causes {
		parts = append(parts, string(c.Symbol), c.Address, c.Attribute)
	}
	return strings.Join(parts, "\x00")
}

// finish sorts the outcomes and marks those whose verdict all keys of the
// behavior share.
func (e *enumeration) finish() []Outcome {
	verdicts := map[string]map[Verdict]bool{}
	reasons := map[string]map[string]bool{}
	class := func(o Outcome) string { return fmt.Sprint(o.Behavior, " ", o.Method, " ", o.Scheme, " ", o.Signed) }
	for _, o := range e.outcomes {
		if o.counts() {
			if verdicts[class(o)] == nil {
				verdicts[class(o)], reasons[class(o)] = map[Verdict]bool{}, map[string]bool{}
			}
			verdicts[class(o)][o.Verdict] = true
			reasons[class(o)][groupKey(o)] = true
		}
	}
	for i, o := range e.outcomes {
		e.outcomes[i].Whole = o.counts() && len(verdicts[class(o)]) == 1
		e.outcomes[i].Only = o.counts() && len(reasons[class(o)]) == 1
	}
	order := map[string]int{}
	for i, b := range e.distribution.Behaviors {
		order[b.Name()] = i
	}
	sort.SliceStable(
		e.outcomes, func(i, j int) bool { return order[e.outcomes[i].Behavior] < order[e.outcomes[j].Behavior] },
	)
	if !e.world.Untold {
		tellFirst(e.outcomes)
	}
	return e.outcomes
}

// counts reports whether an outcome stands for keys of its behavior: the root,
// error pages and other host names are questions of their own.
func (o Outcome) counts() bool { return o.Path != "/" && o.ErrorPage == 0 && o.Host == "" }
