package overview

import (
	"fmt"
	"io"

	"github.com/plan403/plan403/internal/report"
)

// formats are the writers by name, in the order in which help lists them.
var formats = []struct {
	name  string
	write func(io.Writer, []Plan, report.Style) error
}{
	{"text", func(w io.Writer, plans []Plan, s report.Style) error { return text(w, Grouped(plans), s) }},
	{"json", writeJSON},
	{"mermaid", func(w io.Writer, plans []Plan, s report.Style) error { return mermaid(w, Grouped(plans), s) }},
	{"dot", func(w io.Writer, plans []Plan, s report.Style) error { return dot(w, Grouped(plans), s) }},
	{"svg", func(w io.Writer, plans []Plan, s report.Style) error { return svg(w, Grouped(plans), s) }},
	{"html", writeHTML},
	{"hcl", writeHCL},
}

// Formats lists the names of the formats.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// Write writes plans in a format of Formats.
func Write(w io.Writer, format string, plans []Plan, style report.Style) error {
	for _, f := range formats {
		if f.name == format {
			return f.write(w, plans, style)
		}
	}
	return fmt.Errorf("no format %q", format)
}
