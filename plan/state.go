package plan

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// StateOptions is what the command line adds to a plan.
type StateOptions struct {
	// Source is the configuration's HCL, nil to use the JSON alone.
	Source *source.Tree
	// Account and Region stand in where the plan does not tell them.
	Account, Region string
	// Assume is what the user vouches for because the plan does not hold it.
	Assume []Assumption
}

// State is the set of resources as they stand before or after apply.
type State struct {
	// Symbols is shared by the states of one plan: one symbol is one value in
	// both.
	Symbols *symbol.Table
	// Resources lists every relevant instance, by address.
	Resources []*Resource
	// Config is the configuration, nil for a state file.
	Config *Config
	// Graph tells in which order the configuration's resources are changed.
	Graph *Graph

	byAddress map[string]*Resource
	byType    map[string][]*Resource

	mu      sync.Mutex
	finders map[string]*finder // see Find
}

// OfType returns the managed instances of the given types, by address.
func (s *State) OfType(types ...string) []*Resource {
	if len(types) == 1 {
		return s.byType[types[0]]
	}
	var out []*Resource
	for _, t := range types {
		out = append(out, s.byType[t]...)
	}
	return out
}

// Data returns the data source instances of a type, by address.
func (s *State) Data(typ string) []*Resource { return s.byType["data."+typ] }

// Resource returns the instance with the address, nil if there is none.
func (s *State) Resource(address string) *Resource { return s.byAddress[address] }

// States rebuilds the world before the plan and the world after it. A state
// file gives the same world twice. The error is one line about what the file
// holds twice, or what does not belong there.
func (p *Plan) States(opt StateOptions) (before, after *State, err error) {
	symbols := &symbol.Table{}
	b := newBuilder(p, symbols, opt)
	existing := b.settledBefore(resources{p.Changes, p.Prior, p.Planned})
	if p.State {
		before = newState(symbols, p.Config, existing)
		b.assume(before)
		return before, before, nil
	}
	b.draftAfter(resources{p.Changes, p.Prior, p.Planned}, p.Deferred, existing)
	after = newState(symbols, p.Config, b.resolveAll())
	before = newState(symbols, p.Config, append(existing, b.referred...))
	b.assume(before, after)
	before.Graph = NewGraph(p.Config, opt.Source)
	after.Graph = before.Graph
	if b.err != nil {
		return nil, nil, fmt.Errorf("%s %w", displayName(p.Path), b.err)
	}
	return before, after, nil
}

func newState(symbols *symbol.Table, config *Config, resources []*Resource) *State {
	s := &State{Symbols: symbols, Resources: resources, Config: config, byAddress: map[string]*Resource{}, byType: map[string][]*Resource{}}
	sort.SliceStable(resources, func(i, j int) bool { return resources[i].Address < resources[j].Address })
	for _, r := range resources {
		s.index(r)
	}
	return s
}

func (s *State) index(r *Resource) {
	s.byAddress[r.Address] = r
	key := r.Type
	if r.Mode == "data" {
		key = "data." + r.Type
	}
	s.byType[key] = append(s.byType[key], r)
}

// insert adds a resource at its place in the order of addresses.
func (s *State) insert(r *Resource) {
	at := sort.Search(len(s.Resources), func(i int) bool { return s.Resources[i].Address >= r.Address })
	s.Resources = slices.Insert(s.Resources, at, r)
	s.finders = nil
	s.index(r)
}

// settledBefore takes resources as refresh found them: prior_state, and the
// changes' own "before" where it has none.
func (b *builder) settledBefore(of resources) []*Resource {
	var out []*Resource
	seen := map[string]bool{}
	for _, r := range of.prior {
		out = append(out, b.settled(b.fromState(r)))
		seen[r.Address] = true
	}
	for _, c := range of.changes {
		if c.Change == nil || c.Change.Before == nil || c.Mode == tfjson.DataResourceMode {
			continue
		}
		address := c.Address
		if c.PreviousAddress != "" && seen[c.PreviousAddress] {
			continue
		}
		if c.DeposedKey != "" {
			address += " (deposed " + c.DeposedKey + ")"
		}
		if !seen[address] {
			seen[address] = true
			d := b.draft(c.Address, c.ModuleAddress, string(c.Mode), c.Type, c.Name, c.Index)
			d.res.Address = address
			d.attrs = b.lift(address).object(c.Change.Before, nil, c.Change.BeforeSensitive)
			out = append(out, b.settled(d))
		}
	}
	return out
}

