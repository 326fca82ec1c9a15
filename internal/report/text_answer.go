package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
)

func writeAnswerText(w io.Writer, a Answer, style Style) error {
	t := &textWriter{w: w, style: style}
	t.verdict(a)
	for i, s := range a.Outcome.Trace {
		t.wrap(fmt.Sprintf("  %d. ", i+1), "     ", s.String())
	}
	if rules := a.rules(); len(rules) > 0 {
		t.wrap("rules: ", "       ", strings.Join(rules, ", "))
	}
	for _, f := range a.Plan.Findings {
		t.explanation(a.Plan, f)
	}
	for _, u := range a.Plan.Undecided {
		t.wrap("missing: ", "         ", missing(u))
		t.wrap("remedy: ", "        ", u.Remedy)
	}
	for _, s := range a.Settings {
		t.wrap("config: ", "        ", s.line())
	}
	return t.err
}

// explanation prints where what a rule says is written, and what to change.
func (t *textWriter) explanation(p Plan, f checks.Finding) {
	t.printf("%s %s\n", t.paint(f.Severity.String(), severityColors[f.Severity]...), t.paint(f.Rule, color.Bold))
	t.where(p, f)
	if f.Fix != "" {
		t.wrap("  "+t.paint("fix:", color.FgGreen)+" ", "       ", f.Fix)
	}
}

var verdictColors = map[simulate.Verdict]color.Attribute{
	simulate.Served:    color.FgGreen,
	simulate.Forbidden: color.FgRed,
}

// verdict prints what was asked and the verdict, on one line where it fits.
func (t *textWriter) verdict(a Answer) {
	o := a.Outcome
	verdict := o.After.String()
	if a.Status != 0 {
		verdict = fmt.Sprintf("%s (%d)", verdict, a.Status)
	}
	asked := fmt.Sprintf("%s %s %s through %s:", o.Request.Method, o.Request.Scheme, o.Request.Path, o.Distribution)
	if o.Request.Signed {
		asked = strings.TrimSuffix(asked, ":") + " with a signature:"
	}
	painted := t.paint(verdict, color.Bold, verdictColors[o.After])
	if t.style.Fit && columns(Printable(asked))+len(" ")+len(verdict) > t.style.Width {
		t.wrap("", "  ", asked)
		t.printf("  %s\n", painted)
		return
	}
	t.printf("%s %s\n", Printable(asked), painted)
}
