package addr

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"github.com/zclconf/go-cty/cty"
)

// Key is the key of an instance: a number for count, a text for for_each. Keys
// are compared with ==.
type Key struct {
	kind   keyKind
	number int64
	text   string
}

type keyKind uint8

const (
	none keyKind = iota
	index
	name
)

// NoKey is the key of the only instance of a block without count and for_each.
var NoKey = Key{}

// Index is the key of an instance made by count.
func Index(n int64) Key { return Key{kind: index, number: n} }

// Name is the key of an instance made by for_each.
func Name(text string) Key { return Key{kind: name, text: text} }

// String is the key in brackets, "" for NoKey.
func (k Key) String() string {
	switch k.kind {
	case index:
		return "[" + strconv.FormatInt(k.number, 10) + "]"
	case name:
		return "[" + quote(k.text) + "]"
	}
	return ""
}

// Value is the key as a value of the language, cty.NilVal for NoKey.
func (k Key) Value() cty.Value {
	switch k.kind {
	case index:
		return cty.NumberIntVal(k.number)
	case name:
		return cty.StringVal(k.text)
	}
	return cty.NilVal
}

// KeyOf is the key that a value of the language stands for, NoKey for one that
// can be none.
func KeyOf(v cty.Value) Key {
	switch {
	case v == cty.NilVal || v.IsNull() || !v.IsKnown():
	case v.Type() == cty.String:
		return Name(v.AsString())
	case v.Type() == cty.Number:
		if n, accuracy := v.AsBigFloat().Int64(); accuracy == big.Exact {
			return Index(n)
		}
	}
	return NoKey
}

// quote writes a text as Terraform does in addresses: as a string of its
// language, in which ${ and %{ are doubled.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case (r == '$' || r == '%') && strings.HasPrefix(text[i+1:], "{"):
			b.WriteRune(r)
			b.WriteRune(r)
		case !unicode.IsPrint(r) && r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

var undouble = strings.NewReplacer("$${", "${", "%%{", "%{")

// cutKey reads the key at the start of a text. Brackets that hold no key of an
// instance are passed over.
func cutKey(text string) (k Key, rest string) {
	if !strings.HasPrefix(text, "[") {
		return NoKey, text
	}
	if strings.HasPrefix(text, `["`) {
		quoted, err := strconv.QuotedPrefix(text[1:])
		if err != nil {
			return NoKey, ""
		}
		plain, err := strconv.Unquote(quoted)
		if err != nil {
			return NoKey, ""
		}
		return Name(undouble.Replace(plain)), strings.TrimPrefix(text[1+len(quoted):], "]")
	}
	inside, rest, closed := strings.Cut(text[1:], "]")
	n, err := strconv.ParseInt(inside, 10, 64)
	if !closed || err != nil {
		return NoKey, rest
	}
	return Index(n), rest
}
