package overview

import (
	"io"
	"strings"

	"github.com/fatih/color"
	"github.com/mattn/go-runewidth"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// text draws trees, one a distribution: its behaviors, whom they ask, and what
// comes of each class of paths.
func text(w io.Writer, plans []Plan, style report.Style) error {
	t := &tree{style: style}
	for i, p := range plans {
		if len(plans) > 1 {
			if i > 0 {
				t.line("")
			}
			t.line(t.paint("== "+p.Path+" ==", color.Bold))
		}
		if len(p.Distributions) == 0 {
			t.line("no distribution with an S3 origin to show")
		}
		for n, d := range p.Distributions {
			if n > 0 {
				t.line("")
			}
			t.distribution(d)
		}
	}
	_, err := io.WriteString(w, t.b.String())
	return err
}

type tree struct {
	b     strings.Builder
	style report.Style
}

func (t *tree) line(s string) { t.b.WriteString(strings.TrimRight(s, " ") + "\n") }

func (t *tree) paint(s string, attributes ...color.Attribute) string {
	s = report.Printable(s)
	if !t.style.Color || len(attributes) == 0 {
		return s
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(s)
}

func (t *tree) distribution(d Distribution) {
	title := strings.TrimSuffix(d.Address+" "+d.others(), " ")
	t.line(t.paint(title, color.Bold))
	switch d.Enabled {
	case "no":
		t.line("  " + t.paint("disabled", color.FgRed))
	case "unknown":
		t.line("  whether it is enabled is not known")
	}
	for _, name := range d.Names {
		t.line("  " + report.Printable(name))
	}
	for i, b := range d.Behaviors {
		branch, below := "├─ ", "│  "
		if i == len(d.Behaviors)-1 {
			branch, below = "└─ ", "   "
		}
		t.line(
			"  " + branch + t.paint(
				b.Pattern,
				color.FgCyan,
			) + "  " + strings.Join(
				b.Methods,
				" ",
			) + "  " + report.Printable(
				b.Viewers,
			),
		)
		for _, r := range b.Routes {
			t.line("  " + below + "→ " + report.Printable(r.String()))
		}
		if len(b.Classes) == 0 {
			t.line("  " + below + "  no path reaches it: those of an earlier behavior are the same or more")
		}
		t.classes("  "+below+"  ", b.Classes)
	}
}

// classes are two columns: what is asked, and what comes of it, with the rules.
func (t *tree) classes(indent string, list []Class) {
	const most = 40
	width := 0
	for _, c := range list {
		width = max(width, min(runewidth.StringWidth(report.Printable(c.what())), most))
	}
	for _, c := range list {
		what := report.Printable(c.what())
		line := indent + what + strings.Repeat(
			" ",
			max(width-runewidth.StringWidth(what), 0),
		) + "  " + t.paint(
			c.verdict(),
			colorOf(c.After)...)
		if c.After != simulate.Served && len(c.Rules) > 0 {
			line += "  " + strings.Join(c.Rules, ", ")
		}
		t.line(line)
	}
}

func colorOf(v simulate.Verdict) []color.Attribute {
	switch v {
	case simulate.Served:
		return []color.Attribute{color.FgGreen}
	case simulate.Forbidden:
		return []color.Attribute{color.FgRed, color.Bold}
	case simulate.Unknown:
		return []color.Attribute{color.FgYellow}
	}
	return nil
}

// String is a route in one line.
func (r Route) String() string {
	s := r.Origin
	if r.Group != "" {
		s = r.Group + ": " + s
	}
	if r.Bucket != r.Origin {
		s += " → " + r.Bucket
	}
	if r.Prefix != "" {
		s += "/" + strings.Trim(r.Prefix, "/")
	}
	if r.Caller != "" {
		s += ", as " + r.Caller
	}
	if r.Key != "" {
		s += ", encrypted with " + r.Key
	}
	return s
}
