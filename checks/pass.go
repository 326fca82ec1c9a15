package checks

import (
	"cmp"
	"iter"
	"slices"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Pass is what a rule sees and how it reports.
type Pass struct {
	After, Before *simulate.World
	Outcomes      []simulate.Outcome

	// all are the outcomes among which those of a finding are seen: they may be more.
	all    []simulate.Outcome
	past   bool // what is told of is no longer so
	masked bool // what is told of is hidden by error pages
	lookups

	rule      Rule
	findings  []*Finding
	index     map[identity]*Finding
	related   map[*Finding]map[string]bool // of findings with many
	explained []bool
	locate    Locator
	// earlier are the refusals of outcomes before apply, as far as they were asked
	// for.
	earlier map[int][]simulate.Refusal
}

// Run lets every rule explain the outcomes. What the plan causes comes first,
// then what was there before, worst first, then what the plan repairs.
func Run(after, before *simulate.World, outcomes []simulate.Outcome, locate Locator) []Finding {
	p := newPass(after, before, outcomes, locate)
	p.explainAll()
	findings := append(p.findings, masked(p, locate)...)
	findings = append(findings, repaired(after, before, outcomes, locate)...)
	slices.SortStableFunc(findings, (*Finding).order)
	out := make([]Finding, len(findings))
	for i, f := range findings {
		out[i] = *f
	}
	return out
}

func newPass(after, before *simulate.World, outcomes []simulate.Outcome, locate Locator) *Pass {
	return &Pass{
		After: after, Before: before, Outcomes: outcomes, all: outcomes, locate: locate,
		index: map[identity]*Finding{}, related: map[*Finding]map[string]bool{},
		explained: make([]bool, len(outcomes)), earlier: map[int][]simulate.Refusal{},
	}
}

// explainAll runs the rules. The one that explains what no other did comes
// last.
func (p *Pass) explainAll() {
	for _, r := range All {
		if r.Name != accessDenied.Name {
			p.rule = r
			r.Run(p)
		}
	}
	p.rule = accessDenied
	accessDenied.Run(p)
	p.unite()
	for _, f := range p.findings {
		p.speak(f)
	}
}

// Order compares findings by what is most urgent to read.
func Order(a, b Finding) int { return a.order(&b) }

func (f *Finding) order(other *Finding) int {
	a, b := f, other
	return cmp.Or(
		cmp.Compare(urgency[a.Change], urgency[b.Change]),
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Address, b.Address),
		cmp.Compare(restates(a), restates(b)),
		cmp.Compare(a.Rule, b.Rule),
	)
}

// restates is 1 for what follows from another finding: the cause comes first.
func restates(f *Finding) int {
	if f.Rule == expectationNotMet.Name {
		return 1
	}
	return 0
}

// urgency orders the changes: what the plan causes can still be kept from
// happening, be it for good or only while it is applied.
var urgency = [...]int{Introduced: 0, DuringApply: 0, Existing: 1, Fixed: 2}

// Refused yields every refusal with one of the codes, with the outcome that met
// it: those that were refused, and those that are undecided because of it.
func (p *Pass) Refused(codes ...trace.Code) iter.Seq2[int, simulate.Refusal] {
	return func(yield func(int, simulate.Refusal) bool) {
		for _, at := range p.metBy(codes) {
			f := p.Outcomes[at.outcome].Refusals[at.refusal]
			f.Step.Detail = p.display(f.Step.Detail)
			if !yield(at.outcome, f) {
				return
			}
		}
	}
}

// Forbidden is Refused for outcomes that are certainly or possibly 403.
func (p *Pass) Forbidden(codes ...trace.Code) iter.Seq2[int, simulate.Refusal] {
	return func(yield func(int, simulate.Refusal) bool) {
		for i, f := range p.Refused(codes...) {
			if p.Outcomes[i].Verdict == simulate.Forbidden && !yield(i, f) {
				return
			}
		}
	}
}

// Explain reports a finding about an outcome. Findings of one rule about the
// same place, distribution and change are joined: the first one's words stay, the
// worst severity counts. Severity, change and place are filled in from outcome and
// refusal where the finding leaves them out.
func (p *Pass) Explain(i int, f simulate.Refusal, finding Finding) {
	o := p.Outcomes[i].At(f)
	if finding.Address == "" {
		finding.Address, finding.Attribute, finding.Part = f.Step.Address, f.Step.Attribute, f.Step.Part
	}
	asked := []string{o.Distribution.Address, o.Distribution.Place()}
	finding.Related = related(finding.Address, asked, finding.Related, f.Related)
	finding.Severity = max(finding.Severity, min(extent(o), p.rule.Worst))
	if f.Possible {
		finding.Certainty = Possible
	}
	finding.Change = p.changeOf(i, f)
	p.explained[i] = true
	if p.joined(finding, []int{i}, o.Distribution.Address) {
		return
	}
	if finding.Why == "" {
		finding.Why = f.Step.Detail
	}
	if finding.Label == "" {
		finding.Label = f.Label
	}
	finding.Places = append(finding.Places, p.whoAsks(o, f)...)
	finding.Steps = p.cameAbout(o)
	p.add(finding, []int{i}, o.Distribution.Address)
}

