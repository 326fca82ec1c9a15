package analysis

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/plan"
)

// places finds what is written where in the source, with the names of files as
// seen from the working directory.
type places struct {
	tree     *source.Tree // nil without source
	dir, wd  string
	names    map[string]string // of the files in the tree, by the names that are shown
	locator  *plan.Locator
	resource func(address string) *plan.Resource
}

func (a *analysis) newPlaces(opt plan.StateOptions, after *plan.State) places {
	p := places{tree: a.source.tree, dir: a.source.dir, resource: a.resource, names: map[string]string{}}
	if p.tree != nil {
		p.wd, _ = os.Getwd()
		p.locator = a.plan.NewLocator(opt, after)
	}
	return p
}

// shown is a range with the name of its file as seen from the working directory.
func (p places) shown(r hcl.Range) hcl.Range {
	r.Filename = p.show(r.Filename)
	return r
}

func (p places) show(name string) string {
	shown := shownPath(p.dir, name, p.wd)
	p.names[shown] = name
	return shown
}

// text is the content of a file by the name that is shown.
func (p places) text(shown string) []byte { return p.tree.Source(p.names[shown]) }

// shownPath is the name of a file below dir as seen from the working directory.
func shownPath(dir, name, wd string) string {
	if dir == "" || filepath.IsAbs(name) {
		return name
	}
	full := filepath.Join(dir, name)
	if rel, err := filepath.Rel(wd, full); err == nil && wd != "" && len(rel) < len(full) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(full)
}

// locate finds what wrote an attribute, or a part of the policy in it. A resource
// without such an argument is found by its block.
func (p places) locate(at trace.Place) *checks.Site {
	if p.tree == nil {
		return nil
	}
	r := p.resource(at.Address)
	if r == nil {
		return nil
	}
	spot, ok := p.locator.Where(r, at.Attribute, at.Part)
	if !ok {
		return nil
	}
	site := &checks.Site{Range: p.shown(spot.Range)}
	if argument, ok := plan.SourceRange(p.tree, r, at.Attribute); ok {
		site.Argument = p.shown(argument)
	}
	for _, hop := range spot.Via {
		site.Via = append(site.Via, checks.Mark{Label: hop.Name + " is used here", Range: p.shown(hop.Range)})
	}
	return site
}

// calls lists the module blocks that lead to a resource.
func (p places) calls(address string) []plan.CalledFrom {
	if p.tree == nil {
		return nil
	}
	r := p.resource(address)
	if r == nil {
		return nil
	}
	out := plan.CallChain(p.tree, r)
	for i := range out {
		out[i].Range = p.shown(out[i].Range)
	}
	return out
}
