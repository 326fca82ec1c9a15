package overview

import (
	"fmt"
	"io"
	"strings"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// edgeColors are told apart by the colour-blind too: lines that fail are thick,
// those that are not decided dashed.
var edgeStyles = map[simulate.Verdict]string{
	simulate.Served:    `color="#1a7f37"`,
	simulate.Forbidden: `color="#d1242f", penwidth=2`,
	simulate.Unknown:   `color="#9a6700", style=dashed`,
	simulate.Other:     `color="#656d76"`,
	simulate.Absent:    `color="#656d76", style=dotted`,
}

var shapes = map[kind]string{distributionNode: "box, style=rounded", behaviorNode: "box", bucketNode: "cylinder"}

// dot draws the overview in the language of Graphviz.
func dot(w io.Writer, plans []Plan, _ report.Style) error {
	g := newGraph(plans)
	var b strings.Builder
	b.WriteString("digraph plan403 {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  edge " +
		"[fontname=\"sans-serif\"];\n")
	for i, n := range g.nodes {
		fmt.Fprintf(&b, "  n%d [shape=%s, label=%s];\n", i, shapes[n.kind], dotText(strings.Join(n.lines, "\n")))
	}
	for _, e := range g.edges {
		fmt.Fprintf(&b, "  n%d -> n%d [%s, label=%s];\n", e.from, e.to, edgeStyles[e.worst], dotText(e.label))
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// dotText is a quoted text. In it a backslash begins an escape.
func dotText(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		lines = append(lines, strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(report.Printable(line)))
	}
	return `"` + strings.Join(lines, `\n`) + `"`
}
