// Package symbol lets values that are known only after apply, and values that
// must not be shown, travel inside ordinary strings.
//
// A symbol is one private-use rune that stands for a whole value. Equal
// symbols are the same value, so concatenation, comparison and JSON encoding
// of strings that hold symbols stay right without knowing the value. What may
// be assumed of the value depends on the symbol's Kind, which the rune alone
// tells.
//
// Text that comes from outside may hold private-use runes too. It must be
// checked with Contains before it is mixed with symbols.
package symbol

import (
	"fmt"
	"strings"
	"sync"
)

// Kind says what is known about the value behind a symbol.
type Kind uint8

// The kinds. Fresh, Atom and Opaque values are unknown until apply; a Secret
// is known but must not be printed.
const (
	// None: the rune is no symbol.
	None Kind = iota
	// Fresh: an identifier that AWS makes up for an object this plan creates.
	// A non-empty run of [A-Za-z0-9-] that equals no literal and no other
	// symbol but an Opaque or Atom one.
	Fresh
	// Atom: an identifier that exists already but is not known, such as an
	// account id. A non-empty run of [A-Za-z0-9-] that may equal a literal.
	Atom
	// Opaque: any string at all, the empty one included.
	Opaque
	// Secret: a known string that is marked sensitive. Table.Reveal puts the
	// value back for matching, Table.Display hides it.
	Secret
)

// The ranges of the kinds: planes 15 and 16 and the private use area of the
// basic plane.
const (
	firstFresh, lastFresh   = '\U000F0000', '\U000F7FFF'
	firstAtom, lastAtom     = '\U000F8000', '\U000FFFFD'
	firstOpaque, lastOpaque = '\U00100000', '\U0010FFFD'
	firstSecret, lastSecret = '\uE000', '\uF8FF'
)

// KindOf tells the kind of a rune, None for an ordinary character.
func KindOf(r rune) Kind {
	switch {
	case r < firstSecret:
		return None
	case r <= lastSecret:
		return Secret
	case r >= firstFresh && r <= lastFresh:
		return Fresh
	case r >= firstAtom && r <= lastAtom:
		return Atom
	case r >= firstOpaque && r <= lastOpaque:
		return Opaque
	}
	return None
}

// mayHold is false of nearly all strings that hold no symbol: none of their bytes
// begins one.
func mayHold(s string) bool {
	const least = 0xEE // with which firstSecret begins, the least of all symbols
	for i := range len(s) {
		if s[i] >= least {
			return true
		}
	}
	return false
}

// Contains reports whether s holds a rune of any kind of symbol.
func Contains(s string) bool {
	if !mayHold(s) {
		return false
	}
	for _, r := range s {
		if r >= firstSecret && KindOf(r) != None {
			return true
		}
	}
	return false
}

// Unknown reports whether s holds a symbol whose value is not known.
func Unknown(s string) bool {
	if !mayHold(s) {
		return false
	}
	for _, r := range s {
		if k := KindOf(r); k != None && k != Secret {
			return true
		}
	}
	return false
}

