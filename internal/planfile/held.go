package planfile

import (
	"bytes"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
)

// HeldElement is a resource of a referred type as it stands in the file. Plans
// hold roles and policy documents by the thousand, of which sites refer to a
// few, so each is decoded only when something refers to it.
type HeldElement struct {
	// Section is the key of the file that it stands under, Address that of the resource.
	Section, Address string
	data             []byte
}

// hold takes an element over. A change tells what planned_values says of the same
// resource, and how it stood before if it is managed: the same is held once.
func (s *scanner) hold(section string, h resourceHead, data []byte) error {
	address := string(h.address)
	switch {
	case section == "resource_changes":
		// A deposed object is not the one that the other sections show.
		if !bytes.Contains(data, []byte(`"deposed"`)) {
			s.told[address] = true
		}
	case s.told[address] && (section == "planned_values" || string(h.mode) == "managed"):
		return nil
	}
	s.plan.Held = append(s.plan.Held, HeldElement{section, address, bytes.Clone(data)})
	return s.budget.spend(costOfHeld + len(data))
}

// dropPlanned lets go of what was planned before it was known that changes tell
// it.
func (s *scanner) dropPlanned() {
	s.plan.Held = slices.DeleteFunc(s.plan.Held, func(e HeldElement) bool {
		return e.Section == "planned_values" && s.told[e.Address]
	})
}

// Resources are decoded elements of the sections of a plan.
type Resources struct {
	Changes        []*tfjson.ResourceChange
	Prior, Planned []*tfjson.StateResource
}

// Decode adds the element to the resources of its section.
func (e HeldElement) Decode(to *Resources) error {
	if err := e.decode(to); err != nil {
		return inPlace("in "+e.Section+", "+printable(e.Address), err)
	}
	return nil
}

func (e HeldElement) decode(to *Resources) error {
	h, err := headOf(e.data)
	if err != nil {
		return err
	}
	if e.Section == "resource_changes" {
		c, err := keepChange(e.data, h)
		to.Changes = append(to.Changes, c)
		return err
	}
	r, err := keepResource(e.data, h)
	if e.Section == "planned_values" {
		to.Planned = append(to.Planned, r)
	} else {
		to.Prior = append(to.Prior, r)
	}
	return err
}

// Previous is the address that a change takes the resource from, "" if it did not
// move.
func (e HeldElement) Previous() string {
	return string(jsonText(jsonMember(e.data, "previous_address")))
}

// Deletes reports whether a change leaves nothing of the resource behind.
func (e HeldElement) Deletes() bool {
	actions := jsonMember(jsonMember(e.data, "change"), "actions")
	return bytes.Contains(actions, []byte(`"delete"`)) && !bytes.Contains(actions, []byte(`"create"`))
}
