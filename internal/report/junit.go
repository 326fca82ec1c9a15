package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
)

// writeJUnit writes a suite for each plan and a test for each class of
// requests, so that a test keeps its name from one run to the next and goes
// from failed to passed when the configuration is mended. A finding that no
// request shows, such as an apply that is refused, is a test of its own.
func writeJUnit(w io.Writer, r Report) error {
	suites := junit.Testsuites{Name: "plan403"}
	for i, p := range r.Plans {
		s := p.suite()
		for k, u := range r.undecided(p) {
			s.AddTestcase(p.undecidedTest(u, k))
		}
		s.ID = i
		if i == len(r.Plans)-1 {
			s.SystemOut = output(append(p.remarks(), r.settings()...))
		}
		suites.AddSuite(s)
	}
	suites.Skipped = 0 // Jenkins' schema has no such attribute here: suites count
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return suites.WriteXML(w)
}

func (p Plan) suite() junit.Testsuite {
	s := junit.Testsuite{Name: inert(p.title()), Time: "0"}
	explains := map[int][]checks.Finding{}
	for _, f := range p.Findings {
		if f.Change == checks.Fixed {
			continue
		}
		if len(f.Outcomes) == 0 {
			s.AddTestcase(p.findingTest(f))
		}
		for _, i := range f.Outcomes {
			explains[i] = append(explains[i], p.about(f, i))
		}
	}
	for i, o := range p.Outcomes {
		if o.After != simulate.Absent && (!o.Elsewhere || explains[i] != nil) {
			s.AddTestcase(p.outcomeTest(o, explains[i]))
		}
	}
	s.SystemOut = output(p.remarks())
	return s
}

// about is a finding in the words of one of the requests that it explains: its
// message names the first.
func (p Plan) about(f checks.Finding, i int) checks.Finding {
	if f.Told > 0 && !slices.Contains(f.Outcomes[:f.Told], i) && i < len(p.Outcomes) {
		f.Message = p.Outcomes[i].request() + ", like " + f.Message
	}
	return f
}

func (p Plan) findingTest(f checks.Finding) junit.Testcase {
	c := junit.Testcase{Classname: inert(f.Address), Name: inert(place(f.Rule, f.Attribute)), Time: "0"}
	p.judge(&c, []checks.Finding{f}, f.Evidence())
	return c
}

// undecidedTest fails where the run does because of what is undecided, else it is
// skipped.
func (p Plan) undecidedTest(u checks.Finding, n int) junit.Testcase {
	name := fmt.Sprintf("%s (%d)", place(undecidedRule, u.Attribute), n+1)
	c := junit.Testcase{Classname: inert(u.Address), Name: inert(name), Time: "0"}
	if u.Severity == checks.Error {
		c.Failure = &junit.Result{Message: inert(u.Message), Type: undecidedRule, Data: output(p.describe(u)).Data}
	} else {
		c.Skipped = &junit.Result{Message: inert(u.Message)}
		c.SystemOut = output(p.describe(u))
	}
	return c
}

func (p Plan) outcomeTest(o Outcome, findings []checks.Finding) junit.Testcase {
	c := junit.Testcase{
		Classname: inert(o.Distribution), Time: "0",
		Name: inert(o.request() + " (behavior " + o.Behavior + ")"),
	}
	p.judge(&c, findings, o.steps())
	switch {
	case c.Failure != nil:
	case o.After == simulate.Unknown:
		c.Skipped = &junit.Result{Message: "undecided: a test of its own says what is missing"}
	case o.After == simulate.Forbidden && len(findings) == 0:
		c.Skipped = &junit.Result{Message: "returns 403; the rule that explains it is switched off"}
	}
	return c
}

// judge fails a test for errors and warnings. Notices, and what the baseline
// holds, are told, no more.
func (p Plan) judge(c *junit.Testcase, findings []checks.Finding, steps []string) {
	var text []string
	worst := -1
	for i, f := range findings {
		text = append(text, p.describe(f)...)
		if f.Severity > checks.Notice && !f.Known && (worst < 0 || f.Severity > findings[worst].Severity) {
			worst = i
		}
	}
	if len(text) > 0 && len(steps) > 0 {
		text = append(append(text, "steps:"), steps...)
	}
	if worst < 0 {
		c.SystemOut = output(text)
		return
	}
	f := findings[worst]
	c.Failure = &junit.Result{Message: inert(oneLine(f)), Type: f.Rule, Data: output(text).Data}
}

func (p Plan) describe(f checks.Finding) []string {
	lines := []string{f.Severity.String() + " " + f.Rule + ": " + oneLine(f), "at " + place(f.Address, f.Attribute)}
	if f.Rule == undecidedRule {
		lines = []string{oneLine(f)}
	}
	if f.Range != nil {
		lines = append(lines, "in "+compactPlace(f))
	}
	for _, m := range f.Places {
		lines = append(lines, fmt.Sprintf("see %s:%d: %s", m.Range.Filename, m.Range.Start.Line, m.Label))
	}
	lines = append(lines, p.called(f)...)
	if f.Fix != "" {
		lines = append(lines, advice(f))
	}
	return lines
}

// remarks are what is to be known about a plan beside its findings.
func (p Plan) remarks() []string {
	var lines []string
	for _, n := range p.Notes {
		lines = append(lines, "note: "+n)
	}
	return lines
}

// output joins lines, each made harmless: XML has no way to write most control
// characters, and one in a CDATA section makes the document unreadable.
func output(lines []string) *junit.Output {
	if len(lines) == 0 {
		return nil
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(inert(line) + "\n")
	}
	return &junit.Output{Data: b.String()}
}
