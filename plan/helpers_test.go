package plan

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/planfile"
)

// attrs are the arguments of a resource or block.
type attrs map[string]any

// planned is what a plan does to one resource. A nil argument of after is
// unknown before apply.
type planned struct {
	address       string
	actions       []string
	before, after attrs
	config        attrs // expressions, if they are not the constants of after
	extra         attrs // other keys of the change
	unknown       attrs // what is unknown deeper inside after
}

func (o planned) change() attrs {
	known, unknown := any(nil), attrs{}
	if o.after != nil {
		body := attrs{}
		for k, v := range o.after {
			if v == nil {
				unknown[k] = true
			} else {
				body[k] = v
			}
		}
		known = body
	}
	for k, v := range o.unknown {
		unknown[k] = v
	}
	c := attrs{"actions": o.actions, "before": nil, "after": known, "after_unknown": unknown}
	if o.before != nil {
		c["before"] = o.before
	}
	out := attrs{"change": c}
	o.name(out)
	for k, v := range o.extra {
		out[k] = v
	}
	return out
}

// name fills in what a resource is called.
func (o planned) name(out attrs) {
	rest := o.address
	out["address"], out["mode"] = o.address, "managed"
	if i := strings.LastIndex(rest, "module."); i >= 0 {
		end := i + strings.IndexByte(rest[i+len("module."):], '.') + len("module.")
		out["module_address"], rest = rest[:end], rest[end+1:]
	}
	if strings.HasPrefix(rest, "data.") {
		out["mode"], rest = "data", rest[len("data."):]
	}
	typ, name, _ := strings.Cut(rest, ".")
	name, _, _ = strings.Cut(name, "[")
	out["type"], out["name"] = typ, name
}

func (o planned) configuration() attrs {
	expressions := o.config
	if expressions == nil {
		expressions = attrs{}
		for k, v := range o.after {
			if v != nil {
				expressions[k] = attrs{"constant_value": v}
			}
		}
	}
	out := attrs{"provider_config_key": "aws", "expressions": expressions}
	o.name(out)
	return out
}

// planJSON is a plan of the objects, all in the root module, with other
// sections beside.
func planJSON(t testing.TB, sections attrs, objects ...planned) string {
	t.Helper()
	changes, resources := []attrs{}, []attrs{}
	for _, o := range objects {
		changes = append(changes, o.change())
		resources = append(resources, o.configuration())
	}
	all := attrs{
		"format_version": "1.2", "terraform_version": "1.11.4", "resource_changes": changes,
		"configuration": attrs{"root_module": attrs{"resources": resources}},
	}
	for k, v := range sections {
		all[k] = v
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var somewhere = StateOptions{Account: "111122223333", Region: "eu-west-1"}

// statesOf reads the worlds before and after a plan of the objects.
func statesOf(t testing.TB, objects ...planned) (before, after *State) {
	t.Helper()
	return mustStates(t, mustRead(t, planJSON(t, nil, objects...)), somewhere)
}

func creating(address string, after attrs) planned {
	return planned{address: address, actions: []string{"create"}, after: after}
}

func standing(address string, body attrs) planned {
	return planned{address: address, actions: []string{"no-op"}, before: body, after: body}
}

// shown is an attribute of a resource as people read it.
func shown(t testing.TB, s *State, address, attribute string) string {
	t.Helper()
	r := s.Resource(address)
	if r == nil {
		t.Fatalf("no %s", address)
	}
	return s.Symbols.Display(r.String(attribute))
}

func mustRead(t testing.TB, text string) *planfile.Plan {
	t.Helper()
	p, err := planfile.Read(t.Context(), "plan.json", strings.NewReader(text), planfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func mustStates(t testing.TB, p *planfile.Plan, opt StateOptions) (before, after *State) {
	t.Helper()
	before, after, err := States(p, opt)
	if err != nil {
		t.Fatal(err)
	}
	return before, after
}

// asIfReferredTo takes all that is held, as if judged resources referred to
// it.
func asIfReferredTo(t testing.TB, p *planfile.Plan) {
	t.Helper()
	r := planfile.Resources{Changes: p.Changes, Prior: p.Prior, Planned: p.Planned}
	for _, e := range p.Held {
		if err := e.Decode(&r); err != nil {
			t.Fatal(err)
		}
	}
	p.Changes, p.Prior, p.Planned, p.Held = r.Changes, r.Prior, r.Planned, nil
}
