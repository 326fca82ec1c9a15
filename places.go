package main

import (
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/plan"
)

// locate finds the place of an attribute in the source, with the file's name
// as seen from the working directory. A resource without such an argument is
// found by its block.
func (a *analysis) locate(address, attribute string) *hcl.Range {
	r := a.resource(address)
	if a.tree == nil || r == nil {
		return nil
	}
	rng, ok := plan.SourceRange(a.tree, r, attribute)
	if !ok {
		return nil
	}
	shown := a.shownPath(rng.Filename)
	if a.files == nil {
		a.files = map[string]string{}
	}
	a.files[shown] = rng.Filename
	rng.Filename = shown
	return &rng
}

// resource finds an address in either world.
func (a *analysis) resource(address string) *plan.Resource {
	if r := a.after.State.Resource(address); r != nil {
		return r
	}
	return a.before.State.Resource(address)
}

// calls lists the module blocks that lead to a resource, with files as shown.
func (a *analysis) calls(address string) []plan.CalledFrom {
	r := a.resource(address)
	if a.tree == nil || r == nil {
		return nil
	}
	out := plan.CallChain(a.tree, r)
	for i := range out {
		out[i].Range.Filename = a.shownPath(out[i].Range.Filename)
	}
	return out
}

// lines returns the text of a file by the name that is shown.
func (a *analysis) lines(filename string) []byte {
	if a.tree == nil {
		return nil
	}
	return a.tree.Source(a.files[filename])
}

// shownPath is a source file's name as seen from the working directory.
func (a *analysis) shownPath(filename string) string {
	if a.sourceDir == "" || filepath.IsAbs(filename) {
		return filename
	}
	full := filepath.Join(a.sourceDir, filename)
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, full); err == nil && len(rel) < len(full) {
			return rel
		}
	}
	return full
}
