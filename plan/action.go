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
