package simulate

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
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

// class is what requests for the keys of one behavior have in common.
type class struct {
	behavior, method, scheme string
	signed                   bool
}

// common is what the outcomes of a class have in common: their verdict, or their
// verdict and reasons.
type common struct {
	first         Outcome
	whole, reason bool
}

// finish sorts the outcomes and marks those whose verdict all keys of the
// behavior share.
func (e *enumeration) finish() []Outcome {
	shared := map[class]*common{}
	of := func(o Outcome) class { return class{o.Behavior, o.Method, o.Scheme, o.Signed} }
	for _, o := range e.outcomes {
		if !o.counts() {
			continue
		}
		c := shared[of(o)]
		if c == nil {
			shared[of(o)] = &common{first: o, whole: true, reason: true}
			continue
		}
		c.whole = c.whole && o.Verdict == c.first.Verdict
		c.reason = c.reason && groupKey(o) == groupKey(c.first)
	}
	for i, o := range e.outcomes {
		if o.counts() {
			c := shared[of(o)]
			e.outcomes[i].Whole, e.outcomes[i].Only = c.whole, c.reason
		}
	}
	outcomes := byBehavior(e.outcomes, e.distribution)
	if !e.world.Untold {
		tellFirst(outcomes)
	}
	return outcomes
}

// byBehavior sorts outcomes as the behaviors of their distribution stand.
func byBehavior(outcomes []Outcome, d *cloudfront.Distribution) []Outcome {
	order := map[string]int{}
	for i, b := range d.Behaviors {
		order[b.Name()] = i
	}
	list := make([][]int, len(d.Behaviors)+1)
	for i, o := range outcomes {
		list[order[o.Behavior]] = append(list[order[o.Behavior]], i)
	}
	out := make([]Outcome, 0, len(outcomes))
	for _, i := range slices.Concat(list...) {
		out = append(out, outcomes[i])
	}
	return out
}

// counts reports whether an outcome stands for keys of its behavior: the root,
// error pages and other host names are questions of their own.
func (o Outcome) counts() bool { return o.Path != "/" && o.ErrorPage == 0 && o.Host == "" }
