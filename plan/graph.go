package plan

import (
	"strings"
	"sync"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/tri"
)

// Graph answers which resource must wait for which: Terraform changes a
// resource after all that its configuration refers to (Terraform language,
// "Resource behavior" and "The depends_on meta-argument"). It may be asked by
// several goroutines.
type Graph struct {
	config *planfile.Config
	tree   *source.Tree
	lock   sync.Mutex // of memo, and of the blocks that are decoded when asked for
	memo   map[node]edges
}

// edges are what a node refers to. unknown: the plan does not say all of it.
type edges struct {
	to      []node
	unknown bool
}

// NewGraph reads the references of a configuration. The plan's JSON keeps those
// of everything but locals, which need the source.
func NewGraph(config *planfile.Config, tree *source.Tree) *Graph {
	return &Graph{config: config, tree: tree, memo: map[node]edges{}}
}

// DependsOn tells whether resource a waits for resource b. Instances of one
// block are not told apart.
func (g *Graph) DependsOn(a, b *Resource) tri.Truth {
	if answer, known := dependsElsewhere(a, b); known {
		return answer
	}
	return g.dependsOn(a, b)
}

func (g *Graph) dependsOn(a, b *Resource) tri.Truth {
	from, to := nodeOfResource(a), nodeOfResource(b)
	seen, unknown := map[node]bool{from: true}, false
	for queue := []node{from}; len(queue) > 0; queue = queue[1:] {
		e := g.edges(queue[0])
		unknown = unknown || e.unknown
		for _, n := range e.to {
			if n == to || contains(n, to) {
				return tri.Yes
			}
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	if unknown {
		return tri.Unknown
	}
	return tri.No
}

// mayNeed reports whether a resource refers to one of a type, be it by way of others,
// or may do so.
func (g *Graph) mayNeed(a *Resource, typ string) bool {
	from := nodeOfResource(a)
	seen := map[node]bool{from: true}
	for queue := []node{from}; len(queue) > 0; queue = queue[1:] {
		e := g.edges(queue[0])
		if e.unknown {
			return true
		}
		for _, n := range e.to {
			if strings.HasPrefix(n.name, typ+".") {
				return true
			}
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return false
}

func (g *Graph) edges(n node) edges {
	g.lock.Lock()
	defer g.lock.Unlock()
	if e, ok := g.memo[n]; ok {
		return e
	}
	e := g.find(n)
	g.memo[n] = e
	return e
}

func (g *Graph) find(n node) edges {
	m := g.config.Module(splitDots(n.module))
	if m == nil {
		return edges{unknown: true}
	}
	kind, name, _ := strings.Cut(n.name, ".")
	switch kind {
	case "var":
		return g.variable(n.module, name)
	case "local":
		return g.local(n.module, name)
	case "output":
		o, ok := m.Outputs[name]
		return edges{
			to:      nodes(n.module, longest(o.Expression.References)),
			unknown: !ok,
		}.and(
			waits(n.module, o.DependsOn),
		)
	case "module":
		return g.call(n.module, name)
	case "all":
		return g.everything(n.module, name)
	}
	r := m.Resource(n.name)
	if r == nil || r.Unreadable {
		return edges{unknown: true}
	}
	return edges{to: nodes(n.module, longest(r.References))}.and(waits(n.module, r.DependsOn)).and(g.around(n.module))
}

// around are the dependencies that the calls of a module impose on everything
// in it.
func (g *Graph) around(module string) []node {
	var out []node
	for names := splitDots(module); len(names) > 0; names = names[:len(names)-1] {
		parent := strings.Join(names[:len(names)-1], ".")
		if m := g.config.Module(names[:len(names)-1]); m != nil {
			if c := m.Calls[names[len(names)-1]]; c != nil {
				out = append(out, waits(parent, c.DependsOn)...)
			}
		}
	}
	return out
}

func (g *Graph) variable(module, name string) edges {
	names := splitDots(module)
	if len(names) == 0 {
		return edges{}
	}
	m := g.config.Module(names[:len(names)-1])
	if m == nil || m.Calls[names[len(names)-1]] == nil {
		return edges{unknown: true}
	}
	e := m.Calls[names[len(names)-1]].Expressions[name]
	return edges{to: nodes(strings.Join(names[:len(names)-1], "."), expressionReferences(e))}
}

func expressionReferences(e planfile.Expression) []string {
	out := longest(e.References)
	for _, b := range e.Blocks {
		for _, x := range b {
			out = append(out, expressionReferences(x)...)
		}
	}
	return out
}

func (g *Graph) local(module, name string) edges {
	if g.tree == nil {
		return edges{unknown: true}
	}
	m := g.tree.Module(splitDots(module))
	if m == nil || m.Locals[name] == nil {
		return edges{unknown: true}
	}
	var refs []string
	for _, t := range m.Locals[name].Expr.Variables() {
		refs = append(refs, planfile.ReferenceText(t))
	}
	return edges{to: nodes(module, refs)}
}

// call: a reference to a whole module waits for all its outputs.
func (g *Graph) call(module, name string) edges {
	m := g.config.Module(append(splitDots(module), name))
	if m == nil {
		return edges{unknown: true}
	}
	var out []node
	for o := range m.Outputs {
		out = append(out, node{join(module, name), "output." + o})
	}
	return edges{to: out}
}

// everything: what the resources inside a module wait for.
func (g *Graph) everything(module, name string) edges {
	inside := join(module, name)
	m := g.config.Module(splitDots(inside))
	if m == nil {
		return edges{unknown: true}
	}
	var out []node
	for _, r := range m.Blocks() {
		out = append(out, node{inside, r})
	}
	for c := range m.Calls {
		out = append(out, node{inside, "all." + c})
	}
	return edges{to: out}
}

func (e edges) and(more []node) edges {
	e.to = append(e.to, more...)
	return e
}
