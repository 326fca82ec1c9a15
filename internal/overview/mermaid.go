package overview

import (
	"fmt"
	"io"
	"strings"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// brackets give a node its shape.
var brackets = map[kind][2]string{distributionNode: {"([", "])"}, behaviorNode: {"[", "]"}, bucketNode: {"[(", ")]"}}

// mermaid draws the overview as a Mermaid flowchart. Arrows are thick where
// requests fail and dotted where nothing is decided.
func mermaid(w io.Writer, plans []Plan, _ report.Style) error {
	g := newGraph(plans)
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for i, n := range g.nodes {
		var lines []string
		for _, l := range n.lines {
			lines = append(lines, report.MermaidText(l))
		}
		marks := brackets[n.kind]
		fmt.Fprintf(&b, "  n%d%s\"%s\"%s\n", i, marks[0], strings.Join(lines, "<br>"), marks[1])
	}
	var failing []string
	for i, e := range g.edges {
		arrow := "-->"
		switch e.worst {
		case simulate.Forbidden:
			arrow = "==>"
			failing = append(failing, fmt.Sprint(i))
		case simulate.Unknown:
			arrow = "-.->"
		}
		if e.label != "" {
			arrow += `|"` + report.MermaidText(e.label) + `"|`
		}
		fmt.Fprintf(&b, "  n%d %s n%d\n", e.from, arrow, e.to)
	}
	if len(failing) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s stroke:#d1242f,color:#d1242f\n", strings.Join(failing, ","))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
