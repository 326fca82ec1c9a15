package plan

import (
	"fmt"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"
)

// Action is what the plan does to a resource instance.
type Action uint8

// The actions. The zero value stands for a resource that the plan does not
// mention, as in a state or outside the targets of a plan.
const (
	Untouched Action = iota
	NoOp
	Create
	ReadData
	Update
	Replace
	Delete
	Forget
)

func (a Action) String() string {
	names := [...]string{"untouched", "no-op", "create", "read", "update", "replace", "delete", "forget"}
	if int(a) < len(names) {
		return names[a]
	}
	return fmt.Sprintf("Action(%d)", a)
}

func actionOf(c *tfjson.Change) Action {
	a := c.Actions
	switch {
	case a.Replace() || keepsOld(a):
		return Replace
	case a.Forget():
		return Forget
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

// keepsOld reports whether a new object is made and the old one stays where it is,
// unmanaged: OpenTofu's lifecycle { destroy = false }, in either order
// (terraform-json knows one order of replacement only).
func keepsOld(a tfjson.Actions) bool {
	return slices.Contains(a, tfjson.ActionForget) && slices.Contains(a, tfjson.ActionCreate)
}

// newFirst reports whether the old object is still there when the new one is made.
func newFirst(a tfjson.Actions) bool { return a.CreateBeforeDestroy() || keepsOld(a) }
