package plan

import (
	"fmt"
	"math/big"
	"strconv"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// Block reads the arguments and nested blocks of a resource. Unknown values of
// any type are Opaque symbols; the accessor of the type that is expected tells
// what they mean.
//
// What is unknown is never absent. A block that is itself unknown answers
// unknown to whatever it is asked, and the zero Block, which is the one that
// certainly is not there, answers that all is absent. So a block may be read
// without asking first whether it is there, and whoever does ask gets three
// answers, of which a test forbids to drop the third.
type Block struct {
	// value is an object, or an Opaque symbol for a block that is unknown.
	value cty.Value
	// rest is the Opaque symbol of what the object leaves out where that is not known
	// to be absent; else "".
	rest string
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
	switch ty := v.Type(); {
	case ty == cty.String: // the block is unknown, and so is all that it holds
		return v
	case ty.IsObjectType() && ty.HasAttribute(name):
		return present(v.GetAttr(name))
	case ty.IsMapType() && v.HasIndex(cty.StringVal(name)).True():
		return present(v.Index(cty.StringVal(name)))
	}
	if b.rest == "" {
		return cty.NilVal
	}
	return cty.StringVal(b.rest)
}

func present(v cty.Value) cty.Value {
	if v.IsNull() {
		return cty.NilVal
	}
	return v
}

// Has tells whether the argument or block is there and not null. One of which
// nothing is known may turn out to be null.
func (b Block) Has(name string) tri.Value {
	v := b.get(name)
	if v == cty.NilVal {
		return tri.False
	}
	if s, ok := textOf(v); ok && opaque(s) {
		return tri.Because(b.unknown(name, s))
	}
	return tri.True
}

// opaque reports whether a text is one symbol that may stand for anything.
func opaque(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return size == len(s) && symbol.Contains(s) && symbol.KindOf(r) == symbol.Opaque
}

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
		return digits(v.AsBigFloat()), true
	}
	return "", false
}

// digits writes a number as Terraform does. Nearly all are whole and small, and
// writing those out of the 512 bits that they are held in takes a thousand times as
// long.
func digits(f *big.Float) string {
	if n, exact := f.Int64(); exact == big.Exact && !f.Signbit() {
		return strconv.FormatInt(n, 10)
	}
	return f.Text('f', -1)
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

// Int returns a number. there is false if it is absent, and unknown, with a
// cause, if the number is.
func (b Block) Int(name string) (n int, there tri.Value) {
	s, ok := b.Text(name)
	if !ok || s == "" {
		return 0, tri.False
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, tri.Because(b.unknown(name, s))
	}
	return n, tri.True
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
			list = append(
				list,
				Block{value: v, symbols: b.symbols, owner: b.owner, path: fmt.Sprintf("%s[%d]", b.At(name), i)},
			)
			continue
		}
		s, _ := textOf(v)
		known = known.And(tri.Because(b.unknown(name, s)))
	}
	return list, known
}

// First returns the nested block of a type that may stand once, and whether it
// is there. Where that is unknown, so is all that the block answers.
func (b Block) First(name string) (inner Block, there tri.Value) {
	list, known := b.Blocks(name)
	switch {
	case len(list) > 0:
		return list[0], tri.True
	case known.IsTrue():
		return Block{}, tri.False
	}
	return b.unknownBlock(name), known
}

// Within is First for what reads on: an absent block answers that all is absent,
// and one that may be there that all is unknown.
func (b Block) Within(name string) Block {
	inner, there := b.First(name)
	if there.IsFalse() {
		return Block{}
	}
	return inner
}

// unknownBlock stands for a nested block that may be there, and of which
// nothing is known.
func (b Block) unknownBlock(name string) Block {
	out := Block{symbols: b.symbols, owner: b.owner, path: b.At(name) + "[0]"}
	items, known := b.items(name)
	for _, v := range items {
		if known.IsTrue() && v.Type() == cty.String && symbol.Contains(v.AsString()) {
			out.value = v
			return out
		}
	}
	out.value = b.get(name)
	if s, ok := textOf(out.value); !ok || !symbol.Contains(s) {
		out.value = b.mistyped(name)
	}
	return out
}

// mistyped is what stands for a value that is not of the type that it has to
// be.
func (b Block) mistyped(name string) cty.Value {
	origin := symbol.Origin{Address: b.owner, Attribute: b.At(name), Reason: "its value is not of the expected type"}
	s, ok := b.symbols.New(symbol.Opaque, b.owner+"."+b.At(name), origin)
	if !ok {
		s, _ = b.symbols.New(symbol.Opaque, "", origin)
	}
	return cty.StringVal(s)
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

// Map returns a map of strings, such as tags, nil if it is absent. known is
// not true, with a cause, if it is unknown what it holds.
func (b Block) Map(name string) (out map[string]string, known tri.Value) {
	v := b.get(name)
	switch {
	case v == cty.NilVal:
		return nil, tri.True
	case !v.Type().IsObjectType() && !v.Type().IsMapType():
		s, _ := textOf(v)
		return nil, tri.Because(b.unknown(name, s))
	}
	out = map[string]string{}
	for k, e := range v.AsValueMap() {
		if s, ok := b.text(e); ok {
			out[k] = s
		}
	}
	return out, tri.True
}

// Missing returns the cause that says that an argument of the block is not
// known, for a text that holds a symbol or for one that the plan leaves out.
func (b Block) Missing(name, reason, remedy string) tri.Cause {
	return tri.Cause{Address: b.owner, Attribute: b.At(name), Reason: reason, Remedy: remedy}
}
