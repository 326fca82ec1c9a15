package analysis

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
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
	// elsewhere are those of other roots, nil without any.
	elsewhere *elsewhere
	// symbols know what of the source is a secret.
	symbols *symbol.Table
}

func newPlaces(s foundSource, resource func(string) *plan.Resource, locator func() *plan.Locator) places {
	p := places{tree: s.tree, dir: s.dir, resource: resource, names: map[string]string{}}
	if p.tree != nil {
		p.wd, _ = os.Getwd()
		p.locator = locator()
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
func (p places) text(shown string) []byte {
	if name, ok := p.names[shown]; ok {
		return p.tree.Source(name)
	}
	return p.elsewhere.text(shown)
}

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
	r := p.resource(at.Address)
	if r == nil {
		return nil
	}
	return p.home(r).site(r, at)
}

// site is locate for a resource of the root that the places are of.
func (p places) site(r *plan.Resource, at trace.Place) *checks.Site {
	if p.tree == nil {
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
		own := hop.Range.Filename == spot.Range.Filename // where one look around finds it
		site.Via = append(site.Via, checks.Mark{Label: "used here", Range: p.shown(hop.Range), General: own})
	}
	return site
}

// any reports whether there is source at all.
func (p places) any() bool { return p.tree != nil || p.elsewhere != nil }

// home are the places of the root that a resource comes from.
func (p places) home(r *plan.Resource) places {
	if r.From == "" {
		return p
	}
	return p.elsewhere.of(r.From)
}

// calls lists the module blocks that lead to a resource.
func (p places) calls(address string) []plan.CalledFrom {
	r := p.resource(address)
	if r == nil {
		return nil
	}
	home := p.home(r)
	if home.tree == nil {
		return nil
	}
	out := plan.CallChain(home.tree, r)
	for i := range out {
		out[i].Range = home.shown(out[i].Range)
	}
	return out
}
