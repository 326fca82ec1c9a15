package overview

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// Measures of a picture, in pixels. Letters are those of a monospaced font, whose
// width is known without a font at hand.
const (
	letter    = 7.25
	lineStep  = 17
	padding   = 10
	gap       = 14
	between   = 150 // columns
	margin    = 20
	maxLetter = 56
)

// box is a node with its place.
type box struct {
	node
	x, y, w, h float64
}

// svg draws the overview: distributions to the left, their behaviors, and the
// buckets to the right. Colours follow the reader's light or dark mode; lines that
// fail are thick, those that are not decided dashed.
func svg(w io.Writer, plans []Plan, _ report.Style) error {
	g := newGraph(plans)
	_, err := io.WriteString(w, drawing(g, g.columns(), svgStyle, false)+"\n")
	return err
}

// Picture draws a plan for a page, which has its style: each box of a distribution
// leads to where the page tells of that. Distributions that share no bucket are drawn
// below each other, so that the page may break between them.
func Picture(p Plan) string {
	p = Grouped([]Plan{p})[0]
	columns := newGraph([]Plan{p}).columns()
	var out []string
	for _, part := range p.apart() {
		out = append(out, drawing(newGraph([]Plan{part}), columns, "", true))
	}
	return strings.Join(out, "\n")
}

// drawing draws boxes and arrows in columns of a width.
func drawing(g graph, columns [3]float64, style string, linked bool) string {
	boxes, width, height := layout(g, columns)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%.0f" viewBox="0 0 %[1]f %[2]f" `+
		`role="%s" aria-label="requests from distributions to buckets">`+"\n", width, height, role(linked))
	if style != "" {
		fmt.Fprintf(&b, `%s<rect class="page" width="%.0f" height="%.0f"/>`+"\n", style, width, height)
	}
	for _, part := range []func(from, to box, e edge) string{arrow, label} { // no arrow crosses a label
		for _, e := range g.edges {
			b.WriteString(part(boxes[e.from], boxes[e.to], e))
		}
	}
	for _, x := range boxes {
		if linked && x.anchor != "" {
			b.WriteString(`<a href="#` + x.anchor + `">` + x.svg() + "</a>\n")
		} else {
			b.WriteString(x.svg())
		}
	}
	return b.String() + "</svg>"
}

// role is how a picture is read out: what leads somewhere is not just an image.
func role(linked bool) string {
	if linked {
		return "group"
	}
	return "img"
}

const svgStyle = `<style>
  .page { fill: #ffffff }
  text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #1f2328 }
  .head { font-weight: 600 }
  .box { fill: #f6f8fa; stroke: #d1d9e0 }
  .bucket { fill: #ddf4ff; stroke: #54aeff }
  path { fill: none; stroke-width: 1.5; stroke: #656d76 }
  .served { stroke: #1a7f37 }
  .forbidden { stroke: #d1242f; stroke-width: 3 }
  .unknown { stroke: #9a6700; stroke-dasharray: 5 4 }
  .absent { stroke-dasharray: 2 4 }
  .label { font-size: 11px; fill: #59636e; stroke: #ffffff; stroke-width: 4px; paint-order: stroke }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 }
    text { fill: #f0f6fc }
    .box { fill: #151b23; stroke: #3d444d }
    .bucket { fill: #121d2f; stroke: #1f6feb }
    path { stroke: #9198a1 }
    .served { stroke: #3fb950 }
    .forbidden { stroke: #f85149 }
    .unknown { stroke: #d29922 }
    .label { fill: #9198a1; stroke: #0d1117 }
  }
</style>
`

// columns are the widths that the boxes of each kind need. Lines are cut to what is
// drawn of them.
func (g graph) columns() [3]float64 {
	var widths [3]float64
	for _, n := range g.nodes {
		for k, l := range n.lines {
			n.lines[k] = runewidth.Truncate(report.Printable(l), maxLetter, "…")
			w := float64(runewidth.StringWidth(n.lines[k]))*letter + 2*padding
			widths[n.kind] = max(widths[n.kind], w)
		}
	}
	return widths
}

// layout puts the nodes into three columns and returns the size of the picture. A
// distribution stands beside the first of its behaviors, and a bucket beside the first
// that asks it.
func layout(g graph, widths [3]float64) (boxes []box, width, height float64) {
	g.columns() // which cuts the lines
	boxes = make([]box, len(g.nodes))
	for i, n := range g.nodes {
		boxes[i] = box{node: n, h: float64(len(n.lines)*lineStep + padding)}
	}
	x := [3]float64{margin, margin + widths[0] + between/2, margin + widths[0] + widths[1] + between*1.5}
	next := [3]float64{margin, margin, margin}
	place := func(i int, least float64) {
		b := &boxes[i]
		if b.y > 0 {
			return
		}
		b.x, b.y, b.w = x[b.kind], max(next[b.kind], least), widths[b.kind]
		next[b.kind] = b.y + b.h + gap
		height = max(height, b.y+b.h)
	}
	for _, e := range g.edges {
		if boxes[e.from].kind == distributionNode {
			place(e.to, next[distributionNode]-boxes[e.from].h-gap)
			place(e.from, boxes[e.to].y)
		}
	}
	for _, e := range g.edges {
		place(e.to, boxes[e.from].y)
	}
	for i := range boxes { // those that no arrow reaches
		place(i, 0)
	}
	return boxes, x[2] + widths[2] + margin, height + margin
}

func (b box) svg() string {
	class := "box"
	if b.kind == bucketNode {
		class = "bucket"
	}
	var out strings.Builder
	fmt.Fprintf(
		&out,
		`<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f" rx="6"/>`+"\n",
		class,
		b.x,
		b.y,
		b.w,
		b.h,
	)
	for i, l := range b.lines {
		head := ""
		if i == 0 {
			head = ` class="head"`
		}
		fmt.Fprintf(
			&out,
			`<text%s x="%.1f" y="%.1f">%s</text>`+"\n",
			head,
			b.x+padding,
			b.y+float64(padding+i*lineStep)+7,
			html.EscapeString(l),
		)
	}
	return out.String()
}

// arrow is a line from the right side of a box to the left side of another, named
// by its verdict for readers who do not see colours.
func arrow(from, to box, e edge) string {
	x1, y1, x2, y2 := from.x+from.w, from.y+from.h/2, to.x, to.y+to.h/2
	bend := (x2 - x1) / 2
	class := e.worst.String()
	if e.worst == simulate.Other {
		class = "other"
	}
	return fmt.Sprintf(`<path class="%s" d="M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f"><title>%s</title></path>`+"\n",
		class, x1, y1, x1+bend, y1, x2-bend, y2, x2, y2, word(e.worst))
}

// label stands where an arrow begins.
func label(from, _ box, e edge) string {
	if e.label == "" {
		return ""
	}
	text := runewidth.Truncate(report.Printable(e.label), 20, "…")
	return fmt.Sprintf(`<text class="label" x="%.1f" y="%.1f">%s</text>`+"\n",
		from.x+from.w+8, from.y+from.h/2-6, html.EscapeString(text))
}
