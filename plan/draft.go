package plan

import (
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/resource"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// settledBefore takes resources as refresh found them: prior_state, and the
// changes' own "before" where it has none.
func (b *builder) settledBefore(of planfile.Resources) []*Resource {
	var out []*Resource
	seen := map[string]bool{}
	for _, r := range of.Prior {
		out = append(out, b.settled(b.fromState(r)))
		seen[r.Address] = true
	}
	for _, c := range of.Changes {
		if c.Change == nil || c.Change.Before == nil || c.Mode == tfjson.DataResourceMode {
			continue
		}
		if c.PreviousAddress != "" && seen[c.PreviousAddress] {
			continue
		}
		at := planfile.AddressOf(c.Address, string(c.Mode), c.Type, c.Name, c.Index)
		at.Deposed = c.DeposedKey
		address := c.Address
		if at.Deposed != "" {
			address = at.String()
		}
		if !seen[address] {
			seen[address] = true
			d := b.draft(address, at)
			d.attrs, d.known = b.before(address, c.Change.Before, c.Change.BeforeSensitive)
			out = append(out, b.settled(d))
		}
	}
	return out
}

// draftAfter takes what the plan will leave behind: changed resources with their
// planned values, and all that the plan does not mention as it stood.
func (b *builder) draftAfter(of planfile.Resources, deferred []planfile.DeferredChange, before []*Resource) {
	mentioned, existing := map[string]bool{}, map[string]bool{}
	for _, r := range before {
		existing[r.Address] = true
	}
	for _, c := range of.Changes {
		if c.Change == nil || c.DeposedKey != "" {
			continue
		}
		mentioned[c.Address], mentioned[c.PreviousAddress] = true, true
		if d := b.fromChange(c); d != nil {
			b.add(d)
		}
	}
	for _, r := range deferred {
		if !mentioned[r.Address] && !existing[r.Address] {
			mentioned[r.Address] = true
			b.add(b.fromDeferred(r))
		}
	}
	for _, r := range of.Planned {
		if !mentioned[r.Address] {
			mentioned[r.Address] = true
			b.add(b.fromState(r))
		}
	}
	for _, r := range before {
		if !mentioned[r.Address] && r.Deposed == "" {
			b.add(&draft{res: r, attrs: r.value.AsValueMap(), done: true, value: r.value})
		}
	}
}

// fromChange drafts the resource that a change leaves behind, nil if none.
func (b *builder) fromChange(c *tfjson.ResourceChange) *draft {
	d := b.draft(c.Address, planfile.AddressOf(c.Address, string(c.Mode), c.Type, c.Name, c.Index))
	d.res.Action = actionOf(c.Change)
	d.res.CreateBeforeDestroy, d.res.KeepsOld = newFirst(c.Change.Actions), keepsOld(c.Change.Actions)
	switch d.res.Action {
	case Delete:
		return nil
	case Forget:
		d.attrs, d.known = b.after(c.Address, c.Change.Before, nil, c.Change.BeforeSensitive)
	default:
		d.attrs, d.known = b.after(c.Address, c.Change.After, c.Change.AfterUnknown, c.Change.AfterSensitive)
	}
	return d
}

// fromDeferred drafts a resource that a later plan will create: what the plan knows
// of it already, or nothing, not even which bucket it is for. It must not count as
// absent.
func (b *builder) fromDeferred(c planfile.DeferredChange) *draft {
	at, _ := addr.Parse(c.Address)
	at.Key = addr.NoKey // which instances there will be is not known either
	d := b.draft(c.Address, at)
	d.res.Action = Create
	d.attrs = map[string]cty.Value{}
	if c.Change != nil {
		d.attrs = b.converter(c.Address).object(c.Change.After, c.Change.AfterUnknown, c.Change.AfterSensitive)
		return d
	}
	if row := resource.Of(c.Type); row.Target != "" {
		for _, name := range append([]string{row.Target}, row.Sets...) {
			d.attrs[name] = cty.DynamicVal
		}
	}
	return d
}

func (b *builder) fromState(r *tfjson.StateResource) *draft {
	d := b.draft(r.Address, planfile.AddressOf(r.Address, string(r.Mode), r.Type, r.Name, r.Index))
	var sensitive any
	if len(r.SensitiveValues) > 0 {
		sensitive = decodeAny(r.SensitiveValues)
	}
	values := map[string]any{}
	for k, v := range r.AttributeValues {
		values[k] = v
	}
	d.attrs, d.known = b.before(r.Address, values, sensitive)
	return d
}

func (b *builder) converter(address string) *converter {
	return &converter{symbols: b.symbols, address: address}
}

// settled finishes a draft whose values are all as the plan gives them.
func (b *builder) settled(d *draft) *Resource {
	b.place(d)
	value := cty.ObjectVal(d.attrs)
	if !d.known {
		value = settle(b.symbols, value, symbol.Origin{Address: d.res.Address}, d.res.Address)
	}
	d.res.Block = Block{value: value, symbols: b.symbols, owner: d.res.Address}
	return d.res
}

// draft is a resource instance whose unknown values are not filled in yet.
type draft struct {
	res    *Resource
	attrs  map[string]cty.Value
	known  bool // all that the file tells of attrs
	config *planfile.ResourceConfig
	busy   bool
	done   bool
	value  cty.Value
	// reasons tells why an attribute could not be computed.
	reasons map[string]symbol.Origin
	// unsure is the argument that tells what the resource is a setting of, where it
	// is not known whether there is such a resource at all; else "".
	unsure string
	// doubt says why that is not known.
	doubt symbol.Origin
	// answer is what references find where there is no plan, see alone.
	answer cty.Value
	// fresh: the plan does not hold it, gone: the source does not ask for it any more;
	// see Again.
	fresh, gone bool
}

func (b *builder) draft(address string, at addr.Resource) *draft {
	r := &Resource{
		Address: address, Module: at.Module, Mode: at.Mode, Type: at.Type, Name: at.Name, Key: at.Key,
		Deposed: at.Deposed,
	}
	d := &draft{res: r, config: r.config(b.plan.Config), reasons: map[string]symbol.Origin{}}
	if b.options.Source != nil {
		if rng, ok := b.options.Source.ResourceRange(d.ref()); ok {
			r.Range = &rng
		}
	}
	return d
}

func (d *draft) ref() source.ResourceRef { return d.res.inSource() }
