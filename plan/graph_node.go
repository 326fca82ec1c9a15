package plan

import (
	"strings"

	"github.com/plan403/plan403/internal/addr"
)

// node is something in the configuration that can depend on something else: a
// resource ("aws_s3_bucket.x", "data.x.y"), "var.x", "local.x", "output.x",
// "module.x" for the outputs of a call, or "all.x" for everything in it, which
// is what depends_on waits for. module is the dotted path of calls.
type node struct{ module, name string }

// contains reports whether n is a whole module that holds the other node.
func contains(n, other node) bool {
	name, ok := strings.CutPrefix(n.name, "all.")
	if !ok {
		return false
	}
	inside := join(n.module, name)
	return other.module == inside || strings.HasPrefix(other.module, inside+".")
}

func join(module, name string) string {
	if module == "" {
		return name
	}
	return module + "." + name
}

// waits turns a depends_on list into nodes: a module there means everything in
// it.
func waits(module string, list []string) []node {
	out := nodes(module, list)
	for i, n := range out {
		if name, ok := strings.CutPrefix(n.name, "module."); ok {
			out[i].name = "all." + name
		}
	}
	return out
}

// nodes turns references of one module into nodes.
func nodes(module string, refs []string) []node {
	var out []node
	for _, ref := range refs {
		if n, ok := nodeOf(module, ref); ok {
			out = append(out, n)
		}
	}
	return out
}

func nodeOf(module, ref string) (node, bool) {
	parsed := addr.ParseReference(ref)
	if block, _, ok := parsed.Block(); ok {
		return node{module, block.BlockName()}, true
	}
	if len(parsed) < 2 {
		return node{}, false
	}
	switch kind, name := parsed[0].Name, parsed[1].Name; {
	case kind == "var" || kind == "local" || kind == "module" && len(parsed) == 2:
		return node{module, kind + "." + name}, true
	case kind == "module":
		return node{join(module, name), "output." + parsed[2].Name}, true
	}
	return node{}, false
}

func nodeOfResource(r *Resource) node {
	return node{strings.Join(r.Module.Names(), "."), r.at().BlockName()}
}

func splitDots(module string) []string {
	if module == "" {
		return nil
	}
	return strings.Split(module, ".")
}
