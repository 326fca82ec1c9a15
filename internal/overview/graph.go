package overview

import (
	"slices"
	"strconv"

	"github.com/plan403/plan403/internal/page"
	"github.com/plan403/plan403/internal/simulate"
)

// graph is an overview as boxes and arrows: distribution, behavior, bucket.
type graph struct {
	nodes []node
	edges []edge
	index map[string]int
}

type kind uint8

const (
	distributionNode kind = iota
	behaviorNode
	bucketNode
)

type node struct {
	kind  kind
	lines []string
	// anchor is where a page tells of its distribution, "" for a bucket.
	anchor string
}

// edge is an arrow with what comes of the requests that take it.
type edge struct {
	from, to int
	label    string
	worst    simulate.Verdict
}

func newGraph(plans []Plan) graph {
	g := graph{index: map[string]int{}}
	for i, p := range plans {
		for _, d := range p.Distributions {
			g.distribution(strconv.Itoa(i), d, page.Anchor(p.Path, d.Address))
		}
	}
	return g
}

func (g *graph) distribution(plan string, d Distribution, anchor string) {
	lines := append([]string{d.Address}, d.Names...)
	if others := d.others(); others != "" {
		lines = append(lines, others)
	}
	from := g.node(plan+"\x00"+d.Address, node{distributionNode, lines, anchor})
	for _, b := range d.Behaviors {
		at := g.node(
			plan+"\x00"+d.Address+"\x00"+b.Pattern,
			node{behaviorNode, append([]string{b.Pattern}, b.notServed()...), anchor},
		)
		worst := b.worst()
		g.edges = append(g.edges, edge{from, at, "", worst})
		for _, r := range b.Routes {
			to := g.node(plan+"\x00\x00"+r.Bucket, node{bucketNode, []string{r.Bucket}, ""})
			label := r.Caller
			if r.Prefix != "" {
				label += " /" + r.Prefix
			}
			g.edges = append(g.edges, edge{at, to, label, worst})
		}
	}
}

// apart are the parts of a plan whose distributions share buckets, in the order of the
// first of each.
func (p Plan) apart() []Plan {
	var parts []Plan
	of := map[string]int{} // the part that has a bucket
	for _, d := range p.Distributions {
		at := len(parts)
		for _, bucket := range d.buckets() {
			if known, ok := of[bucket]; ok {
				at = min(at, known)
			}
		}
		if at == len(parts) {
			parts = append(parts, Plan{Path: p.Path})
		}
		for _, bucket := range d.buckets() {
			if other, ok := of[bucket]; ok && other != at { // this one joins two
				parts[at].Distributions = append(parts[at].Distributions, parts[other].Distributions...)
				parts[other].Distributions = nil
				for name, part := range of {
					if part == other {
						of[name] = at
					}
				}
			}
			of[bucket] = at
		}
		parts[at].Distributions = append(parts[at].Distributions, d)
	}
	return slices.DeleteFunc(parts, func(p Plan) bool { return len(p.Distributions) == 0 })
}

func (d Distribution) buckets() []string {
	var out []string
	for _, b := range d.Behaviors {
		for _, r := range b.Routes {
			out = append(out, r.Bucket)
		}
	}
	return out
}

func (g *graph) node(id string, n node) int {
	i, known := g.index[id]
	if !known {
		i = len(g.nodes)
		g.index[id] = i
		g.nodes = append(g.nodes, n)
	}
	return i
}

// notServed are the classes of a behavior that are not served, one a line.
func (b Behavior) notServed() []string {
	var out []string
	for _, c := range b.Classes {
		if c.After != simulate.Served || c.Before != c.After && c.Before != simulate.Absent {
			out = append(out, c.what()+": "+c.verdict())
		}
	}
	return out
}

// worst is the verdict that a behavior is coloured by: that of reads by https.
func (b Behavior) worst() simulate.Verdict {
	worst := []simulate.Verdict{simulate.Forbidden, simulate.Unknown, simulate.Other, simulate.Served}
	for _, v := range worst {
		if slices.ContainsFunc(b.Classes, func(c Class) bool {
			return c.After == v && c.Request.Method == "GET" && c.Request.Scheme == "https"
		}) {
			return v
		}
	}
	return simulate.Absent
}
