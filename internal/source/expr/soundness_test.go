package expr

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// A decided result, with values put in for the symbols, is what the expression
// gives when the values are put in first.
func TestSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := drawExpression(t)
		w := newWorld()
		symbolic, _ := w.run(t, src, w.symbols)
		concrete, failed := w.run(t, src, w.draw(t))
		if failed {
			return // Terraform would have made no plan of it
		}
		if why := w.differs(symbolic, concrete); why != "" {
			t.Fatalf("%s\nsymbolic %#v\nconcrete %#v\nvalues %v\n%s", src, symbolic, concrete, w.values, why)
		}
	})
}

// world holds the variables of an expression, and what stands for what.
type world struct {
	table   *symbol.Table
	symbols map[string]cty.Value
	kinds   map[string]symbol.Kind
	values  map[rune]string
}

func newWorld() *world {
	w := &world{table: &symbol.Table{}, symbols: map[string]cty.Value{}, kinds: map[string]symbol.Kind{}, values: map[rune]string{}}
	for name, kind := range map[string]symbol.Kind{"f": symbol.Fresh, "g": symbol.Fresh, "a": symbol.Atom, "o": symbol.Opaque, "p": symbol.Opaque} {
		s, _ := w.table.New(kind, name, symbol.Origin{Attribute: name})
		w.symbols[name], w.kinds[name] = cty.StringVal(s), kind
	}
	secret := w.table.Secret("x/abc", symbol.Origin{})
	w.symbols["s"], w.kinds["s"] = cty.StringVal(secret), symbol.Secret
	w.values[[]rune(secret)[0]] = "x/abc"
	return w
}

// draw gives every symbol a value.
func (w *world) draw(t *rapid.T) map[string]cty.Value {
	out := map[string]cty.Value{}
	for _, name := range []string{"f", "g", "a", "o", "p", "s"} {
		choices := []string{"x/abc"}
		switch w.kinds[name] {
		case symbol.Fresh:
			choices = []string{"E1" + name + "XYZ", "0-_" + name, "zz9" + name}
		case symbol.Atom:
			choices = []string{"abc", "x", "123456789012", "E1fXYZ"}
		case symbol.Opaque:
			choices = []string{"", "x", "a/b", "abc", "/", "E1fXYZ", "0-_g", "ab c:"}
		}
		v := rapid.SampledFrom(choices).Draw(t, name)
		out[name] = cty.StringVal(v)
		text, _ := value.Text(w.symbols[name])
		w.values[[]rune(text)[0]] = v
	}
	return out
}

func (w *world) run(t *rapid.T, src string, vars map[string]cty.Value) (v cty.Value, failed bool) {
	x, err := syntax.Expression([]byte(src), "test", hcl.InitialPos)
	if err != nil {
		t.Fatalf("%s: %s", src, err)
	}
	m := New(w.table, nil)
	scope := map[string]cty.Value{}
	for k, v := range vars {
		scope[k] = v
	}
	m.Run(func() cty.Value {
		m.trying = true
		v, err = m.eval(x, m.context(nil, scope))
		return v
	})
	return v, err != nil
}

// differs says how a decided part of the symbolic value contradicts the
// concrete one, "" if none does.
func (w *world) differs(s, c cty.Value) string {
	loose := s.IsMarked()
	s, _ = s.Unmark()
	c, _ = c.Unmark()
	switch {
	case !s.IsKnown() || !c.IsKnown(): // concretely: versions of Terraform differ
		return ""
	case s.IsNull() || c.IsNull():
		if s.IsNull() != c.IsNull() {
			return "null"
		}
		return ""
	case value.Leaf(s):
		return w.leafDiffers(s, c, loose)
	case value.Keyed(s):
		return w.mapDiffers(s, c, loose)
	case loose || s.Type().IsSetType():
		return w.setDiffers(s, c)
	case s.LengthInt() != c.LengthInt():
		return "length"
	}
	for i, e := range s.AsValueSlice() {
		if why := w.differs(e, c.AsValueSlice()[i]); why != "" {
			return fmt.Sprintf("[%d]: %s", i, why)
		}
	}
	return ""
}

