package plan

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// fillArguments computes the unknown arguments of a draft from its
// configuration: from HCL where there is source, else from the references that
// the JSON keeps of each expression.
func (b *builder) fillArguments(d *draft) {
	if b.remaking() {
		b.rewrite(d)
	}
	if b.staysKnown(d) {
		b.refineSecrets(d)
		return
	}
	if isPolicyDocument(d.res) {
		b.fillPolicyDocument(d)
		return
	}
	for _, name := range d.pending() {
		if b.sourced(d) {
			b.fillFromSource(d, name)
		}
		// Where the source does not tell, the references in the JSON may: of a
		// module that is not installed, or of a value that a function hides.
		if !d.attrs[name].IsWhollyKnown() {
			d.attrs[name] = b.fromReferences(d, name, d.attrs[name])
		}
	}
	b.refineSecrets(d)
	if d.res.Mode == "data" && d.res.Type == "template_file" {
		b.renderTemplate(d)
	}
	if d.res.Mode == "data" && d.res.Type == remoteState {
		b.fillRemoteState(d)
	}
	if d.res.Mode == "data" && d.res.Type == parameter {
		b.fillParameter(d)
	}
}

// renderTemplate evaluates data.template_file, whose result is known only after
// apply if one of its variables is (documentation of the template provider).
func (b *builder) renderTemplate(d *draft) {
	if v, ok := d.attrs["rendered"]; !b.sourced(d) || ok && v.IsWhollyKnown() {
		return
	}
	vars, ok := d.attrs["vars"]
	if !ok || vars.IsNull() {
		vars = cty.EmptyObjectVal
	}
	v, why := b.eval.Template(b.text(d, "template"), vars)
	d.attrs["rendered"] = v
	if why != nil {
		d.reasons["rendered"] = *originOf(why)
	}
}

// sourced reports whether the source holds the resource's block.
func (b *builder) sourced(d *draft) bool {
	if b.eval == nil {
		return false
	}
	_, ok := b.options.Source.ResourceRange(d.ref())
	return ok
}

func (b *builder) fillFromSource(d *draft, name string) {
	v, why := b.evaluate(d, name)
	if v == cty.NilVal {
		return
	}
	if why != nil {
		d.reasons[name] = *why
	}
	// What the plan knows in part says more than an expression that failed.
	if v.IsKnown() || !d.attrs[name].IsKnown() {
		d.attrs[name] = v
	}
}

// evaluate computes one argument or block type from the source, cty.NilVal if
// the source does not set it.
func (b *builder) evaluate(d *draft, name string) (cty.Value, *symbol.Origin) {
	if spec := resource.Of(d.res.Type).Spec(name); spec != nil {
		if !b.eval.HasBlock(d.ref(), name) {
			return cty.NilVal, nil
		}
		v, why := b.eval.Decode(d.ref(), hcldec.ObjectSpec{name: spec})
		if !v.IsKnown() {
			return v, originOf(why)
		}
		return v.GetAttr(name), originOf(why)
	}
	if spec, ok := b.eval.WrittenSpec(d.ref(), name); ok {
		v, why := b.eval.Decode(d.ref(), hcldec.ObjectSpec{name: spec})
		if !v.IsKnown() {
			return v, originOf(why)
		}
		return v.GetAttr(name), originOf(why)
	}
	v, _, present, why := b.eval.Attribute(d.ref(), name)
	if !present {
		return cty.NilVal, nil
	}
	return v, originOf(why)
}

// refineSecrets replaces an argument that is sensitive as a whole, such as a
// policy with one secret in it, by what its expression gives, in which only
// the secret itself is hidden.
func (b *builder) refineSecrets(d *draft) {
	if !b.sourced(d) {
		return
	}
	for name, v := range d.attrs {
		if !hasSecret(v) || !b.configured(d, name) {
			continue
		}
		if w, _ := b.evaluate(d, name); w != cty.NilVal && w.IsWhollyKnown() && sameRevealed(b.symbols, v, w) {
			d.attrs[name] = w
		}
	}
}

func hasSecret(v cty.Value) bool {
	found := false
	_ = cty.Walk(v, func(_ cty.Path, x cty.Value) (bool, error) {
		if x.Type() == cty.String && x.IsKnown() && !x.IsNull() {
			for _, r := range x.AsString() {
				found = found || symbol.KindOf(r) == symbol.Secret
			}
		}
		return !found, nil
	})
	return found
}

// sameRevealed reports whether an expression's value is the planned one, so
// far as texts go. JSON documents are compared as documents: Terraform
// normalises them.
func sameRevealed(symbols *symbol.Table, planned, evaluated cty.Value) bool {
	if planned.Type() != cty.String || evaluated.Type() != cty.String {
		return !planned.Type().IsPrimitiveType()
	}
	if planned.IsNull() || evaluated.IsNull() {
		return false
	}
	a, b := symbols.Reveal(planned.AsString()), symbols.Reveal(evaluated.AsString())
	return a == b || sameJSON(a, b)
}

// originOf turns the evaluator's reason into what the symbol of the value will
// tell.
func originOf(why *source.Reason) *symbol.Origin {
	if why == nil {
		return nil
	}
	reason := why.Reason
	if why.Address != "" && !strings.Contains(reason, why.Address) {
		reason = why.Address + ": " + reason
	}
	return &symbol.Origin{Reason: reason, Remedy: why.Remedy}
}
