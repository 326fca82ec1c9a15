package expr

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
)

// Text writes a reference as in the source: `module.a["x"].arn`.
func Text(t hcl.Traversal) string {
	var out strings.Builder
	for i, step := range t {
		if name, ok := StepName(t, i); ok {
			if i > 0 {
				out.WriteByte('.')
			}
			out.WriteString(name)
			continue
		}
		index, ok := step.(hcl.TraverseIndex)
		if !ok || !index.Key.Type().IsPrimitiveType() || index.Key.IsNull() {
			out.WriteString("[*]")
			break
		}
		out.WriteString(KeySuffix(index.Key))
	}
	return out.String()
}

// StepName returns the name in a step of a traversal, false if the step is
// none or an index.
func StepName(t hcl.Traversal, i int) (string, bool) {
	if i >= len(t) {
		return "", false
	}
	switch s := t[i].(type) {
	case hcl.TraverseRoot:
		return s.Name, true
	case hcl.TraverseAttr:
		return s.Name, true
	}
	return "", false
}

// KeySuffix is an instance key as it stands in an address: `["x"]`, `[0]`, or
// nothing for cty.NilVal.
func KeySuffix(key cty.Value) string {
	if key == cty.NilVal {
		return ""
	}
	if s, ok := value.Text(key); ok {
		return `["` + quoter.Replace(s) + `"]`
	}
	if n := key.Type() == cty.Number && key.IsKnown() && !key.IsNull(); !n || !value.Inspect(key).Exact() {
		return "[?]"
	}
	return "[" + key.AsBigFloat().Text('f', -1) + "]"
}

// quoter writes a string as Terraform does in addresses.
var quoter = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{")
