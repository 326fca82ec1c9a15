package plan

import (
	"cmp"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/symbol"
)

// deriveOutputs fills in the attributes that AWS makes from others or makes
// up: the ARN of a bucket from its name, the ARN of a distribution from its
// account and its id. Identifiers of new objects are Fresh symbols.
func (b *builder) deriveOutputs(d *draft) {
	row, o := resource.Of(d.res.Type), derivation{b: b, d: d, made: map[string]string{}}
	list := row.Derived
	if d.res.Mode == "data" {
		list = nil
		if b.alone != nil || d.fresh { // a plan holds what they have read
			list = row.OfData
		}
	}
	for _, x := range list {
		o.derive(x)
	}
}

// derivation answers what the row of a type asks of a resource.
type derivation struct {
	b    *builder
	d    *draft
	made map[string]string
	now  string // the attribute that is being derived
}

func (o *derivation) derive(x resource.Derived) {
	o.now = x.Name
	switch {
	case x.Same != "":
		o.copy(x.Name, x.Same)
	case x.By != nil:
		if text := x.By(o); text != "" {
			o.set(x.Name, text)
		}
	case x.Set != nil:
		o.gather(x.Name, x.Set(o))
	default:
		o.set(x.Name, o.Expand(x.Text))
	}
}

func (o *derivation) set(name, text string) {
	o.made[name] = cmp.Or(o.Known(name), text)
	o.b.set(o.d, name, text)
}

func (o *derivation) copy(name, from string) {
	if v, ok := o.d.attrs[name]; ok && v.IsWhollyKnown() {
		return
	}
	v, ok := o.d.attrs[from]
	if !ok {
		v = cty.NullVal(cty.DynamicPseudoType)
	}
	o.d.attrs[name] = v
}

// gather makes a set of objects of what is not known yet.
func (o *derivation) gather(name string, objects []map[string]string) {
	if v, ok := o.d.attrs[name]; ok && v.IsWhollyKnown() || len(objects) == 0 {
		return
	}
	var list []cty.Value
	for _, texts := range objects {
		attrs := map[string]cty.Value{}
		for part, text := range texts {
			attrs[part] = cty.StringVal(text)
		}
		list = append(list, cty.ObjectVal(attrs))
	}
	o.d.attrs[name] = cty.SetVal(list)
}

// Texts implements resource.Object.
func (o *derivation) Texts(name string) (list []string, known bool) {
	v, ok := o.d.attrs[name]
	if !ok || v.IsNull() {
		return nil, true
	}
	v = o.b.settleAttribute(o.d, name, v)
	o.d.attrs[name] = v
	if !v.CanIterateElements() {
		return nil, false
	}
	for _, e := range v.AsValueSlice() {
		s, isText := textOf(e)
		if !isText {
			return nil, false
		}
		list = append(list, s)
	}
	return list, true
}

// Expand implements resource.Object.
func (o *derivation) Expand(text string) string { return resource.Expand(text, o.value) }

func (o *derivation) value(name string) string {
	switch r := o.d.res; name {
	case "partition":
		return r.Partition
	case "region":
		return r.Region
	case "account":
		return r.Account
	case "suffix":
		return resource.DomainSuffix(r.Partition)
	case "fresh":
		return o.Fresh(o.now)
	}
	return o.Text(name)
}

// Text implements resource.Object.
func (o *derivation) Text(name string) string {
	if text, ok := o.made[name]; ok {
		return text
	}
	return o.b.text(o.d, name)
}

// Known implements resource.Object.
func (o *derivation) Known(name string) string { return known(o.d, name) }

// Configured implements resource.Object.
func (o *derivation) Configured(name string) bool { return o.b.configured(o.d, name) }

// Fresh implements resource.Object: an identifier that AWS makes up for a new
// object. Of an object that exists, it is only unknown.
func (o *derivation) Fresh(name string) string {
	kind, r := symbol.Fresh, o.d.res
	if !r.New() {
		kind = symbol.Atom
	}
	origin := symbol.Origin{Address: r.Address, Attribute: name, Reason: "known only after apply"}
	s, ok := o.b.symbols.New(kind, r.Address+"."+name, origin)
	if !ok {
		s, _ = o.b.symbols.New(symbol.Opaque, "", symbol.Origin{Reason: "more unknown values than can be told apart"})
	}
	return s
}

// set gives an unknown attribute its value.
func (b *builder) set(d *draft, name, text string) {
	if v, ok := d.attrs[name]; ok && v.IsWhollyKnown() {
		return
	}
	d.attrs[name] = cty.StringVal(text)
	b.symbols.Label(text, d.res.Address, name)
}

// NotRead implements resource.Object.
func (o *derivation) NotRead(key, attribute string) string {
	origin := notRead
	origin.Address, origin.Attribute = o.d.res.Address, attribute
	s, ok := o.b.symbols.New(symbol.Opaque, cmp.Or(key, o.d.res.Address+"."+attribute), origin)
	if !ok {
		s, _ = o.b.symbols.New(symbol.Opaque, "", origin)
	}
	return s
}

// text returns an attribute's text, with symbols for what is unknown in it.
func (b *builder) text(d *draft, name string) string {
	v, ok := d.attrs[name]
	if !ok {
		return ""
	}
	v = b.settleAttribute(d, name, v)
	d.attrs[name] = v
	s, _ := textOf(v)
	return s
}

// known returns the text of an attribute that is known already, else "".
func known(d *draft, name string) string {
	v, ok := d.attrs[name]
	if !ok || !v.IsWhollyKnown() {
		return ""
	}
	s, _ := textOf(v)
	return s
}

var _ resource.Object = (*derivation)(nil)
