package plan

import (
	"encoding/json"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/policydoc"
	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/locate"
)

// settledWorld is a source.World of planfile.Resources of which all is known that will be:
// the builder has done its work and is gone.
type settledWorld struct {
	plan    *planfile.Plan
	state   *State
	eval    *source.Evaluator
	byBlock map[addr.Block][]*Resource
	modules map[addr.Block][]cty.Value // instance keys of a module call
}

func newSettledWorld(p *planfile.Plan, s *State) *settledWorld {
	w := &settledWorld{plan: p, state: s, byBlock: map[addr.Block][]*Resource{}, modules: map[addr.Block][]cty.Value{}}
	noted := map[string]bool{}
	for _, r := range s.Resources {
		if r.From != "" {
			continue
		}
		at := addr.Block{Module: r.Module.String(), Name: r.at().BlockName()}
		w.byBlock[at] = append(w.byBlock[at], r)
		for _, m := range r.Module.Path() {
			if call := m.Call(); !noted[m.String()] {
				noted[m.String()] = true
				at := addr.Block{Module: m.Parent().String(), Name: call.Name}
				w.modules[at] = append(w.modules[at], call.Key.Value())
			}
		}
	}
	return w
}

// Instances implements source.World.
func (w *settledWorld) Instances(module, mode, typ, name string) []source.Instance {
	var out []source.Instance
	for _, r := range w.instances(source.ResourceRef{Module: module, Mode: mode, Type: typ, Name: name}) {
		out = append(out, source.Instance{Key: r.Key.Value(), Value: r.value})
	}
	return out
}

func (w *settledWorld) instances(ref source.ResourceRef) []*Resource {
	name := addr.Resource{Mode: ref.Mode, Type: ref.Type, Name: ref.Name}.BlockName()
	return w.byBlock[addr.Block{Module: ref.Module, Name: name}]
}

// RootVariable implements source.World.
func (w *settledWorld) RootVariable(name string) (cty.Value, bool) {
	if w.plan.Alone {
		v, ok := w.plan.Given[name]
		return v, ok
	}
	v, ok := w.plan.Variables[name]
	if !ok {
		return cty.NilVal, false
	}
	l := converter{symbols: w.state.Symbols, address: "var." + name}
	return l.value(v.Value, nil, v.Sensitive, ""), true
}

// ModuleKeys implements source.World.
func (w *settledWorld) ModuleKeys(module, call string) []cty.Value {
	return w.modules[addr.Block{Module: module, Name: call}]
}

// passed are attributes that hold an argument as it was given, by the type that
// has them.
var passed = map[string]map[string]string{
	"managed terraform_data":    {"output": "input"},
	"data null_data_source":     {"outputs": "inputs"},
	"data template_file":        {"rendered": "template"},
	"managed local_file":        {"content": "content"},
	"managed aws_ssm_parameter": {"value": "value"},
}

// Composed implements source.Composer. A document as a whole has its place where
// it is used.
func (w *settledWorld) Composed(ref source.ResourceRef, path []locate.Step) ([]locate.Step, bool) {
	if len(path) == 0 {
		return nil, false
	}
	if argument, ok := passed[ref.Mode+" "+ref.Type][path[0].Name]; ok {
		return append([]locate.Step{locate.Name(argument)}, path[1:]...), true
	}
	document := ref.Mode == "data" && ref.Type == "aws_iam_policy_document" && len(path) > 1
	if !document || path[0].Name != "json" && path[0].Name != "minified_json" {
		return nil, false
	}
	return policydoc.Path(w.block(ref), w.state.Symbols, path[1:]), true
}

// block is the value of a data block, cty.NilVal if nothing is known of it.
func (w *settledWorld) block(ref source.ResourceRef) cty.Value {
	if v, _ := w.eval.Decode(ref, documentSpec); v.IsKnown() && !v.IsNull() {
		return v
	}
	for _, r := range w.instances(ref) {
		if r.Key == addr.KeyOf(ref.Key) {
			return r.value
		}
	}
	return cty.NilVal
}

// words are the strings in a JSON text, without regard to case; ok is false if it
// is no JSON.
func words(text string) (out map[string]bool, ok bool) {
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return nil, false
	}
	out = map[string]bool{}
	var add func(any)
	add = func(v any) {
		switch v := v.(type) {
		case string:
			out[strings.ToLower(v)] = true
		case []any:
			for _, x := range v {
				add(x)
			}
		case map[string]any:
			for name, x := range v {
				out[strings.ToLower(name)] = true
				add(x)
			}
		}
	}
	add(v)
	return out, true
}

var (
	_ source.World    = (*settledWorld)(nil)
	_ source.Composer = (*settledWorld)(nil)
)