// In returns the symbols of unknown values in s, each once, in order.
func In(s string) []rune {
	var out []rune
	for _, r := range s {
		if k := KindOf(r); k != None && k != Secret && !containsRune(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func containsRune(list []rune, r rune) bool {
	for _, x := range list {
		if x == r {
			return true
		}
	}
	return false
}

// Identifier reports whether r may stand in the value of a Fresh or Atom
// symbol.
func Identifier(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-'
}

// Origin tells where the value behind a symbol comes from.
type Origin struct {
	Address   string // Terraform address of the resource, or "var.x", or ""
	Attribute string // its attribute: "id"
	Reason    string // why the value is not known, one line, may be empty
	Remedy    string // what would supply it, one line, may be empty

	root string // see Table.Of
}

// Table hands out the symbols of one plan. The zero Table is ready to use. It
// is safe for concurrent use.
type Table struct {
	// whole is the table that this is one root's view of, nil if it is itself whole;
	// see Of.
	whole *Table
	root  string

	mu      sync.Mutex
	next    map[Kind]rune
	byKey   map[string]rune
	origins map[rune]Origin
	secrets map[rune]string
	public  map[string]bool   // values of secrets that the plan shows elsewhere
	hidden  words             // values of secrets that are looked for, in all forms
	spells  map[string]string // what value a form spells
	// concealed are values that are looked for in source alone, in all forms.
	concealed words
	labels    map[string]label // text with symbols: the name to print for it
	named     words            // keys of labels
}

// New returns the symbol with the given key, making it on the first call. Two
// calls with one key return one symbol: the key says what "the same value"
// means. ok is false when the kind's runes have run out; the value must then
// be treated as unknown without a symbol.
func (t *Table) New(kind Kind, key string, origin Origin) (s string, ok bool) {
	if key != "" {
		key = t.root + key
	}
	origin.root, t = t.root, t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.intern(kind, key, origin)
}

func (t *Table) intern(kind Kind, key string, origin Origin) (string, bool) {
	key = fmt.Sprint(kind, "\x00", key)
	if r, ok := t.byKey[key]; ok {
		return string(r), true
	}
	first, last := bounds(kind)
	if t.byKey == nil {
		t.byKey, t.next, t.origins = map[string]rune{}, map[Kind]rune{}, map[rune]Origin{}
	}
	r := first + t.next[kind]
	if r > last {
		return "", false
	}
	t.next[kind]++
	t.byKey[key], t.origins[r] = r, origin
	return string(r), true
}

func bounds(k Kind) (first, last rune) {
	switch k {
	case Fresh:
		return firstFresh, lastFresh
	case Atom:
		return firstAtom, lastAtom
	case Secret:
		return firstSecret, lastSecret
	default:
		return firstOpaque, lastOpaque
	}
}

// Secret returns the symbol of a sensitive value. Equal values have the same
// symbol. When its runes have run out it returns an Opaque symbol instead.
func (t *Table) Secret(value string, origin Origin) string {
	origin.root, t = t.root, t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.hide(value)
	s, ok := t.intern(Secret, value, origin)
	if !ok {
		s, _ = t.intern(Opaque, "secrets beyond the table", origin)
		return s
	}
	if t.secrets == nil {
		t.secrets = map[rune]string{}
	}
	r := []rune(s)[0]
	t.secrets[r] = value
	return s
}

func (t *Table) hide(value string) {
	if len(value) < shortestHidden || t.spells[value] == value {
		return
	}
	if t.spells == nil {
		t.spells = map[string]string{}
	}
	for i, form := range forms(value) {
		if _, taken := t.spells[form]; i == 0 || !taken {
			t.spells[form] = value
			t.hidden.add(form)
		}
	}
}

// Reveal puts the values of Secret symbols in place of the symbols. The result
// must never be printed.
func (t *Table) Reveal(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return KindOf(r) == Secret }) {
		return s
	}
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, r := range s {
		if v, ok := t.secrets[r]; ok {
			b.WriteString(v)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Derive notes that a text is a part of a sensitive value, so that Display and
// Hide look for it too. One that is shown elsewhere, or too short to be told from
// others, is left alone.
func (t *Table) Derive(part string) {
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.public[part] && !Contains(part) {
		t.hide(part)
	}
}

// DeriveParts is Derive for the parts of a path or a path pattern, between slashes
// and wildcards: they come up again in keys and in the paths that are asked for.
func (t *Table) DeriveParts(text string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("*?/", r) }) {
		t.Derive(part)
	}
}

// Hide puts "(sensitive)" in the place of the plain values of secrets and leaves
// symbols as they are.
func (t *Table) Hide(s string) string {
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hideSecrets(s)
}

// Disclose notes that a value stands unprotected in the plan too, so that hiding
// it where it is marked sensitive would protect nothing: a whole set of blocks
// is marked for one secret in it.
func (t *Table) Disclose(value string) {
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.public == nil {
		t.public = map[string]bool{}
	}
	t.public[value] = true
}

// Origin returns where the value behind the symbol r comes from.
func (t *Table) Origin(r rune) Origin {
	whole := t.base()
	whole.mu.Lock()
	defer whole.mu.Unlock()
	return whole.origins[r].seenFrom(t.root)
}

func (o Origin) name() string {
	switch {
	case o.Address == "" && o.Attribute == "":
		return "unknown"
	case o.Address == "":
		return o.Attribute
	case o.Attribute == "":
		return o.Address
	}
	return o.Address + "." + o.Attribute
}

// Name returns the address and attribute that the symbol r stands for, as in
// "aws_cloudfront_distribution.site.id".
func (t *Table) Name(r rune) string { return t.Origin(r).name() }
