package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/words"
)

// textWriter lays out a report for a terminal. The first error ends it.
type textWriter struct {
	w     io.Writer
	style Style
	err   error
}

func (t *textWriter) printf(format string, args ...any) { t.print(fmt.Sprintf(format, args...)) }

func (t *textWriter) print(text string) {
	if t.err == nil {
		_, t.err = io.WriteString(t.w, inertLines(text))
	}
}

func (t *textWriter) paint(text string, attributes ...color.Attribute) string {
	if !t.style.Color {
		return text
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(text)
}

func writeText(w io.Writer, r Report, style Style) error {
	t := &textWriter{w: w, style: style}
	for i, p := range r.Plans {
		if i > 0 {
			t.printf("\n")
		}
		if len(r.Plans) > 1 && !style.Quiet {
			t.heading(p)
		}
		t.plan(p)
		if i == len(r.Plans)-1 && !style.Quiet {
			t.settings(r.settings())
			t.more(r)
		}
		t.summary(p)
	}
	if len(r.Plans) > 1 && !style.Quiet {
		t.table(r.Plans)
		t.line("total: " + r.Count().String())
	}
	return t.err
}

func (t *textWriter) plan(p Plan) {
	for _, n := range p.Notes {
		if !t.style.Quiet {
			t.wrap("note: ", "      ", n)
		}
	}
	if t.style.Verbose {
		t.checked(p)
	}
	for _, group := range alike(p.Findings) {
		t.finding(p, *group[0], group[1:])
	}
	if len(p.Undecided) > 0 {
		t.printf("%s\n", t.paint(fmt.Sprintf("undecided (%d)", len(p.Undecided)), color.Bold))
		for _, u := range p.Undecided {
			t.wrap("  - ", "    ", missing(u))
			if u.Range != nil {
				to := t.fileLink(u.Range.Filename, u.Range.Start.Line)
				t.wrapPlace("    at ", "       ", rangeOr(u.Range, ""), "", to)
			}
			if u.Remedy != "" {
				t.wrap("    remedy: ", "    ", u.Remedy)
			}
		}
		t.printf("\n")
	}
}

// settings are told before the last summary: what it counts is what they leave.
func (t *textWriter) settings(lines []string) {
	for _, line := range lines {
		t.wrap("", "        ", line)
	}
}

// more says once where to read on.
func (t *textWriter) more(r Report) {
	found := slices.ContainsFunc(r.Plans, func(p Plan) bool { return len(p.Findings) > 0 })
	if found && !t.style.Verbose {
		t.wrap("", "", "plan403 rules NAME explains a rule; --verbose shows the steps behind each finding.")
	}
}

func place(address, attribute string) string {
	return strings.TrimSpace(address + " " + attribute)
}

// checked lists every class of requests with its verdict.
func (t *textWriter) checked(p Plan) {
	for _, o := range p.Outcomes {
		verdict := o.After.String()
		if o.Status != 0 {
			verdict += fmt.Sprintf(" (%d)", o.Status)
		}
		t.wrap("  "+verdict+" ", "    ", fmt.Sprintf("%s through %s (behavior "+
			"%s)", o.request(), o.Distribution, o.Behavior))
	}
	if len(p.Outcomes) > 0 {
		t.printf("\n")
	}
}

func (t *textWriter) summary(p Plan) {
	switch {
	case t.style.Quiet:
		return
	case len(p.Outcomes) == 0:
		t.line(p.title() + ": no CloudFront distribution with an S3 origin")
		return
	}
	t.line(p.title() + ": " + p.total() + "; checked " + count(p.distributions(), "distribution") + " and " +
		count(p.requests(), "request"))
}

// line prints a line that programs look for, which is broken later than others.
func (t *textWriter) line(text string) {
	wide := *t
	wide.style.Width = t.lineWidth()
	wide.wrap("", "  ", text)
	t.err = wide.err
}

// total counts the findings of a plan, those that there are none of included.
func (p Plan) total() string {
	c := Report{Plans: []Plan{p}}.Count()
	if len(p.Findings) == 0 && len(p.Undecided) == 0 {
		var beside []string
		if c.Ignored > 0 {
			beside = append(beside, count(c.Ignored, "ignored finding"))
		}
		if c.LeftOut > 0 {
			beside = append(beside, count(c.LeftOut, "finding")+" left out")
		}
		if len(beside) > 0 {
			return c.nothing() + " beside " + strings.Join(beside, " and ")
		}
		return c.nothing()
	}
	text := fmt.Sprintf("%s, %s, %s, %d undecided",
		count(c.Errors, "error"), count(c.Warnings, "warning"), count(c.Notices-c.Fixed, "notice"), c.Undecided)
	if c.Fixed > 0 {
		text += fmt.Sprintf(", %d fixed", c.Fixed)
	}
	return text + c.quiet()
}

func count(n int, noun string) string { return words.Count(n, noun) }

var severityColors = map[checks.Severity][]color.Attribute{
	checks.Error:   {color.FgRed, color.Bold},
	checks.Warning: {color.FgYellow, color.Bold},
	checks.Notice:  {color.FgCyan, color.Bold},
}

// finding prints a finding, and what others that are alike say fails.
func (t *textWriter) finding(p Plan, f checks.Finding, others []*checks.Finding) {
	if f.Change == checks.Fixed {
		t.printf("%s %s by this plan\n", t.paint("fixed", color.FgGreen, color.Bold), t.paint(f.Rule, color.Bold))
		t.wrap("  ", "  ", "until now, "+f.Message)
		t.printf("\n")
		return
	}
	label := f.Severity.String()
	if f.Certainty == checks.Possible {
		label += " (possible)"
	}
	head := fmt.Sprintf("%s %s %s: ", t.paint(label, severityColors[f.Severity]...),
		t.linked(t.paint(f.Rule, color.Bold), t.ruleLink(f.Rule)), t.paint("["+change(f)+"]", color.Faint))
	t.wrap(head, "  ", cmp.Or(f.What, f.Message))
	if !t.where(p, f) && f.Why != "" {
		t.wrap("  why: ", "       ", f.Why)
	}
	if requests := otherRequests(p, f); requests != "" {
		t.wrap("  also: ", "        ", requests)
	}
	t.likewise(others)
	if t.style.Verbose && len(f.Steps) > 0 {
		t.printf("  %s\n", t.paint("steps:", color.Faint))
		for i, e := range f.Evidence() {
			t.wrap(fmt.Sprintf("    %d. ", i+1), "       ", e)
		}
	}
	t.fix(p, f)
	t.printf("\n")
}

// maxLikewise bounds the findings like another one that are listed unasked.
const maxLikewise = 3

// likewise lists what else fails by the same line.
func (t *textWriter) likewise(others []*checks.Finding) {
	head := "  likewise: "
	for i, f := range others {
		if i == maxLikewise && !t.style.Verbose {
			t.wrap(head, "", fmt.Sprintf("and %d more", len(others)-i))
			return
		}
		t.wrap(head, "            ", cmp.Or(f.What, f.Message))
		head = "            "
	}
}

// maxAlso bounds the further requests that a finding lists.
const maxAlso = 4

// otherRequests lists what a finding explains beside the requests that its headline
// names.
func otherRequests(p Plan, f checks.Finding) string {
	if f.Told == 0 {
		return "" // it is about no single requests
	}
	var list []string
	told := map[string]bool{}
	for _, r := range p.joined(f.Outcomes[f.Told:]) {
		if request := r.Beside(); !told[request] {
			told[request] = true
			list = append(list, request)
		}
	}
	return words.Some(list, maxAlso)
}

// joined are the requests of outcomes, those as one that are made alike and are examples.
func (p Plan) joined(outcomes []int) (list []words.Requests) {
	type manner struct {
		method, scheme string
		signed         bool
	}
	at := map[manner]int{}
	for _, i := range outcomes {
		r := p.Outcomes[i].asked()
		made := manner{r.Method, r.Scheme, r.Signed}
		switch k, known := at[made]; {
		case !r.Alike || len(r.Paths) == 0:
			list = append(list, r)
		case known:
			list[k].Paths = append(list[k].Paths, r.Paths...)
		default:
			at[made] = len(list)
			list = append(list, r)
		}
	}
	return list
}
