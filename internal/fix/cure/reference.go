package cure

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/expr"
)

// Reference is the expression by which a block refers to an attribute of a resource
// instance: aws_s3_bucket.site.arn, aws_s3_bucket.site["eu"].arn,
// aws_s3_bucket.site[each.key].arn, or what leads there through the variables and
// outputs of modules that are wired already. from is the address of the resource
// instance in whose block it is to stand, or of a module instance for a block
// without instances. ok is false if nothing leads there.
func (c *Case) Reference(from, to, attribute string) (text string, ok bool) {
	target, ok := addr.Parse(to)
	if !ok || target.Deposed != "" {
		return "", false
	}
	block, isResource := addr.Parse(from)
	if !isResource {
		block.Module, _ = addr.ParseModule(from)
	}
	w := &way{tree: c.Tree, target: target, attribute: attribute}
	text, ok = w.from(block.Module, maxDepth)
	if ok && isResource && block.Module.String() == target.Module.String() && c.together(block, target) {
		text = target.BlockName() + c.eachKey(block) + "." + attribute
	}
	return text, ok
}

// maxDepth bounds the modules between the two ends of a reference.
const maxDepth = 8

// way looks for expressions that lead from a module to an attribute of a resource.
type way struct {
	tree      *source.Tree
	target    addr.Resource
	attribute string
}

// from is the expression in a module instance.
func (w *way) from(m addr.Module, depth int) (string, bool) {
	switch {
	case m.String() == w.target.Module.String():
		return w.target.BlockName() + w.target.Key.String() + "." + w.attribute, w.declared()
	case depth == 0:
		return "", false
	}
	if text, ok := w.through(m, depth); ok {
		return text, true
	}
	return w.input(m, depth)
}

func (w *way) declared() bool {
	m := w.tree.Module(w.target.Module.Names())
	return m != nil && m.Resources[w.target.BlockName()] != nil
}

// through looks for an output of the module that is called on the way down to the
// target.
func (w *way) through(m addr.Module, depth int) (string, bool) {
	path := w.target.Module.Path()
	if len(path) <= m.Depth() || m.Depth() > 0 && path[m.Depth()-1].String() != m.String() {
		return "", false
	}
	child := path[m.Depth()]
	inside := w.tree.Module(child.Names())
	if inside == nil {
		return "", false
	}
	want, ok := w.from(child, depth-1)
	if !ok {
		return "", false
	}
	for _, name := range slices.Sorted(maps.Keys(inside.Outputs)) {
		if written(inside.Outputs[name].Value, w.tree) == want {
			return "module." + child.Call().String() + "." + name, true
		}
	}
	return "", false
}

// input looks for a variable of a module that is given the attribute where the
// module is called.
func (w *way) input(m addr.Module, depth int) (string, bool) {
	parent := w.tree.Module(m.Parent().Names())
	if m.IsRoot() || parent == nil || parent.Calls[m.Call().Name] == nil {
		return "", false
	}
	want, ok := w.from(m.Parent(), depth-1)
	if !ok {
		return "", false
	}
	attrs, _ := parent.Calls[m.Call().Name].Body.JustAttributes()
	for _, name := range slices.Sorted(maps.Keys(attrs)) {
		if written(attrs[name].Expr, w.tree) == want {
			return "var." + name, true
		}
	}
	return "", false
}

// written is the text of an expression that is a reference and nothing else, "" for
// any other.
func written(x hcl.Expression, tree *source.Tree) string {
	if x == nil {
		return ""
	}
	if _, diags := hcl.AbsTraversalForExpr(x); diags.HasErrors() {
		return ""
	}
	native, ok := expr.Native(x)
	if !ok {
		return ""
	}
	rng := native.Range()
	src := tree.Source(rng.Filename)
	if !rng.CanSliceBytes(src) {
		return ""
	}
	return strings.Join(strings.Fields(string(rng.SliceBytes(src))), "")
}

// together reports whether two blocks of one module have instances of the same
// keys, so that each instance of one can refer to its own of the other.
func (c *Case) together(a, b addr.Resource) bool {
	if a.Key == addr.NoKey || a.Key != b.Key || a.BlockName() == b.BlockName() {
		return false
	}
	return slices.Equal(c.keys(a), c.keys(b))
}

// keys lists the instances of a block, in order.
func (c *Case) keys(of addr.Resource) (out []string) {
	for _, r := range c.After.State.Resources {
		at, ok := addr.Parse(r.Address)
		if ok && at.Block() == of.Block() && at.Deposed == "" {
			out = append(out, at.Key.String())
		}
	}
	slices.Sort(out)
	return out
}

// eachKey is how a block calls the key of its instance.
func (c *Case) eachKey(of addr.Resource) string {
	if m := c.Tree.Module(of.Module.Names()); m != nil {
		if r := m.Resources[of.BlockName()]; r != nil && r.Count() != nil {
			return "[count.index]"
		}
	}
	return "[each.key]"
}
