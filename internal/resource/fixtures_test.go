package resource

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The plans of the fixtures are made by the real provider, so they tell what it
// computes and what it sets by itself. Each test below finds a part of a row that
// such a plan shows and the row does not tell.

// created is a new resource in a plan, with what is written for it.
type created struct {
	plan          string
	row           *Type
	after         map[string]any
	unknown       map[string]any
	written       map[string]any
	address, mode string
}

func createdInFixtures(t *testing.T) []created {
	t.Helper()
	files, err := filepath.Glob("../../fixtures/*/plan.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no fixtures", err)
	}
	var out []created
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p planFile
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		out = append(out, p.created(filepath.Base(filepath.Dir(file)))...)
	}
	return out
}

type (
	planFile struct {
		Changes []struct {
			Address, Mode, Type, Name string
			Module                    string `json:"module_address"`
			Change                    struct {
				Actions []string
				After   map[string]any
				Unknown any `json:"after_unknown"`
			}
		} `json:"resource_changes"`
		Configuration struct {
			Root module `json:"root_module"`
		}
	}
	module struct {
		Resources []struct {
			Mode, Type, Name string
			Expressions      map[string]any
		}
		Calls map[string]struct{ Module module } `json:"module_calls"`
	}
)

func (p planFile) created(plan string) []created {
	written := map[string]map[string]any{}
	p.Configuration.Root.note("", written)
	var out []created
	for _, c := range p.Changes {
		expressions, ok := written[callsIn(c.Module)+c.Mode+"."+c.Type+"."+c.Name]
		unknown, _ := c.Change.Unknown.(map[string]any)
		row := OfText([]byte(c.Type))
		if !slices.Contains(c.Change.Actions, "create") || !ok || !row.told() {
			continue
		}
		out = append(out, created{plan, row, c.Change.After, unknown, expressions, c.Address, c.Mode})
	}
	return out
}

// told reports whether a row is that of a single type, with all that it is.
func (t *Type) told() bool {
	return t.Read == Judged && t.Manages.Inputs == nil && !strings.HasSuffix(t.Name, "_")
}

// note collects the expressions of all resources by the path of calls.
func (m module) note(at string, written map[string]map[string]any) {
	for _, r := range m.Resources {
		written[at+r.Mode+"."+r.Type+"."+r.Name] = r.Expressions
	}
	for name, call := range m.Calls {
		call.Module.note(at+name+"/", written)
	}
}

// callsIn turns module.a["x"].module.b into a/b/.
func callsIn(address string) string {
	var b strings.Builder
	for _, part := range strings.Split(address, "module.")[min(1, strings.Count(address, "module.")):] {
		name, _, _ := strings.Cut(strings.TrimSuffix(part, "."), "[")
		b.WriteString(name + "/")
	}
	return strings.TrimPrefix(b.String(), "/")
}

// An attribute that is unknown without being written is derived, computed, or known
// to nobody before apply.
func TestRowsTellWhatIsComputed(t *testing.T) {
	report := map[string]string{}
	for _, c := range createdInFixtures(t) {
		for name, unknown := range c.unknown {
			_, written := c.written[name]
			if unknown == true && !written && !c.row.computes(name) {
				report[c.row.Name+"."+name] = c.plan
			}
		}
	}
	for name, plan := range report {
		t.Errorf("%s is unknown in fixtures/%s without being written: "+
			"its row lacks it in Derived, Computed or Unknown", name, plan)
	}
}

func (t *Type) computes(name string) bool {
	return slices.ContainsFunc(t.Derived, func(x Derived) bool { return x.Name == name }) ||
		slices.Contains(t.Computed, name) || slices.Contains(t.Unknown, name)
}

// In nested blocks, only what the row names as an argument matters.
func TestRowsTellWhatIsComputedWithin(t *testing.T) {
	report := map[string]string{}
	for _, c := range createdInFixtures(t) {
		for _, b := range c.row.Blocks {
			for _, name := range b.unwritten(c.unknown[b.Name], c.written[b.Name]) {
				if !c.row.ComputesWithin(name) {
					report[c.row.Name+", "+b.Name+", "+name] = c.plan
				}
			}
		}
	}
	for name, plan := range report {
		t.Errorf("%s is unknown in fixtures/%s without being written: its row lacks it in ComputedWithin", name, plan)
	}
}

// unwritten names the arguments in blocks that are unknown and that no block of the
// type writes.
func (b Block) unwritten(unknown, written any) []string {
	var out []string
	if len(each(written)) == 0 { // made by dynamic, or not at all
		return nil
	}
	for _, one := range each(unknown) {
		for _, name := range b.Arguments {
			if one[name] == true && !anyHas(each(written), name) {
				out = append(out, name)
			}
		}
		for _, inside := range b.Blocks {
			for _, w := range each(written) {
				out = append(out, inside.unwritten(one[inside.Name], w[inside.Name])...)
			}
		}
	}
	return out
}

func anyHas(list []map[string]any, name string) bool {
	return slices.ContainsFunc(list, func(m map[string]any) bool { _, ok := m[name]; return ok })
}

// each are the blocks of a list, or the one that can stand only once.
func each(v any) []map[string]any {
	var out []map[string]any
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			out = append(out, each(x)...)
		}
	case map[string]any:
		out = append(out, v)
	}
	return out
}

// A value that nobody wrote is a default.
func TestRowsTellDefaults(t *testing.T) {
	report := map[string]string{}
	for _, c := range createdInFixtures(t) {
		for name, value := range c.after {
			_, written := c.written[name]
			_, blocks := value.([]any) // of which dynamic may have made some
			if written || blocks || c.row.computes(name) || name == "region" || name == "tags_all" || empty(value) {
				continue
			}
			if diff := cmp.Diff(c.row.Defaults[name], value); diff != "" {
				report[fmt.Sprintf("%s.%s is %v", c.row.Name, name, value)] = c.plan
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(report)) {
		t.Errorf("%s in fixtures/%s without being written: its row has no such default", name, report[name])
	}
}

// empty reports whether a value is what arguments are that nobody writes.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// A block that a configuration writes is read, or certainly of no interest.
func TestRowsTellBlocks(t *testing.T) {
	report := map[string]string{}
	for _, c := range createdInFixtures(t) {
		for name, x := range c.written {
			if isBlock(x) && c.row.Spec(name) == nil && !slices.Contains(slices.Concat(c.row.Passed, c.row.AsPlanned), name) {
				report[c.row.Name+"."+name] = c.plan
			}
		}
	}
	for name, plan := range report {
		t.Errorf("%s is a block in fixtures/%s: its row lacks it in Blocks, or in Passed if no verdict reads it", name, plan)
	}
}

// isBlock tells nested blocks from expressions in the form of the plan's JSON.
func isBlock(x any) bool {
	switch x := x.(type) {
	case []any:
		return true
	case map[string]any:
		_, constant := x["constant_value"]
		_, refers := x["references"]
		return !constant && !refers && len(x) > 0
	}
	return false
}
