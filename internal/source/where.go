package source

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/locate"
	"github.com/plan403/plan403/internal/source/value"
)

// Composer is a World that knows of some attributes of resources how they are
// made of the arguments.
type Composer interface {
	// Composed translates a path into an attribute of a resource, the name of which
	// it begins with, into one into the resource's block. ok is false for an
	// attribute that the provider makes up.
	Composed(ref ResourceRef, way []locate.Step) (written []locate.Step, ok bool)
}

// Locate finds in the source what wrote a part of a resource instance: the path
// begins with the name of an argument or block. ok is false if the block is not
// in the source.
func (e *Evaluator) Locate(ref ResourceRef, way []locate.Step) (at locate.Spot, ok bool) {
	f, res := e.find(ref)
	if res == nil {
		return locate.Spot{}, false
	}
	e.machine.Run(func() cty.Value {
		at = locate.Find(e.machine, e.tree, locate.Target{
			Body: res.Body, Header: res.DeclRange, Scope: instanceScope(f, res, ref.Key), Path: way,
		})
		return cty.True
	})
	if at.Range.Filename == "" { // nothing was found before a fault
		at = locate.Spot{Range: res.DeclRange, Left: len(way)}
	}
	return at, true
}

func instanceScope(f *frame, res *Resource, key cty.Value) scope {
	return scope{frame: f, key: key, forEach: res.ForEach(), owner: resourceKey(res.Mode, res.Type, res.Name)}
}

// Follow tells what writes that to which a reference and a path behind it lead.
func (s scope) Follow(way []locate.Step) (to locate.Target, ok bool) {
	if len(way) < 2 {
		return to, false
	}
	name, rest := way[1].Name, way[2:]
	switch way[0].Name {
	case "local":
		if attr := s.frame.module.Locals[name]; attr != nil {
			return locate.Target{
				Expr:  attr.Expr,
				Scope: scope{frame: s.frame, owner: "local." + name},
				Path:  rest,
			}, true
		}
		return to, false
	case "var":
		return s.frame.followVariable(name, rest)
	case "each":
		return s.followEach(name, rest)
	case "module":
		return s.frame.followCall(name, rest)
	case "data":
		return s.frame.followResource("data", way[1:])
	case "resource":
		return s.frame.followResource("managed", way[1:])
	}
	return s.frame.followResource("managed", way)
}

// followEach goes to the element of for_each that an instance stands for.
func (s scope) followEach(name string, way []locate.Step) (to locate.Target, ok bool) {
	if s.key == cty.NilVal || s.key.Type() != cty.String || s.forEach == nil {
		return to, false
	}
	all, _ := s.frame.expression("for_each of "+s.owner, s.forEach).Unmark()
	step := locate.Name(s.key.AsString())
	if value.Sequence(all) {
		step = locate.Entry(s.key)
	} else if name == "key" {
		return to, false
	}
	outside := scope{frame: s.frame, owner: s.owner}
	return locate.Target{Expr: s.forEach, Scope: outside, Path: append([]locate.Step{step}, way...)}, true
}

// followCall goes to an output of a module.
func (f *frame) followCall(name string, way []locate.Step) (to locate.Target, ok bool) {
	call := f.module.Calls[name]
	if call == nil || call.Module.Missing != "" {
		return to, false
	}
	key, way, ok := instanceOf(way, call.Count, call.ForEach)
	if !ok || len(way) == 0 {
		return to, false
	}
	inside := f.child(call, key)
	out := inside.module.Outputs[way[0].Name]
	if out == nil || out.Value == nil {
		return to, false
	}
	return locate.Target{Expr: out.Value, Scope: scope{frame: inside, owner: "output." + out.Name}, Path: way[1:]}, true
}

// followResource goes into the block of a resource whose attribute is made of
// its arguments.
func (f *frame) followResource(mode string, way []locate.Step) (to locate.Target, ok bool) {
	c, composes := f.e.world.(Composer)
	if !composes || len(way) < 3 {
		return to, false
	}
	ref := ResourceRef{Module: f.address, Mode: mode, Type: way[0].Name, Name: way[1].Name}
	res := f.module.Resources[resourceKey(mode, ref.Type, ref.Name)]
	if res == nil {
		return to, false
	}
	if ref.Key, way, ok = instanceOf(way[2:], res.Count(), res.ForEach()); !ok {
		return to, false
	}
	written, ok := c.Composed(ref, way)
	return locate.Target{
		Body:   res.Body,
		Header: res.DeclRange,
		Scope:  instanceScope(f, res, ref.Key),
		Path:   written,
	}, ok
}

// instanceOf takes the instance key off a path, if the block has count or
// for_each.
func instanceOf(way []locate.Step, count, forEach hcl.Expression) (key cty.Value, rest []locate.Step, ok bool) {
	if count == nil && forEach == nil {
		return cty.NilVal, way, true
	}
	switch {
	case len(way) == 0:
		return cty.NilVal, nil, false
	case way[0].Name != "":
		return cty.StringVal(way[0].Name), way[1:], true
	case way[0].Index >= 0:
		return value.Number(way[0].Index), way[1:], true
	}
	return cty.NilVal, nil, false
}
