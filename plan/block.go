package plan

import (
	"fmt"
	"strconv"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Block reads the arguments and nested blocks of a resource. Unknown values of
// any type are Opaque symbols; the accessor of the type that is expected tells
// what they mean.
type Block struct {
	value cty.Value
	// symbols knows what secrets stand for.
	symbols *symbol.Table
	// owner and path name the place in messages.
	owner, path string
}

// Owner returns the address of the resource that the block belongs to.
func (b Block) Owner() string { return b.owner }

// Path returns the place of the block in its resource: "origin[0]", "" for the
// resource's own body.
func (b Block) Path() string { return b.path }

// At returns the path of an attribute of the block.
func (b Block) At(name string) string {
	if b.path == "" {
		return name
	}
	return b.path + "." + name
}

func (b Block) get(name string) cty.Value {
	v := b.value
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return cty.NilVal
	}
	if ty := v.Type(); ty.IsObjectType() && ty.HasAttribute(name) {
		return present(v.GetAttr(name))
	} else if ty.IsMapType() && v.HasIndex(cty.StringVal(name)).True() {
		return present(v.Index(cty.StringVal(name)))
	}
	return cty.NilVal
}

func present(v cty.Value) cty.Value {
	if v.IsNull() {
		return cty.NilVal
	}
	return v
}

// Has reports whether the argument or block is there and not null.
func (b Block) Has(name string) bool { return b.get(name) != cty.NilVal }

// Text returns a string argument, which may hold symbols. ok is false if it is
// absent or null. Numbers and booleans are rendered as Terraform converts them.
// Sensitive values are revealed, since verdicts hang on them: what is made of the
// text has to go through symbol.Table.Display before it is printed.
func (b Block) Text(name string) (text string, ok bool) {
	return b.text(b.get(name))
}

// Sealed is String with sensitive values left as Secret symbols.
func (b Block) Sealed(name string) string {
	s, _ := textOf(b.get(name))
	return s
}

// text is textOf with sensitive values revealed.
func (b Block) text(v cty.Value) (string, bool) {
	s, ok := textOf(v)
	if b.symbols != nil {
		s = b.symbols.Reveal(s)
	}
	return s, ok
}

func textOf(v cty.Value) (string, bool) {
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	switch v.Type() {
	case cty.String:
		return v.AsString(), true
	case cty.Bool:
		return strconv.FormatBool(v.True()), true
	case cty.Number:
		return v.AsBigFloat().Text('f', -1), true
	}
	return "", false
}

// String is Text with "" for an absent argument.
func (b Block) String(name string) string {
	s, _ := b.Text(name)
	return s
}

// Bool returns a boolean argument, absent's value if there is none.
func (b Block) Bool(name string, absent bool) tri.Value {
	s, ok := b.Text(name)
	switch {
	case !ok || s == "":
		return tri.Of(absent)
	case s == "true" || s == "1":
		return tri.True
	case s == "false" || s == "0":
		return tri.False
	}
	return tri.Because(b.unknown(name, s))
}

// Int returns a number, ok false if it is absent or unknown.
func (b Block) Int(name string) (n int, ok bool) {
	s, _ := b.Text(name)
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// unknown is the cause of an argument whose value is the text s.
func (b Block) unknown(name, s string) tri.Cause {
	if runes := symbol.In(s); len(runes) > 0 {
		return tri.Cause{Symbol: runes[0]}
	}
	return tri.Cause{Address: b.owner, Attribute: b.At(name), Reason: "its value is not of the expected type"}
}

// Texts returns a list or set of strings. known is false, with a cause, if the
// list itself is unknown; single elements may still be symbols.
func (b Block) Texts(name string) (list []string, known tri.Value) {
	items, known := b.items(name)
	for _, v := range items {
		if s, ok := b.text(v); ok {
			list = append(list, s)
		}
	}
	return list, known
}

// Blocks returns the nested blocks of one type in order. known is not true,
// with a cause, if it is unknown which there are.
func (b Block) Blocks(name string) (list []Block, known tri.Value) {
	items, known := b.items(name)
	for i, v := range items {
		if v.Type().IsObjectType() || v.Type().IsMapType() {
			list = append(list, Block{value: v, symbols: b.symbols, owner: b.owner, path: fmt.Sprintf("%s[%d]", b.At(name), i)})
			continue
		}
		s, _ := textOf(v)
		known = known.And(tri.Because(b.unknown(name, s)))
	}
	return list, known
}

// First returns the first nested block of a type that may stand once.
func (b Block) First(name string) (Block, bool) {
	list, _ := b.Blocks(name)
	if len(list) == 0 {
		return Block{}, false
	}
	return list[0], true
}

func (b Block) items(name string) ([]cty.Value, tri.Value) {
	v := b.get(name)
	if v == cty.NilVal {
		return nil, tri.True
	}
	ty := v.Type()
	switch {
	case ty.IsObjectType() || ty.IsMapType(): // a single block of old formats
		return []cty.Value{v}, tri.True
	case v.IsKnown() && v.CanIterateElements():
		return v.AsValueSlice(), tri.True
	}
	s, _ := textOf(v)
	return nil, tri.Because(b.unknown(name, s))
}

// Map returns a map of strings, such as tags, nil if it is absent or unknown.
func (b Block) Map(name string) map[string]string {
	v := b.get(name)
	if v == cty.NilVal || !(v.Type().IsObjectType() || v.Type().IsMapType()) {
		return nil
	}
	out := map[string]string{}
	for k, e := range v.AsValueMap() {
		if s, ok := b.text(e); ok {
			out[k] = s
		}
	}
	return out
}

// Missing returns the cause that says that an argument of the block is not
// known, for a text that holds a symbol or for one that the plan leaves out.
func (b Block) Missing(name, reason, remedy string) tri.Cause {
	return tri.Cause{Address: b.owner, Attribute: b.At(name), Reason: reason, Remedy: remedy}
}
