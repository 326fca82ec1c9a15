package plan

import (
	"cmp"
	"slices"
	"sync"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/symbol"
)

// StateOptions is what the command line adds to a plan.
type StateOptions struct {
	// Source is the configuration's HCL, nil to use the JSON alone.
	Source *source.Tree
	// Workspace is the one that the plan was made in, "" if the user does not tell.
	Workspace string
	// Account and Region stand in where the plan does not tell them.
	Account, Region string
	// Assume is what the user vouches for because the plan does not hold it.
	Assume []Assumption
	// Evidence is what other roots tell, of which none is judged.
	Evidence []Root
	// Again: Source was edited, perhaps, since the plan was made. nil if it was not.
	Again *Again
}

// State is the set of planfile.Resources as they stand before or after apply.
type State struct {
	// Symbols is shared by the states of one plan: one symbol is one value in
	// both.
	Symbols *symbol.Table
	// Resources lists every relevant instance, by address.
	Resources []*Resource
	// Config is the configuration, nil for a state file.
	Config *planfile.Config
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
func States(p *planfile.Plan, opt StateOptions) (before, after *State, err error) {
	roots := append([]Root{{Plan: p, StateOptions: opt}}, opt.Evidence...)
	l, err := Link(roots)
	if err != nil {
		return nil, nil, err
	}
	before, after = l.States(0)
	return before, after, nil
}

func newState(symbols *symbol.Table, config *planfile.Config, resources []*Resource) *State {
	s := &State{
		Symbols: symbols, Resources: resources, Config: config,
		byAddress: map[string]*Resource{}, byType: map[string][]*Resource{},
	}
	slices.SortStableFunc(resources, byAddress)
	for _, r := range resources {
		s.index(r)
	}
	return s
}

func byAddress(a, b *Resource) int { return cmp.Compare(a.Address, b.Address) }

func (s *State) index(r *Resource) {
	s.byAddress[r.Address] = r
	key := r.Type
	if r.Mode == "data" {
		key = "data." + r.Type
	}
	s.byType[key] = append(s.byType[key], r)
}

// insert adds resources at their places in the order of addresses.
func (s *State) insert(list []*Resource) {
	s.Resources = append(s.Resources, list...)
	slices.SortStableFunc(s.Resources, byAddress)
	s.finders = nil
	for _, r := range list {
		s.index(r)
	}
}

// Configures reports whether the configuration sets an argument of a resource,
// as opposed to the provider having computed it.
func (s *State) Configures(r *Resource, argument string) bool {
	c := r.config(s.Config)
	if c == nil {
		return false
	}
	_, ok := c.Expressions[argument]
	return ok
}

// Between is a state on the way from one state to another: it holds the given
// resources, versions of before and after mixed as far as apply has come.
func Between(before, after *State, resources []*Resource) *State {
	s := newState(after.Symbols, after.Config, resources)
	s.Graph = after.Graph
	return s
}
