package plan

import (
	"slices"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Root is one of the configurations that make up a world: the bucket of a
// distribution may stand in another one, its key in a third.
type Root struct {
	// Name is what messages call its file, "" for a root that is at home wherever it
	// is spoken of.
	Name string
	Plan *planfile.Plan
	StateOptions
}

// Linked is a world that several roots tell of. A state tells how things stand
// before and after, a plan both.
type Linked struct {
	symbols *symbol.Table
	roots   []*root
}

// root is a Root with its states.
type root struct {
	*builder
	name string
	// existing is how its resources stand before apply.
	existing      []*Resource
	before, after *State
	// said is what it tells others, words what it can have in common with them.
	said  []claim
	words vocabulary
}

// Link reads what roots say, each for itself. What is unknown in several of them is
// told apart, even where it has one address.
func Link(list []Root) (*Linked, error) {
	l := &Linked{symbols: &symbol.Table{}}
	if len(list) > 0 && list[0].Again != nil {
		l.symbols = &list[0].Again.symbols
	}
	planned := slices.ContainsFunc(list, func(r Root) bool { return !r.Plan.Alone })
	for _, one := range list {
		table := l.symbols
		if one.Name != "" {
			table = table.Of(elsewhereAt(one.Name, ""))
		}
		r := &root{name: one.Name, builder: newBuilder(one.Plan, table, one.StateOptions)}
		// Source beside a plan says only how things stand when it is applied, be it long
		// ago; where there is no plan of any root, all are applied for the first time.
		r.world, r.firstApply = l, one.Name == "" || !planned
		r.draft()
		l.roots = append(l.roots, r)
	}
	for _, r := range l.roots {
		if err := r.states(); err != nil {
			return nil, err
		}
	}
	if len(l.roots) > 1 {
		for _, r := range l.roots {
			r.said, r.words = r.claims(), r.vocabulary()
		}
	}
	return l, nil
}

// Locator finds in its source what wrote the resources of a root.
func (l *Linked) Locator(name string, tree *source.Tree) *Locator {
	for _, r := range l.roots {
		if r.name == name {
			return NewLocator(r.plan, StateOptions{Source: tree, Workspace: r.options.Workspace}, r.after)
		}
	}
	return nil
}

// elsewhereAt is what an address of a root is called in others.
func elsewhereAt(root, address string) string { return root + ":" + address }

// draft takes down what the root's file says.
func (r *root) draft() {
	if r.alone != nil {
		r.err = r.alone.draftAll()
		return
	}
	of := planfile.Resources{Changes: r.plan.Changes, Prior: r.plan.Prior, Planned: r.plan.Planned}
	r.existing = r.settledBefore(of)
	if !r.plan.State {
		r.draftAfter(of, r.plan.Deferred, r.existing)
	}
	r.lifted = nil
	if r.remaking() {
		r.remakeAll()
	}
}

// states fills in what can be known. A state is the same world twice.
func (r *root) states() error {
	table, config := r.symbols, r.plan.Config
	if r.plan.State {
		r.before = newState(table, config, r.existing)
		r.after = r.before
		return nil
	}
	r.after = newState(table, config, r.resolveAll())
	r.before = newState(table, config, append(r.existing, r.referred...))
	if r.alone != nil && !r.firstApply {
		r.before = r.after
	}
	r.before.Graph = NewGraph(config, r.options.Source)
	r.after.Graph = r.before.Graph
	if r.err != nil {
		return r.plan.Wrong(r.err)
	}
	return nil
}

// elsewhere is what a resource of another root brings along from there.
type elsewhere struct {
	config *planfile.Config
	graph  *Graph
}

// testifies reports whether a resource of another root says something of the
// world. Data sources only say what that root has read, and what its own
// distributions answer is not judged here.
func testifies(r *Resource) bool {
	switch r.Type {
	case "aws_cloudfront_distribution_tenant", "awscc_cloudfront_distribution":
		return false
	}
	return r.Mode == "managed" && r.Deposed == "" && resource.Of(r.Type).Read == resource.Judged
}

// testimony lists what a state of another root says. Its resources are known by
// the file: an address says nothing in another configuration.
func (r *root) testimony(s *State) []*Resource {
	var out []*Resource
	home, symbols := &elsewhere{config: r.plan.Config, graph: s.Graph}, r.symbols.Of("")
	for _, own := range s.Resources {
		if !testifies(own) {
			continue
		}
		c := *own
		c.From = r.name
		c.Address = elsewhereAt(r.name, own.Address)
		c.elsewhere = home
		c.Block.owner, c.Block.symbols = c.Address, symbols
		out = append(out, &c)
	}
	return out
}

// dependsElsewhere is DependsOn for resources of other roots: what is applied
// apart waits for nothing.
func dependsElsewhere(a, b *Resource) (out tri.Truth, known bool) {
	switch {
	case a.From != b.From:
		return tri.No, true
	case a.elsewhere == nil:
		return tri.Unknown, false
	case a.elsewhere.graph == nil:
		return tri.No, true
	}
	return a.elsewhere.graph.dependsOn(a, b), true
}
