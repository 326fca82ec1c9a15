package analysis

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/plan"
)

// places finds what is written where in the source, with the names of files as
// seen from the working directory.
type places struct {
	tree     *source.Tree // nil without source
	resource func(address string) *plan.Resource
	// shown and files translate between a file's name in the tree and the name
	// that is shown.
	shown, files map[string]string
}

func newPlaces(s foundSource, resource func(string) *plan.Resource) places {
	p := places{tree: s.tree, resource: resource, shown: map[string]string{}, files: map[string]string{}}
	if s.tree == nil {
		return p
	}
	wd, _ := os.Getwd()
	for _, name := range s.tree.Files() {
		p.shown[name] = shownPath(s.dir, name, wd)
		p.files[p.shown[name]] = name
	}
	return p
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

// locate finds the place of an attribute in the source. A resource without such
// an argument is found by its block.
func (p places) locate(address, attribute string) *hcl.Range {
	if p.tree == nil {
		return nil
	}
	r := p.resource(address)
	if r == nil {
		return nil
	}
	rng, ok := plan.SourceRange(p.tree, r, attribute)
	if !ok {
		return nil
	}
	rng.Filename = p.shown[rng.Filename]
	return &rng
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
		out[i].Range.Filename = p.shown[out[i].Range.Filename]
	}
	return out
}
