package source

import (
	"maps"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/function"
)

// Outline is what the files of one folder declare, without the modules that they
// call. It tells root modules from those that others call.
type Outline struct {
	// Calls are the folders of the modules that are called by a path, relative to
	// this one: "../modules/site".
	Calls []string
	// Configures: a provider is configured, or where the state is kept, as only root
	// modules should.
	Configures bool
	// Asks: a variable has no default.
	Asks bool
}

// OutlineOf reads the outline of a folder.
func OutlineOf(dir string) (out Outline, err error) {
	files := &function.Files{FS: confined(dir), Base: "."}
	l := newLoader(onDisk{files}, files)
	c, err := l.contents("", ".")
	if err != nil {
		return out, err
	}
	for _, name := range slices.Sorted(maps.Keys(c.calls)) {
		if call := c.calls[name]; local(call.Source) {
			out.Calls = append(out.Calls, path.Clean(call.Source))
		}
	}
	out.Configures = c.keepsState
	for _, p := range c.providers {
		out.Configures = out.Configures || len(argumentNames(p.Body)) > 0
	}
	for _, v := range c.variables {
		out.Asks = out.Asks || v.Default == nil
	}
	return out, nil
}

// stateSchema is what says in a terraform block where the state is kept.
// https://developer.hashicorp.com/terraform/language/block/terraform
var stateSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "backend", LabelNames: []string{"type"}},
	{Type: "cloud"},
}}

func keepsState(b hcl.Body) bool {
	inside, _, _ := b.PartialContent(stateSchema)
	return len(inside.Blocks) > 0
}