// draftAfter takes what the plan will leave behind: changed resources with their
// planned values, and all that the plan does not mention as it stood.
func (b *builder) draftAfter(of resources, deferred []DeferredChange, before []*Resource) {
	mentioned, existing := map[string]bool{}, map[string]bool{}
	for _, r := range before {
		existing[r.Address] = true
	}
	for _, c := range of.changes {
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
	for _, r := range of.planned {
		if !mentioned[r.Address] {
			mentioned[r.Address] = true
			b.add(b.fromState(r))
		}
	}
	for _, r := range before {
		if !mentioned[r.Address] && !strings.Contains(r.Address, " (deposed ") {
			b.add(&draft{res: r, attrs: r.value.AsValueMap(), done: true, value: r.value})
		}
	}
}

// fromChange drafts the resource that a change leaves behind, nil if none.
func (b *builder) fromChange(c *tfjson.ResourceChange) *draft {
	d := b.draft(c.Address, c.ModuleAddress, string(c.Mode), c.Type, c.Name, c.Index)
	d.res.Action = actionOf(c.Change)
	d.res.CreateBeforeDestroy = c.Change.Actions.CreateBeforeDestroy()
	switch d.res.Action {
	case Delete:
		return nil
	case Forget:
		d.attrs = b.lift(c.Address).object(c.Change.Before, nil, c.Change.BeforeSensitive)
	default:
		d.attrs = b.lift(c.Address).object(c.Change.After, c.Change.AfterUnknown, c.Change.AfterSensitive)
	}
	return d
}

// fromDeferred drafts a resource that a later plan will create: nothing of it is
// known, not even which bucket it is for, but it must not count as absent.
func (b *builder) fromDeferred(c DeferredChange) *draft {
	module := moduleOf(c.Address)
	name := strings.TrimPrefix(strings.TrimPrefix(c.Address, module), ".")
	name, _, _ = strings.Cut(strings.TrimPrefix(name, c.Type+"."), "[")
	d := b.draft(c.Address, module, "managed", c.Type, name, nil)
	d.res.Action = Create
	d.attrs = map[string]cty.Value{}
	if strings.HasPrefix(c.Type, "aws_s3_bucket_") {
		d.attrs["bucket"], d.attrs["policy"] = cty.DynamicVal, cty.DynamicVal
	}
	if strings.HasPrefix(c.Type, "aws_s3_object") {
		d.attrs["bucket"], d.attrs["key"] = cty.DynamicVal, cty.DynamicVal
	}
	return d
}

func (b *builder) fromState(r *tfjson.StateResource) *draft {
	d := b.draft(r.Address, moduleOf(r.Address), string(r.Mode), r.Type, r.Name, r.Index)
	var sensitive any
	if len(r.SensitiveValues) > 0 {
		sensitive = decodeAny(r.SensitiveValues)
	}
	values := map[string]any{}
	for k, v := range r.AttributeValues {
		values[k] = v
	}
	d.attrs = b.lift(r.Address).object(values, nil, sensitive)
	return d
}

func actionOf(c *tfjson.Change) Action {
	a := c.Actions
	switch {
	case slices.Contains(a, tfjson.ActionForget):
		return Forget
	case a.Replace():
		return Replace
	case a.Create():
		return Create
	case a.Read():
		return ReadData
	case a.Update():
		return Update
	case a.Delete():
		return Delete
	}
	return NoOp
}

// blockOf takes the address of a resource instance apart, without its key.
func blockOf(address string) blockAddress {
	rest := address
	for strings.HasPrefix(rest, "module.") {
		end := strings.IndexAny(rest[len("module."):], ".[")
		if end < 0 {
			break
		}
		_, rest = cutKey(rest[len("module.")+end:])
		rest = strings.TrimPrefix(rest, ".")
	}
	block, _, _ := strings.Cut(rest, "[")
	return blockAddress{strings.TrimSuffix(address[:len(address)-len(rest)], "."), block}
}

// moduleOf cuts the module part off a resource instance address.
func moduleOf(address string) string {
	steps := splitModule(address)
	if len(steps) == 0 {
		return ""
	}
	return steps[len(steps)-1].address
}

func (b *builder) lift(address string) lifter {
	return lifter{symbols: b.symbols, address: address}
}

// settled finishes a draft whose values are all as the plan gives them.
func (b *builder) settled(d *draft) *Resource {
	b.place(d)
	origin := symbol.Origin{Address: d.res.Address}
	d.res.Block = Block{value: settle(b.symbols, cty.ObjectVal(d.attrs), origin, d.res.Address), symbols: b.symbols, owner: d.res.Address}
	return d.res
}

// Configures reports whether the configuration sets an argument of a resource,
// as opposed to the provider having computed it.
func (s *State) Configures(r *Resource, argument string) bool {
	m := s.Config.Module(moduleNames(r.Module))
	if m == nil || m.Resource(r.configName()) == nil {
		return false
	}
	_, ok := m.Resource(r.configName()).Expressions[argument]
	return ok
}

// Between is a state on the way from one state to another: it holds the given
// resources, versions of before and after mixed as far as apply has come.
func Between(before, after *State, resources []*Resource) *State {
	s := newState(after.Symbols, after.Config, resources)
	s.Graph = after.Graph
	return s
}
