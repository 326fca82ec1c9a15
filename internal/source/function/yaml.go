package function

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	yaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
)

// Bounds of a YAML text. Nesting costs stack, and an alias repeats what its
// anchor names: aliases of aliases double it each time.
const (
	yamlBytes    = 1 << 20
	yamlDepth    = 128
	yamlRepeated = 4 << 20 // bytes that all aliases together may stand for
)

func yamlFits(s string) bool {
	if len(s) > yamlBytes || repeated(s) > yamlRepeated {
		return false
	}
	if strings.Count(s, "[")+strings.Count(s, "{") > yamlDepth {
		return false
	}
	for line := range strings.Lines(s) {
		if strings.Count(line, "- ")+strings.Count(line, "? ") > yamlDepth {
			return false
		}
	}
	return true
}

var (
	yamlAnchor = regexp.MustCompile(`(^|[\s\[{,:-])&[^\s&]`)
	yamlAlias  = regexp.MustCompile(`(^|[\s\[{,:-])\*[^\s*]`)
)

// repeated is the size of a text with its aliases written out, at most. Where
// no anchor stands around an alias, each alias repeats less than the text;
// otherwise n of them repeat it 3 to the n/3 times, in chains of three.
func repeated(s string) int {
	aliases := len(yamlAlias.FindAllString(s, -1))
	if aliases == 0 || !yamlAnchor.MatchString(s) {
		return len(s)
	}
	if !aliasesInside(s) {
		return len(s) * (aliases + 1)
	}
	size := len(s)
	for ; aliases > 0 && size <= yamlRepeated; aliases -= 3 {
		size *= 3
	}
	return size
}

// aliasesInside reports whether an anchor may stand around an alias: on its own
// line, on those that are indented below it, or anywhere in flow style.
func aliasesInside(s string) bool {
	if strings.ContainsAny(s, "[{") {
		return true
	}
	anchored := -1 // the indent of the anchor around the line
	for line := range strings.Lines(s) {
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if strings.TrimSpace(text) == "" {
			continue
		}
		if indent < anchored || indent == anchored && !strings.HasPrefix(text, "-") {
			anchored = -1
		}
		if at := yamlAnchor.FindStringIndex(line); at != nil && anchored < 0 {
			anchored = indent
		}
		if anchored >= 0 && yamlAlias.MatchString(line) {
			return true
		}
	}
	return false
}

var (
	yamlDecoder = decoder(yaml.YAMLDecodeFunc, yamlFits)
	yamlDecode  = guarded(guard{f: yamlDecoder.f, fits: yamlDecoder.fits, pieces: yamlPieces})

	yamlEncodeFunc = yaml.YAMLEncodeFunc
)

// Words that YAML reads as something else than text, or as structure, where no
// quotes stand around them. An identifier may be any of the first.
var (
	oddWords = []string{"x", "1", "0", "1e5", "true", "null", "no", "-", "---", "2020-01-01"}
	oddTexts = []string{"", "a: b", " #", "- a", "null", "[", "&a", "*a", "!a"}
)

// yamlPieces reads a text in which every symbol is part of a string whatever it
// stands for: put in its place, no odd word changes what is read around it. Like
// jsondecode(), it does not think of values that end the quotes around them.
func yamlPieces(c *Context, args []cty.Value) (cty.Value, bool) {
	text, ok := value.Text(args[0])
	if !ok || len(text) > yamlBytes/16 {
		return cty.NilVal, false
	}
	v, err := yamlDecoder.f.Call(args)
	if err != nil || value.Inspect(v).Has(value.Oversize) || doubtfulKeys(c, v) || !written(v, text) {
		return cty.NilVal, false
	}
	for _, word := range oddWords {
		if !readsAlike(v, text, word, symbol.Fresh, symbol.Atom, symbol.Opaque) {
			return cty.NilVal, false
		}
	}
	for _, word := range oddTexts {
		if !readsAlike(v, text, word, symbol.Opaque) {
			return cty.NilVal, false
		}
	}
	return c.untyped(v), true
}

// readsAlike reports whether the text reads as v does, with a word in the place of
// all symbols of the kinds.
func readsAlike(v cty.Value, text, word string, kinds ...symbol.Kind) bool {
	put := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if slices.Contains(kinds, symbol.KindOf(r)) {
				b.WriteString(word)
				continue
			}
			b.WriteRune(r)
		}
		return b.String()
	}
	got, err := yamlDecoder.f.Call([]cty.Value{cty.StringVal(put(text))})
	return err == nil && got.RawEquals(renamed(v, put))
}

// renamed applies f to every string and key in v.
func renamed(v cty.Value, f func(string) string) cty.Value {
	if s, ok := value.Text(v); ok {
		return cty.StringVal(f(s))
	}
	if value.Leaf(v) || v.LengthInt() == 0 {
		return v
	}
	if value.Keyed(v) {
		out := map[string]cty.Value{}
		for k, e := range v.AsValueMap() {
			out[f(k)] = renamed(e, f)
		}
		return cty.ObjectVal(out)
	}
	var out []cty.Value
	for _, e := range v.AsValueSlice() {
		out = append(out, renamed(e, f))
	}
	return cty.TupleVal(out)
}

// written reports whether every string with symbols in v is one by what is
// written around them: quotes, or characters that no number, date or other word
// of YAML holds.
func written(v cty.Value, text string) bool {
	plain := func(s string) bool {
		if !symbol.Contains(s) {
			return true
		}
		quoted := strings.Contains(text, `"`+s+`"`) || strings.Contains(text, `'`+s+`'`)
		if value.InspectText(s).Has(value.Opaque) {
			return quoted
		}
		other := func(r rune) bool { return unicode.IsLetter(r) && !strings.ContainsRune("TtZz", r) }
		return quoted || strings.Contains(s, "/") || strings.Contains(s, ":") && strings.ContainsFunc(s, other)
	}
	ok := true
	renamed(v, func(s string) string { ok = ok && plain(s); return s })
	return ok
}
