package plan

import (
	"encoding/json"
	"reflect"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/policydoc"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/symbol"
)

func isPolicyDocument(r *Resource) bool {
	return r.Mode == "data" && r.Type == "aws_iam_policy_document"
}

// fillPolicyDocument renders a document that the provider will render only
// during apply, because something in it is not known yet.
func (b *builder) fillPolicyDocument(d *draft) {
	if v, ok := d.attrs["json"]; ok && v.IsWhollyKnown() {
		return
	}
	b.fillDocumentArguments(d)
	text, err := policydoc.Render(cty.ObjectVal(d.attrs), func(what string) string {
		return b.opaque(d, what)
	}, b.symbols.Reveal)
	if err != nil {
		d.reasons["json"] = symbol.Origin{Reason: err.Error()}
		return
	}
	for _, name := range []string{"json", "minified_json"} {
		d.attrs[name] = cty.StringVal(text)
	}
}

func (b *builder) fillDocumentArguments(d *draft) {
	if b.sourced(d) {
		b.decodeDocument(d)
	}
	for _, name := range d.pending() {
		d.attrs[name] = b.fromReferences(d, name, d.attrs[name])
	}
}

func (b *builder) decodeDocument(d *draft) {
	v, why := b.eval.Decode(d.ref(), documentSpec)
	if !v.IsKnown() {
		if why != nil {
			d.reasons["json"] = *originOf(why)
		}
		return
	}
	for name, x := range v.AsValueMap() {
		planned, ok := d.attrs[name]
		if !ok || !planned.IsWhollyKnown() && (x.IsKnown() || !planned.IsKnown()) {
			d.attrs[name] = x
		}
	}
}

// opaque makes the symbol of something unknown inside a document.
func (b *builder) opaque(d *draft, what string) string {
	origin := symbol.Origin{Address: d.res.Address, Attribute: what, Reason: "known only after apply"}
	if !b.sourced(d) {
		origin.Remedy = "name the .tf files with --source"
	}
	s, ok := b.symbols.New(symbol.Opaque, d.res.Address+"."+what, origin)
	if !ok {
		s, _ = b.symbols.New(symbol.Opaque, "", origin)
	}
	return s
}

// documentSpec is the schema of data.aws_iam_policy_document.
var documentSpec = func() hcldec.ObjectSpec {
	spec := hcldec.ObjectSpec{}
	for _, name := range []string{
		"policy_id", "version", "source_json", "override_json", "source_policy_documents", "override_policy_documents",
	} {
		spec[name] = &hcldec.AttrSpec{Name: name, Type: cty.DynamicPseudoType}
	}
	spec["statement"] = resource.Of("aws_iam_policy_document").Spec("statement")
	return spec
}()

func sameJSON(a, b string) bool {
	var x, y any
	return json.Unmarshal([]byte(a), &x) == nil && json.Unmarshal([]byte(b), &y) == nil && reflect.DeepEqual(x, y)
}