// Report adds a finding that no single outcome shows. Outcomes may be named
// that it is about; that does not explain a 403 among them. What befalls another
// root alone is reported where that root is judged.
func (p *Pass) Report(finding Finding, outcomes ...int) {
	if p.from(finding.Address) == "" {
		p.add(finding, outcomes, "")
	}
}

// from names the file of another root that a resource comes from.
func (p *Pass) from(address string) string {
	for _, w := range []*simulate.World{p.After, p.Before} {
		if r := w.State.Resource(address); r != nil {
			return r.From
		}
	}
	return ""
}

// identity is what findings share that are told as one.
type identity struct {
	rule, address, attribute, about string
	change                          Change
}

// identify says as which finding one is told that is about something. What is
// probably meant is told once.
func (p *Pass) identify(f Finding, about string) identity {
	if p.rule.Meant {
		return identity{rule: p.rule.Name, about: about, change: f.Change}
	}
	return identity{p.rule.Name, p.After.State.Symbols.Show(f.Address), f.Attribute, about, f.Change}
}

// add adds a finding, unless it is joined to an earlier one.
func (p *Pass) add(f Finding, outcomes []int, about string) {
	if p.joined(f, outcomes, about) {
		return
	}
	f.Rule = p.rule.Name
	f.What, f.Why, f.Label, f.Fix = p.display(f.What), p.display(f.Why), p.display(f.Label), p.display(f.Fix)
	f.Address = p.After.State.Symbols.Show(f.Address)
	f.Outcomes = outcomes
	p.site(&f)
	p.index[p.identify(f, about)] = &f
	p.findings = append(p.findings, &f)
}

// joined adds a finding to the earlier one that it is told as, if there is one. The
// earlier one's words stay.
func (p *Pass) joined(f Finding, outcomes []int, about string) bool {
	old := p.index[p.identify(f, about)]
	if old == nil {
		return false
	}
	old.Outcomes = append(old.Outcomes, outcomes...)
	old.Severity, old.Certainty = max(old.Severity, f.Severity), min(old.Certainty, f.Certainty)
	p.relate(old, f.Related)
	p.beyond(old, f)
	return true
}

// beyond adds the place of a finding that is joined to another one, if it is another.
func (p *Pass) beyond(old *Finding, f Finding) {
	f.Address = p.After.State.Symbols.Show(f.Address)
	if p.locate == nil || f.Address == old.Address && f.Attribute == old.Attribute {
		return
	}
	p.site(&f)
	if old.Range != nil && f.Range != nil {
		old.Places = distinct(append(old.Places, Mark{Label: "and here", Range: *f.Range}), *old.Range)
	}
}

// display makes a text with symbols printable.
func (p *Pass) display(s string) string { return p.After.State.Symbols.Display(s) }

// related drops empty and repeated addresses and the finding's own.
func related(own string, lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		for _, a := range list {
			if a != "" && a != own && !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// fewRelated are as many resources as are looked through one by one.
const fewRelated = 16

// relate adds resources to those that take part in a finding: one rule of a web ACL may
// stand before all distributions of a plan.
func (p *Pass) relate(f *Finding, more []string) {
	known, many := p.related[f]
	if !many {
		f.Related = related(f.Address, f.Related, more)
		if len(f.Related) > fewRelated {
			known = map[string]bool{}
			for _, a := range f.Related {
				known[a] = true
			}
			p.related[f] = known
		}
		return
	}
	for _, a := range more {
		if a != "" && a != f.Address && !known[a] {
			known[a] = true
			f.Related = append(f.Related, a)
		}
	}
}

// extent is how much of what the configuration means to serve an outcome
// covers: all keys of a behavior, or the root page, is an error; one scheme, one
// method or some keys a warning. Some keys of which it is known that no object
// has them are nothing that it means to serve.
func extent(o simulate.Outcome) Severity {
	switch {
	case o.Verdict != simulate.Forbidden:
		return Warning
	case onlyMissing(o) && !o.Whole && o.Path != "/" && o.ErrorPage == 0:
		return Notice
	case o.Method != "GET" && o.Method != "HEAD" || o.Scheme != "https":
		return Warning
	case o.Whole || o.Path == "/":
		return Error
	}
	return Warning
}

// onlyMissing reports whether nothing refuses a request but that the object is
// missing.
func onlyMissing(o simulate.Outcome) bool {
	return has(o, trace.KeyMissing) && !slices.ContainsFunc(o.Refusals, func(f simulate.Refusal) bool {
		return f.Code != trace.KeyMissing && f.Code != trace.ErrorPage
	})
}

func has(o simulate.Outcome, code trace.Code) bool {
	return slices.ContainsFunc(o.Refusals, func(f simulate.Refusal) bool { return f.Code == code })
}

// servesObject reports whether an outcome is a page or file that viewers get.
func servesObject(o simulate.Outcome) bool {
	return o.Verdict == simulate.Served && o.Method == "GET" && o.Scheme == "https"
}