func (w *world) leafDiffers(s, c cty.Value, loose bool) string {
	text, ok := value.Text(s)
	if !ok {
		if s.RawEquals(c) {
			return ""
		}
		return "value"
	}
	want, ok := value.Text(c)
	if symbol.Unknown(want) {
		return ""
	}
	if got, complete := w.put(text); !ok || complete && !loose && got != w.reveal(want) {
		return fmt.Sprintf("%q, want %q", got, want)
	}
	return ""
}

func (w *world) reveal(s string) string { s, _ = w.put(s); return s }

// put puts values in for symbols; complete is false if one is the result of a
// function, secret or not.
func (w *world) put(s string) (out string, complete bool) {
	complete = true
	var b strings.Builder
	for _, r := range s {
		v, ok := w.values[r]
		switch {
		case ok:
			b.WriteString(v)
		case symbol.KindOf(r) != symbol.None:
			complete = false
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), complete
}

func (w *world) mapDiffers(s, c cty.Value, loose bool) string {
	want := map[string]cty.Value{}
	for k, v := range c.AsValueMap() {
		name, complete := w.put(k)
		if !complete {
			return ""
		}
		want[name] = v
	}
	seen := map[string]bool{}
	for k, v := range s.AsValueMap() {
		name, complete := w.put(k)
		if !complete {
			return ""
		}
		seen[name] = true
		other, ok := want[name]
		if !ok {
			return fmt.Sprintf("key %q", name)
		}
		if why := w.differs(v, other); why != "" && !loose {
			return fmt.Sprintf("%q: %s", name, why)
		}
	}
	if len(seen) != len(want) {
		return "keys"
	}
	return ""
}

// setDiffers compares texts only, without their order and doubles.
func (w *world) setDiffers(s, c cty.Value) string {
	got, ok := w.texts(s)
	want, _ := w.texts(c)
	if ok && !slices.Equal(got, want) {
		return fmt.Sprintf("%q, want %q", got, want)
	}
	return ""
}

func (w *world) texts(v cty.Value) (out []string, ok bool) {
	for it := v.ElementIterator(); it.Next(); {
		_, e := it.Element()
		text, isText := value.Text(e)
		s, complete := w.put(text)
		if !isText || !complete || e.IsMarked() {
			return nil, false
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return slices.Compact(out), true
}

// The generator draws expressions of a kind: a string, a list, a map, a bool.

func drawExpression(t *rapid.T) string {
	return rapid.SampledFrom([]func(*rapid.T, int, []string) string{drawText, drawList, drawMap, drawBool}).Draw(t, "kind")(t, 3, nil)
}

var leaves = []string{"f", "g", "a", "o", "p", "s", `"x"`, `"abc"`, `"a/b"`, `"/"`, `""`, `"E1"`, `"arn:${a}:d/${f}"`}

// pick fills the gaps of a drawn form: %t text, %l list, %m map, %b bool.
func pick(t *rapid.T, depth int, vars, forms []string) string {
	form := rapid.SampledFrom(forms).Draw(t, "form")
	var b strings.Builder
	for i := 0; i < len(form); i++ {
		if form[i] != '%' || i+1 == len(form) {
			b.WriteByte(form[i])
			continue
		}
		i++
		inner := vars
		if strings.Contains(form[:i], "for v in") && strings.Contains(form[:i], ": ") {
			inner = append(slices.Clone(vars), "v")
		}
		switch form[i] {
		case 't':
			b.WriteString(drawText(t, depth-1, inner))
		case 'l':
			b.WriteString(drawList(t, depth-1, inner))
		case 'm':
			b.WriteString(drawMap(t, depth-1, inner))
		case 'b':
			b.WriteString(drawBool(t, depth-1, inner))
		default:
			b.WriteByte('%')
		}
	}
	return b.String()
}

func drawText(t *rapid.T, depth int, vars []string) string {
	if depth <= 0 {
		return rapid.SampledFrom(append(slices.Clone(leaves), vars...)).Draw(t, "leaf")
	}
	return pick(t, depth, vars, []string{
		`%t`, `"${%t}/${%t}"`, `"%%{ for v in %l ~}${v},%%{ endfor }"`, `"%%{ if %b }x${%t}%%{ endif }"`,
		`upper(%t)`, `replace(%t, "/", %t)`, `replace(%t, %t, "q")`, `trimprefix(%t, %t)`, `trimsuffix(%t, %t)`, `trimspace(%t)`,
		`format("%%s-%%s", %t, %t)`, `format("%%5s", %t)`, `join(%t, %l)`, `coalesce(%t, %t)`, `element(%l, 1)`, `%l[0]`, `%l[1]`,
		`(%b ? %t : %t)`, `try(%t, %t)`, `try(%l[2], %t)`, `try(%m.a, %t)`, `lookup(%m, %t, %t)`, `%m[%t]`, `try(%m[%t], %t)`,
		`jsondecode(jsonencode(%t))`, `jsondecode(jsonencode(%l))[0]`, `try(yamldecode("k: ${%t}").k, %t)`, `yamldecode(yamlencode(%l))[0]`, `try(yamldecode("- x/${f}:\n  - '${%t}'")[0], "q")`, `one(%l)`, `substr(%t, 0, 1)`, `jsonencode([%t])`, `jsonencode(%m)`,
		`tostring(length(%l))`, `tostring(%b)`, `tostring(length(%t))`, `sensitive(%t)`, `tostring(try(index(%l, %t), 9))`,
	})
}

func drawList(t *rapid.T, depth int, vars []string) string {
	if depth <= 0 {
		return "[" + drawText(t, 0, vars) + ", " + drawText(t, 0, vars) + "]"
	}
	return pick(t, depth, vars, []string{
		`[%t]`, `[%t, %t]`, `[%t, %t, %t]`, `split("/", %t)`, `split(%t, %t)`, `sort(%l)`, `distinct(%l)`, `compact(%l)`, `reverse(%l)`,
		`concat(%l, %l)`, `tolist(toset(%l))`, `flatten([%l, [%l]])`, `slice(%l, 0, 1)`, `%l[*]`, `formatlist("%%s!", %l)`, `formatlist("%%s%%s", %l, %l)`,
		`[for v in %l : %t]`, `[for v in toset(%l) : %t]`, `[for v in %l : v if %b]`, `[for k, v in %m : %t]`, `values(%m)`, `keys(%m)`,
		`tolist(setunion(%l, %l))`, `tolist(setintersection(%l, %l))`, `tolist(setsubtract(%l, %l))`, `coalescelist(%l, %l)`, `chunklist(%l, 2)[0]`, `concat(%l, toset(%l))`, `reverse(toset(%l))`, `element([%l, %l], 1)`, `distinct(concat(%l, ["1", 1]))`, `setproduct(%l, ["k"])[0]`, `matchkeys(%l, ["1", "2"], [1])`, `(%b ? %l : %l)`, `matchkeys(%l, %l, %l)`,
	})
}

func drawMap(t *rapid.T, depth int, vars []string) string {
	if depth <= 0 {
		return "{a = " + drawText(t, 0, vars) + "}"
	}
	return pick(t, depth, vars, []string{
		`{a = %t, (%t) = %t}`, `{a = %t, b = %t}`, `merge(%m, %m)`, `{for v in %l : v => %t}`, `{for v in toset(%l) : v => %t}`, `zipmap(%l, %l)`, `jsondecode(jsonencode(%m))`,
		`{for k, v in {for v in %l : v => "x"...} : k => join(",", v)}`,
	})
}

func drawBool(t *rapid.T, depth int, vars []string) string {
	if depth <= 0 {
		return rapid.SampledFrom([]string{"true", "false", `f == "x"`, `o == "x"`, `a == "abc"`}).Draw(t, "bool")
	}
	return pick(t, depth, vars, []string{
		`(%t == %t)`, `(%t != %t)`, `(%l == %l)`, `(%m == %m)`, `contains(%l, %t)`, `startswith(%t, %t)`, `endswith(%t, %t)`, `strcontains(%t, %t)`,
		`!%b`, `(%b && %b)`, `(%b || %b)`, `(%t != null)`, `can(%l[1])`, `can(%m[%t])`, `can(regex("^[a-z]+$", %t))`, `alltrue([%b, %b])`, `anytrue([for v in %l : %b])`,
		`(length(%l) == 2)`, `(length(toset(%l)) == 2)`, `(length(%t) == 3)`, `(length(%m) == 2)`, `can(one(%l))`, `can(tonumber(%t))`, `(toset(%l) == toset(%l))`, `contains([%l], %l)`, `([%l] == [%l])`, `can(index(toset(%l), "x"))`, `can(element(toset(%l), 0))`, `can(slice(%l, 0, 3))`, `can(concat(%l, %t))`,
	})
}
