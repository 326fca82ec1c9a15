package planfile

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/go-version"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/resource"
)

// complete reads complete: false, which Terraform writes for a plan after
// which another is needed.
func (s *scanner) complete() error {
	var complete *bool
	err := s.into(&complete)
	s.plan.Partial = complete != nil && !*complete
	return err
}

// variable reads one input variable of the root module.
func (s *scanner) variable(name string) error {
	var v struct {
		Value any `json:"value"`
	}
	if err := s.into(&v); err != nil {
		return err
	}
	if err := s.budget.spend(costOfResource); err != nil {
		return err
	}
	if s.plan.Variables == nil {
		s.plan.Variables = map[string]Variable{}
	}
	s.plan.Variables[name] = Variable{Value: v.Value}
	return nil
}

// markSensitive joins variables with their declarations, which may stand
// before or after them in the file.
func (s *scanner) markSensitive() {
	root := s.plan.Config.Module(nil)
	if root == nil {
		return
	}
	for name, v := range s.plan.Variables {
		v.Sensitive = root.Variables[name].Sensitive
		s.plan.Variables[name] = v
	}
}

// deferred keeps one entry of deferred_changes.
func (s *scanner) deferred() error {
	var d struct {
		Reason string `json:"reason"`
		Change struct {
			Address string          `json:"address"`
			Type    string          `json:"type"`
			Mode    string          `json:"mode"`
			Change  json.RawMessage `json:"change"`
		} `json:"resource_change"`
	}
	if err := s.into(&d); err != nil {
		return err
	}
	late := DeferredChange{Address: d.Change.Address, Type: d.Change.Type, Reason: d.Reason}
	reading := resource.ReadingOf([]byte(cmp.Or(d.Change.Mode, "managed")), []byte(d.Change.Type))
	if reading == resource.Judged && len(d.Change.Change) > 0 {
		late.Change = &tfjson.Change{}
		if err := decodeKept(d.Change.Change, late.Change); err != nil {
			return err
		}
	}
	s.plan.Deferred = append(s.plan.Deferred, late)
	if err := s.budget.spend(costOfResource); err != nil {
		return err
	}
	return checkDepth(d.Change.Address)
}

// priorState reads one key of prior_state, which is a state inside the plan.
func (s *scanner) priorState(key string) error {
	switch key {
	case "format_version":
		var version string
		return s.formatVersion(&version)
	case "values":
		return s.values(s.priorResource)
	}
	return s.skip()
}

// values reads a "values representation" and calls fn for each resource of
// its modules.
func (s *scanner) values(fn func() error) error {
	return s.members(func(key string) error {
		if key == "root_module" {
			return s.module(fn, 1)
		}
		return s.skip()
	})
}

func (s *scanner) module(fn func() error, depth int) error {
	if depth > maxModuleDepth {
		return errDeepModules
	}
	return s.members(func(key string) error {
		switch key {
		case "resources":
			return s.elements(fn)
		case "child_modules":
			return s.elements(func() error { return s.module(fn, depth+1) })
		}
		return s.skip()
	})
}

// keepPlanned decodes the planned resources that no change speaks of.
func (s *scanner) keepPlanned() error {
	changed := map[string]bool{}
	for _, c := range s.plan.Changes {
		// A deposed object is not the one that planned_values shows.
		changed[c.Address] = changed[c.Address] || c.DeposedKey == ""
	}
	for _, p := range s.planned {
		if changed[p.address] {
			continue
		}
		if err := s.budget.spend(costOfResource + costOf(p.data)); err != nil {
			return err
		}
		h, err := headOf(p.data)
		if err != nil {
			return inPlace("in planned_values", err)
		}
		r, err := keepResource(p.data, h)
		if err != nil {
			return inPlace("in planned_values, "+printable(p.address), err)
		}
		s.plan.Planned = append(s.plan.Planned, r)
	}
	return nil
}

func keepChange(data []byte, h resourceHead) (*tfjson.ResourceChange, error) {
	c := &tfjson.ResourceChange{}
	if err := decodeKept(data, c); err != nil {
		return nil, err
	}
	if !h.is(c.Address, string(c.Mode), c.Type) {
		return nil, errTwoSpellings
	}
	return c, checkDepth(c.Address, c.ModuleAddress)
}

func keepResource(data []byte, h resourceHead) (*tfjson.StateResource, error) {
	r := &tfjson.StateResource{}
	if err := decodeKept(data, r); err != nil {
		return nil, err
	}
	if !h.is(r.Address, string(r.Mode), r.Type) {
		return nil, errTwoSpellings
	}
	return r, checkDepth(r.Address)
}

// checkDepth refuses addresses in modules within modules beyond the limit.
func checkDepth(addresses ...string) error {
	for _, a := range addresses {
		if strings.Count(a, "module.") > maxModuleDepth && deep(a) {
			return errDeepModules
		}
	}
	return nil
}

func deep(address string) bool {
	module, _ := addr.ParseModule(address)
	return module.Depth() > maxModuleDepth
}

// formatVersion reads a format version into v and refuses one that this
// program was not written for: minor versions only add to the format, the
// next major one may change what is there.
func (s *scanner) formatVersion(v *string) error {
	if err := s.into(v); err != nil {
		return err
	}
	got, err := version.NewVersion(*v)
	if err != nil {
		return fmt.Errorf("%s is not a version number: %s", quoted(*v), makeAgain)
	}
	first, end := version.Must(version.NewVersion("0.1")), version.Must(version.NewVersion("2.0"))
	if got.LessThan(first) || !got.LessThan(end) {
		return fmt.Errorf("%s is not supported, only 0.1 up to but not including 2.0: a newer plan403 may read it",
			quoted(*v))
	}
	return nil
}

// kind tells a plan from a state and both from other JSON.
func (s *scanner) kind() error {
	switch {
	case s.isRawState():
		return s.rawKind()
	case s.plan.FormatVersion == "" || s.isOther():
		return s.otherJSON()
	}
	plan := ""
	for _, key := range planKeys {
		if s.keys[key] {
			plan = key
			break
		}
	}
	if plan != "" && s.keys["values"] {
		return fmt.Errorf("has values, as a state has, and %s, as a plan has: %s", plan, makeAgain)
	}
	s.plan.State = plan == ""
	return nil
}

// planKeys are the top-level keys that a plan has and a state has not. A state
// without resources has a format_version only.
var planKeys = []string{
	"planned_values", "resource_changes", "configuration", "prior_state", "output_changes", "variables",
	"relevant_attributes", "resource_drift", "deferred_changes", "action_invocations", "errored",
	"applyable", "complete", "timestamp",
}
