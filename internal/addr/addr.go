// Package addr reads and writes the addresses of modules, resources and their
// instances, as Terraform prints them: module.a["x"].aws_s3_bucket.site[0].
//
// An address is taken apart once, where it is read, and compared by its parts:
// instance keys may hold any character, dots, brackets and quotes included.
//
// Source: Terraform's documentation, "Resource Addressing".
package addr

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Step is one call on the way to a module, or one name in a reference, with the
// instance key behind it.
type Step struct {
	Name string
	Key  Key
}

// String is the name with its key.
func (s Step) String() string { return s.Name + s.Key.String() }

// Module is the address of a module instance. The zero Module is the root.
type Module struct {
	steps []Step
	text  string
}

// String is Terraform's form, "" for the root module.
func (m Module) String() string { return m.text }

// IsRoot reports whether m is the root module.
func (m Module) IsRoot() bool { return len(m.steps) == 0 }

// Depth is the number of calls that lead to the module.
func (m Module) Depth() int { return len(m.steps) }

// Names are the names of the calls, without instance keys.
func (m Module) Names() []string {
	var out []string
	for _, s := range m.steps {
		out = append(out, s.Name)
	}
	return out
}

// Call is the last step: the call that makes the instance in its parent.
func (m Module) Call() Step {
	if m.IsRoot() {
		return Step{}
	}
	return m.steps[len(m.steps)-1]
}

// Parent is the module instance that holds the call, the root for the root.
func (m Module) Parent() Module {
	if len(m.steps) < 2 {
		return Module{}
	}
	return Module{m.steps[:len(m.steps)-1], strings.TrimSuffix(m.text, "."+moduleWord+m.Call().String())}
}

// Child is the instance of a call in m.
func (m Module) Child(call Step) Module {
	return Module{append(m.steps[:len(m.steps):len(m.steps)], call), m.in(moduleWord + call.String())}
}

func (m Module) valid() bool {
	return !slices.ContainsFunc(m.steps, func(s Step) bool { return !hclsyntax.ValidIdentifier(s.Name) })
}

// Path lists the modules from the outermost down to m itself, without the root.
func (m Module) Path() []Module {
	out := make([]Module, len(m.steps))
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = m
		m = m.Parent()
	}
	return out
}

// in is the text of something in the module.
func (m Module) in(name string) string {
	if m.text == "" {
		return name
	}
	return m.text + "." + name
}

const moduleWord = "module."

// ParseModule reads the module that an address begins with; rest is what
// follows it. A text without one is in the root module.
func ParseModule(text string) (m Module, rest string) {
	var b strings.Builder
	for rest = text; strings.HasPrefix(rest, moduleWord); {
		step, after := cutStep(rest[len(moduleWord):])
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(moduleWord + step.String())
		m.steps = append(m.steps, step)
		rest = strings.TrimPrefix(after, ".")
	}
	m.text = b.String()
	return m, rest
}

// cutStep reads a name and the key behind it, up to the next dot. What looks
// like a key and is none is passed over.
func cutStep(text string) (s Step, rest string) {
	end := strings.IndexAny(text, ".[")
	if end < 0 {
		return Step{Name: text}, ""
	}
	s.Name, rest = text[:end], text[end:]
	s.Key, rest = cutKey(rest)
	return s, rest
}

// Resource is the address of a resource instance.
type Resource struct {
	Module Module
	// Mode is "managed", "data" or another of Terraform's modes.
	Mode, Type, Name string
	Key              Key
	// Deposed is the key of an object that was replaced and not destroyed yet,
	// "" for the current one.
	Deposed string
}

// Managed is the mode of ordinary resources, the only one that addresses do not
// spell out.
const Managed = "managed"

// String is Terraform's form.
func (r Resource) String() string {
	out := r.Module.in(r.BlockName()) + r.Key.String()
	if r.Deposed != "" {
		out += " (deposed " + r.Deposed + ")"
	}
	return out
}

// BlockName is the name of the resource's block in its module:
// "aws_s3_bucket.site" or "data.aws_region.current".
func (r Resource) BlockName() string {
	name := r.Type + "." + r.Name
	if r.Mode != Managed && r.Mode != "" {
		name = r.Mode + "." + name
	}
	return name
}

// Block is the resource's block in its module instance.
func (r Resource) Block() Block { return Block{r.Module.String(), r.BlockName()} }

// Block is a block in a module instance, without the keys of its own instances:
// module.a["x"] and aws_s3_bucket.site, or data.aws_region.x, or a call's name.
type Block struct{ Module, Name string }

// String is the block's address.
func (b Block) String() string { return Module{text: b.Module}.in(b.Name) }

// Parse reads the address of a resource instance. ok is false for any other
// text.
func Parse(text string) (r Resource, ok bool) {
	r.Module, text = ParseModule(text)
	text, r.Deposed = cutDeposed(text)
	r, ok = r.fill(ParseReference(text))
	return r, ok && r.Module.valid()
}

// ParseBlockName reads the name of a block in its module, as
// Resource.BlockName gives it.
func ParseBlockName(name string) (r Resource, ok bool) { return r.fill(ParseReference(name)) }

// modes are written before the type, but for Managed.
var modes = map[string]bool{"data": true, "ephemeral": true, "list": true}

func (r Resource) fill(steps Reference) (Resource, bool) {
	r.Mode = Managed
	if len(steps) == 3 && modes[steps[0].Name] {
		r.Mode, steps = steps[0].Name, steps[1:]
	}
	if len(steps) != 2 {
		return r, false
	}
	r.Type, r.Name, r.Key = steps[0].Name, steps[1].Name, steps[1].Key
	named := hclsyntax.ValidIdentifier(r.Type) && hclsyntax.ValidIdentifier(r.Name)
	return r, named && !modes[r.Type] && steps[0].Key == NoKey
}

func cutDeposed(text string) (rest, key string) {
	const before, after = " (deposed ", ")"
	at := strings.LastIndex(text, before)
	if at < 0 || !strings.HasSuffix(text, after) {
		return text, ""
	}
	return text[:at], text[at+len(before) : len(text)-len(after)]
}
