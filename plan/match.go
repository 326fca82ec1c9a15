package plan

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
)

// MatchSource reports whether source files are those that a plan was made of:
// every module has the same resources and calls the same modules. Modules that
// are not installed are passed over.
func MatchSource(config *planfile.Config, tree *source.Tree) error {
	if config == nil || config.Root == nil {
		return fmt.Errorf("the plan holds no configuration")
	}
	return matchModule(config.Root, tree, nil)
}

// MatchEdited is MatchSource for files that may have been edited since the plan was
// made: of the blocks that count, they have most.
func MatchEdited(config *planfile.Config, tree *source.Tree) error {
	if config == nil || config.Root == nil {
		return fmt.Errorf("the plan holds no configuration")
	}
	shared, all := overlap(config.Root, tree, nil)
	if 2*shared < all || all == 0 {
		return MatchSource(config, tree)
	}
	return nil
}

// overlap counts the blocks that count, those of modules included, and of them those
// that the source has.
func overlap(c *planfile.ModuleConfig, tree *source.Tree, path []string) (shared, all int) {
	m := tree.Module(path)
	if c == nil || m != nil && m.Missing != "" {
		return 0, 0
	}
	for _, name := range c.Blocks() {
		if !relevantBlock(name) {
			continue
		}
		if all++; m != nil && m.Resources[name] != nil {
			shared++
		}
	}
	for name, call := range c.Calls {
		s, n := overlap(call.Module, tree, append(slices.Clip(path), name))
		shared, all = shared+s, all+n
	}
	return shared, all
}

func matchModule(c *planfile.ModuleConfig, tree *source.Tree, path []string) error {
	m := tree.Module(path)
	if c == nil || m == nil || m.Missing != "" { // the plan, or the source, does not tell what is in it
		return nil
	}
	where := "the root module"
	if len(path) > 0 {
		where = "module " + strings.Join(path, ".")
	}
	for _, name := range c.Blocks() {
		if m.Resources[name] == nil && relevantBlock(name) {
			return fmt.Errorf("%s has no %s", where, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Resources)) {
		if !c.Holds(name) {
			return fmt.Errorf("%s of %s is not in the plan", name, where)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Calls)) {
		if m.Calls[name] == nil {
			return fmt.Errorf("%s does not call module %s", where, name)
		}
		if err := matchModule(c.Calls[name].Module, tree, append(slices.Clip(path), name)); err != nil {
			return err
		}
	}
	return nil
}

// relevantBlock tells it by the name of a block in its module.
func relevantBlock(name string) bool {
	at, _ := addr.ParseBlockName(name)
	return resource.Relevant(at.Mode, at.Type)
}

// SourceRange finds the place of an attribute such as origin[0].domain_name in
// the source: the argument itself, else the block around it, else the resource.
func SourceRange(tree *source.Tree, r *Resource, attribute string) (hcl.Range, bool) {
	ref := r.inSource()
	for path := addr.ParseReference(attribute).Names(); len(path) > 0; path = path[:len(path)-1] {
		if rng, ok := tree.AttributeRange(ref, path...); ok {
			return rng, true
		}
	}
	return tree.ResourceRange(ref)
}

// Fetched reports whether a source file belongs to a module that terraform init
// has brought here: it keeps those in .terraform/modules.
func Fetched(filename string) bool {
	return strings.Contains(filepath.ToSlash(filename), ".terraform/modules/")
}

// CalledFrom is a module block on the way to a resource.
type CalledFrom struct {
	// Module is the address of the module instance that the block calls.
	Module string
	Range  hcl.Range
}

// CallChain lists the module blocks that lead to a resource, the nearest first.
func CallChain(tree *source.Tree, r *Resource) []CalledFrom {
	var out []CalledFrom
	var names []string
	for _, m := range r.Module.Path() {
		parent, call := tree.Module(names), m.Call().Name
		names = append(names, call)
		if parent == nil || parent.Calls[call] == nil {
			break
		}
		out = append(out, CalledFrom{Module: m.String(), Range: parent.Calls[call].DeclRange})
	}
	slices.Reverse(out)
	return out
}
