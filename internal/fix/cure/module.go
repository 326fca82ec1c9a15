package cure

import (
	"maps"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/source"
)

// switches lists the edits of a module's inputs that turn from identities to access
// controls what the module can make of either.
func (c *Case) switches(address string) (out []hcledit.Edit) {
	r := c.Resource(address)
	if r == nil {
		return nil
	}
	call, ok := c.Call(r.Module)
	m := c.Tree.Module(r.Module.Names())
	if !ok || m == nil {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(m.Variables)) {
		attr := call.Syntax.Body.Attributes[name]
		given := ""
		if attr != nil {
			given = string(attr.Expr.Range().SliceBytes(c.Source(call.File)))
		}
		for _, value := range otherAccess(m.Variables[name], given) {
			if edit, ok := c.input(address, name, value); ok {
				out = append(out, edit)
			}
		}
	}
	return out
}

// otherAccess lists the values by which an input may choose access controls.
func otherAccess(v *source.Variable, given string) (out []string) {
	name := strings.ToLower(v.Name)
	speaks := func(words ...string) bool {
		inName := func(w string) bool { return strings.Contains(name, w) }
		return v.Type == cty.Bool && slices.ContainsFunc(words, inName)
	}
	switch {
	case strings.Contains(given, "oai"):
		out = append(out, strings.ReplaceAll(given, "oai", "oac"))
	case strings.Contains(given, "OAI"):
		out = append(out, strings.ReplaceAll(given, "OAI", "OAC"))
	case given != "true" && speaks("oac", "access_control"):
		out = append(out, "true")
	case given != "false" && speaks("oai", "identity"):
		out = append(out, "false")
	}
	return out
}
