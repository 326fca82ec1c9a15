package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/plan403/plan403/internal/simulate"
)

// maxEdges bounds a picture: a larger one says nothing, and GitHub draws none
// with more than 500 edges or 50,000 characters.
const maxEdges = 60

// maxUnfolded bounds a picture that is seen at once: what stands below it must not be
// out of sight.
const maxUnfolded = 24

// maxLabel bounds the characters of a label.
const maxLabel = 80

// picture draws the way of requests as a Mermaid flowchart: distribution,
// behavior, origin, bucket. It is folded when nothing fails, and when it is large.
func picture(p Plan) string {
	g := newChart(p)
	if len(g.edges) == 0 {
		return ""
	}
	drawn := "```mermaid\n" + g.String() + "```\n\n"
	if g.left > 0 {
		drawn += fmt.Sprintf("_%s more in the plan than are drawn._\n\n", count(g.left, "connection"))
	}
	if g.fails() && len(g.edges) <= maxUnfolded {
		return drawn
	}
	return "<details><summary>where requests go</summary>\n\n" + drawn + "</details>\n\n"
}

// chart is a picture in the making. Names of nodes are numbers: nothing of a
// plan stands outside of a quoted label.
type chart struct {
	nodes []node
	index map[string]int
	edges []edge
	at    map[[2]int]int
	left  int
}

type node struct{ open, label, close string }

// edge is a connection with what becomes of the requests that get no further.
type edge struct {
	from, to  int
	forbidden []string // requests refused at its end
	lost      int      // how many of them were served before apply
	onward    bool     // a request that passes it is refused later
	served    bool     // a request that passes it is served, or not 403
	unknown   bool     // what becomes of a request that passes it is not decided
	open      bool     // and that is decided at its end
}

// newChart draws the outcomes that fail first, so that a picture that is too
// large shows them.
func newChart(p Plan) *chart {
	g := &chart{index: map[string]int{}, at: map[[2]int]int{}}
	for _, failing := range []bool{true, false} {
		for _, o := range p.Outcomes {
			if !o.Elsewhere && o.After != simulate.Absent && (o.After == simulate.Forbidden) == failing {
				g.add(o)
			}
		}
	}
	return g
}

// add draws the way of one request, as far as it gets.
func (g *chart) add(o Outcome) {
	ids := []string{o.Distribution, o.Distribution + "\x00" + o.Behavior}
	nodes := []node{{"([", o.Distribution, "])"}, {"[", "behavior " + o.Behavior, "]"}}
	if o.Origin != "" {
		ids = append(ids, o.Distribution+"\x00\x00"+o.Origin)
		nodes = append(nodes, node{"(", "origin " + o.Origin, ")"})
		if o.Bucket != "" {
			ids = append(ids, "\x00"+o.Bucket)
			nodes = append(nodes, node{"[(", o.Bucket, ")]"})
		}
	}
	for i := 1; i < len(nodes); i++ {
		e := g.edge(g.node(ids[i-1], nodes[i-1]), g.node(ids[i], nodes[i]))
		if e != nil {
			e.take(o, i == len(nodes)-1)
		}
	}
}

func (g *chart) node(id string, n node) int {
	i, ok := g.index[id]
	if !ok {
		i = len(g.nodes)
		g.index[id] = i
		g.nodes = append(g.nodes, n)
	}
	return i
}

func (g *chart) edge(from, to int) *edge {
	key := [2]int{from, to}
	if i, ok := g.at[key]; ok {
		if i < 0 {
			return nil
		}
		return &g.edges[i]
	}
	if len(g.edges) == maxEdges {
		g.at[key] = -1
		g.left++
		return nil
	}
	g.at[key] = len(g.edges)
	g.edges = append(g.edges, edge{from: from, to: to})
	return &g.edges[len(g.edges)-1]
}

func (e *edge) take(o Outcome, last bool) {
	switch v := o.After; {
	case v == simulate.Forbidden && last:
		e.forbidden = append(e.forbidden, o.request())
		if o.Before == simulate.Served {
			e.lost++
		}
	case v == simulate.Forbidden:
		e.onward = true
	case v == simulate.Unknown:
		e.unknown, e.open = true, e.open || last
	default:
		e.served = true
	}
}

func (g *chart) fails() bool {
	for _, e := range g.edges {
		if e.failing() {
			return true
		}
	}
	return false
}

func (e edge) failing() bool { return e.onward || len(e.forbidden) > 0 }

// label says what is refused at the end of an edge, and whether the plan brings that
// about: everything, or one request as an example.
func (e edge) label() string {
	refused := "403"
	if e.lost > 0 && e.lost == len(e.forbidden) {
		refused = "served → 403"
	}
	switch {
	case len(e.forbidden) > 0 && !e.served && !e.unknown:
		return refused
	case len(e.forbidden) > 1:
		return fmt.Sprintf("%s for %s and %d more", refused, e.forbidden[0], len(e.forbidden)-1)
	case len(e.forbidden) > 0:
		return refused + " for " + e.forbidden[0]
	case e.open && !e.served:
		return "undecided"
	}
	return ""
}

// arrow is thick where requests fail and dotted where nothing is decided, so
// that the picture reads without colour.
func (e edge) arrow() string {
	shape := "-->"
	if e.failing() {
		shape = "==>"
	} else if e.unknown && !e.served {
		shape = "-.->"
	}
	if l := e.label(); l != "" {
		shape += `|"` + MermaidText(l) + `"|`
	}
	return shape
}

// String is the flowchart's text.
func (g *chart) String() string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	drawn := map[int]bool{}
	for _, e := range g.edges {
		for _, i := range []int{e.from, e.to} {
			if n := g.nodes[i]; !drawn[i] {
				drawn[i] = true
				fmt.Fprintf(&b, "  n%d%s\"%s\"%s\n", i, n.open, MermaidText(n.label), n.close)
			}
		}
	}
	var failing []string
	for i, e := range g.edges {
		fmt.Fprintf(&b, "  n%d %s n%d\n", e.from, e.arrow(), e.to)
		if e.failing() {
			failing = append(failing, fmt.Sprint(i))
		}
	}
	if len(failing) > 0 {
		fmt.Fprintf(&b, "  linkStyle %s stroke:#d1242f,color:#d1242f\n", strings.Join(failing, ","))
	}
	return b.String()
}

// MermaidText is a label inside quotes. All but letters, digits and a few
// marks become character codes: Mermaid looks for directives, comments, styles
// and Markdown inside of quotes too.
func MermaidText(s string) string {
	runes := []rune(inert(s))
	if len(runes) > maxLabel {
		runes = append(runes[:maxLabel-1], '…')
	}
	var b strings.Builder
	for _, r := range runes {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" ._/-,…→", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
