package report

import (
	"strings"
	"testing"

	"github.com/fatih/color"
	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/mattn/go-runewidth"

	"github.com/plan403/plan403/checks"
)

// wide is a report whose every text is long enough to be broken.
func wide() Report {
	r := ordinary.report()
	p := &r.Plans[0]
	p.Path = "stacks/production/eu-central-1/plan.json"
	for i := range p.Findings {
		p.Findings[i].Address = "module.portal.module.store." + p.Findings[i].Address
		p.Findings[i].Message = strings.Repeat(p.Findings[i].Message+" ", 3)
		p.Findings[i].Fix = p.Findings[i].Message
	}
	p.Findings[0].Range.Filename = "stacks/production/eu-central-1/main.tf"
	p.Places.Texts[p.Findings[0].Range.Filename] = []byte("\n\n" + strings.Repeat("policy = local.policy ", 20) + "\n")
	return r
}

// TestNoLineIsWiderThanTheTerminal: words that are longer stay whole, and there
// are none in this report.
func TestNoLineIsWiderThanTheTerminal(t *testing.T) {
	for _, width := range []int{80, 120} {
		for _, painted := range []bool{false, true} {
			for line := range strings.Lines(written(t, "text", wide(), Style{Width: width, Fit: true, Color: painted})) {
				if got := columns(strings.TrimRight(line, "\n")); got > width {
					t.Errorf("%d columns, want at most %d: %q", got, width, line)
				}
			}
		}
	}
}

// TestFixedHasALineOfItsOwn: the first line of what a plan repairs names the rule.
func TestFixedHasALineOfItsOwn(t *testing.T) {
	r := Report{Plans: []Plan{{Findings: []checks.Finding{{Rule: "oai-not-granted", Change: checks.Fixed, Message: "GET / returns 403"}}}}}
	if got, want := written(t, "text", r, Style{Width: 80, Quiet: true}), "fixed oai-not-granted by this plan\n  until now, GET / returns 403\n\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestAnswerFits: what was asked may be long, the verdict is not lost behind it.
func TestAnswerFits(t *testing.T) {
	r := wide()
	o := r.Plans[0].Outcomes[0]
	o.Distribution = "module.portal.module.cdn.aws_cloudfront_distribution.production"
	for _, c := range []struct {
		name  string
		style Style
		want  string
	}{
		{"at a terminal", Style{Width: 80, Fit: true}, "GET https /images/a through\n  module.portal.module.cdn.aws_cloudfront_distribution.production:\n  forbidden (403)\n"},
		{"in a file", Style{Width: 80}, "GET https /images/a through module.portal.module.cdn.aws_cloudfront_distribution.production: forbidden (403)\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			if err := WriteAnswer(&b, "text", Answer{Outcome: o, Status: 403}, c.style); err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(b.String(), c.want) {
				t.Errorf("%q, want it to begin with %q", b.String(), c.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	red := "\x1b[31mfix:\x1b[0m "
	for _, c := range []struct{ name, head, indent, text, want string }{
		{"a head that is the indent", "  ", "  ", strings.Repeat("a", 20) + " " + strings.Repeat("b", 20), "  " + strings.Repeat("a", 20) + "\n  " + strings.Repeat("b", 20) + "\n"},
		{"a head beyond the indent takes room", "remedy: ", "", strings.Repeat("a", 30) + " bcd", "remedy: " + strings.Repeat("a", 30) + "\nbcd\n"},
		{"colours take none", red, "     ", strings.Repeat("a", 30) + " bcde", red + strings.Repeat("a", 30) + " bcde\n"},
		{"a word without a place to break stays whole", "  ", "  ", strings.Repeat("a", 50) + " b", "  " + strings.Repeat("a", 50) + "\n  b\n"},
		{"a longer address is broken behind a dot", "  ", "    ", "x module.one.module.two." + strings.Repeat("a", 20) + "." + strings.Repeat("b", 20), "  x module.one.module.two.\n    " + strings.Repeat("a", 20) + ".\n    " + strings.Repeat("b", 20) + "\n"},
		{"one that fits a line is not", "  ", "  ", "x " + strings.Repeat("a", 18) + "." + strings.Repeat("b", 18), "  x\n  " + strings.Repeat("a", 18) + "." + strings.Repeat("b", 18) + "\n"},
		{"nothing", "note: ", "", "", "note: \n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var b strings.Builder
			w := &textWriter{w: &b, style: Style{Width: 40}}
			w.wrap(c.head, c.indent, c.text)
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFit cuts a line of source to ten columns without moving the carets away
// from what they point at.
func TestFit(t *testing.T) {
	at := func(start, end int) *hcl.Range {
		return &hcl.Range{Start: hcl.Pos{Line: 1, Column: start}, End: hcl.Pos{Line: 1, Column: end}}
	}
	for _, c := range []struct {
		name, line       string
		at               *hcl.Range
		want, wantCarets string
	}{
		{"what fits stays", "ab = cd", at(6, 8), "ab = cd", "     ^^"},
		{"the end is cut", "ab = cdefghijk", at(1, 3), "ab = cdef…", "^^"},
		{"carets are cut too", "ab = cdefghijk", at(1, 15), "ab = cdef…", "^^^^^^^^^^"},
		{"the front is cut", "ab = cdefghijk", at(12, 15), "…defghijk", "      ^^^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			pad, carets := underline(c.line, c.at)
			line, pad, carets := fit(c.line, pad, carets, 10)
			if diff := cmp.Diff([]string{c.want, c.wantCarets}, []string{line, pad + carets}); diff != "" {
				t.Error(diff)
			}
			if runewidth.StringWidth(line) > 10 || len(pad+carets) > 10 {
				t.Errorf("%q and %q are wider than ten columns", line, pad+carets)
			}
		})
	}
}

func TestColumns(t *testing.T) {
	c := color.New(color.FgRed, color.Bold)
	c.EnableColor()
	if got := columns(c.Sprint("名a")); got != 3 {
		t.Errorf("%d columns, want 3", got)
	}
}
