package plan

import (
	"bytes"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/plan403/plan403/internal/addr"
)

// heldElement is a resource of a referred type as it stands in the file. Plans
// hold roles and policy documents by the thousand, of which sites refer to a
// few, so each is decoded only when something refers to it.
type heldElement struct {
	section, address string
	data             []byte
}

// hold takes an element over. A change tells what planned_values says of the same
// resource, and how it stood before if it is managed: the same is held once.
func (s *scanner) hold(section string, h resourceHead, data []byte) {
	address := string(h.address)
	switch {
	case section == "resource_changes":
		// A deposed object is not the one that the other sections show.
		if !bytes.Contains(data, []byte(`"deposed"`)) {
			s.told[address] = true
		}
	case s.told[address] && (section == "planned_values" || string(h.mode) == "managed"):
		return
	}
	s.plan.held = append(s.plan.held, heldElement{section, address, bytes.Clone(data)})
}

// dropPlanned lets go of what was planned before it was known that changes tell
// it.
func (s *scanner) dropPlanned() {
	s.plan.held = slices.DeleteFunc(s.plan.held, func(e heldElement) bool { return e.section == "planned_values" && s.told[e.address] })
}

// resources are decoded elements of the sections of a plan.
type resources struct {
	changes        []*tfjson.ResourceChange
	prior, planned []*tfjson.StateResource
}

// decode adds the element to the resources of its section.
func (e heldElement) decode(to *resources) error {
	h, err := headOf(e.data)
	if err != nil {
		return err
	}
	if e.section == "resource_changes" {
		c, err := keepChange(e.data, h)
		to.changes = append(to.changes, c)
		return err
	}
	r, err := keepResource(e.data, h)
	if e.section == "planned_values" {
		to.planned = append(to.planned, r)
	} else {
		to.prior = append(to.prior, r)
	}
	return err
}

func shelf(held []heldElement) map[addr.Block][]heldElement {
	out := make(map[addr.Block][]heldElement, len(held))
	for _, e := range held {
		at, _ := addr.Parse(e.address)
		out[at.Block()] = append(out[at.Block()], e)
	}
	return out
}

// instances returns the drafts of a block, which it makes if nothing has
// referred to the block yet.
func (b *builder) instances(at addr.Block) []*draft {
	if list, ok := b.shelf[at]; ok {
		delete(b.shelf, at)
		b.unshelve(list)
	}
	if b.alone != nil {
		b.alone.draft(at)
	}
	return b.byName[at]
}

func (b *builder) unshelve(list []heldElement) {
	var r resources
	for _, e := range list {
		if err := e.decode(&r); err != nil {
			if b.err == nil {
				b.err = inPlace("in "+e.section+", "+printable(e.address), err)
			}
			return
		}
	}
	before := b.settledBefore(r)
	b.referred = append(b.referred, before...)
	b.draftAfter(r, nil, before)
}

// moduleInstances lists the instances of a module call.
func (b *builder) moduleInstances(module, call string) []addr.Module {
	if !b.shelfNoted {
		b.shelfNoted = true
		b.noteShelf()
	}
	return b.byModule[addr.Block{Module: module, Name: call}]
}

// noteShelf notes the modules that held resources stand in after apply.
func (b *builder) noteShelf() {
	gone := map[string]bool{}
	for _, e := range b.plan.held {
		if e.section != "resource_changes" {
			continue
		}
		if previous := jsonMember(e.data, "previous_address"); previous != nil {
			gone[string(jsonText(previous))] = true
		}
		actions := jsonMember(jsonMember(e.data, "change"), "actions")
		gone[e.address] = bytes.Contains(actions, []byte(`"delete"`)) && !bytes.Contains(actions, []byte(`"create"`))
	}
	for _, e := range b.plan.held {
		if !gone[e.address] {
			module, _ := addr.ParseModule(e.address)
			b.noteModules(module)
		}
	}
}
