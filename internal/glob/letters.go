package glob

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plan403/plan403/internal/symbol"
)

// letter is one character of the texts that are explored, or one symbol.
type letter struct {
	r       rune
	special int // 1 + its number among the specials, 0 if no view encodes it
	symbol  bool
}

// byRank orders letters as witnesses prefer them: a to z first.
func byRank(x, y rune) int {
	return cmp.Or(cmp.Compare(rank(x), rank(y)), cmp.Compare(x, y))
}

func rank(r rune) int {
	switch {
	case 'a' <= r && r <= 'z':
		return 0
	case r > ' ' && r < 0x7f:
		return 1
	case r >= 0xa0 || r == ' ':
		return 2
	}
	return 3
}

// alphabet knows which characters the views of one exploration change.
type alphabet struct {
	specials []rune // the characters that some view encodes, by rank
	numbers  map[rune]int
	encoded  [][]rune // what each of them is encoded to
	leads    []rune   // with which what they are encoded to begins, none if not all begin
	shared   []letter // one special for each way that the views can see them
}

// newAlphabet looks for the characters that the views' Encode changes among the
// ASCII ones, those in the patterns, those that percent-encoded bytes in the
// patterns stand for, and one of each longer UTF-8 length.
func newAlphabet(views []View) alphabet {
	var a alphabet
	first := slices.IndexFunc(views, func(v View) bool { return v.Encode != nil })
	if first < 0 {
		return a
	}
	encode := views[first].Encode
	a.numbers = map[rune]int{}
	for _, r := range candidates(views) {
		if text := encode(r); text != string(r) {
			a.specials, a.encoded = append(a.specials, r), append(a.encoded, append([]rune{}, []rune(text)...))
			a.numbers[r] = len(a.specials)
		}
	}
	a.leads = leads(a.encoded)
	a.share(views)
	return a
}

// leads are the characters with which texts begin, none if one is empty.
func leads(texts [][]rune) (out []rune) {
	for _, text := range texts {
		if len(text) == 0 {
			return nil
		}
		if !slices.Contains(out, text[0]) {
			out = append(out, text[0])
		}
	}
	return out
}

func candidates(views []View) []rune {
	out := []rune("é€😀")
	for r := range rune(utf8.RuneSelf) {
		out = append(out, r)
	}
	for _, v := range views {
		for _, r := range append(v.Pattern.letters(), unescaped(v.Pattern.source)...) {
			if r >= utf8.RuneSelf {
				out = append(out, r)
			}
		}
	}
	slices.SortFunc(out, byRank)
	return slices.Compact(out)
}

// unescaped returns what the percent-encoded bytes of s stand for.
func unescaped(s string) []rune {
	if !strings.Contains(s, "%") {
		return nil
	}
	var text []byte
	for i := 0; i+2 < len(s); i++ {
		if b, err := hex.DecodeString(s[i+1 : i+3]); s[i] == '%' && err == nil {
			text = append(text, b[0])
			i += 2
		}
	}
	return CompileLiteral(string(text)).letters()
}

// letters returns the characters that the pattern names.
func (p Pattern) letters() []rune {
	var out []rune
	for _, a := range p.atoms() {
		if a.op == lit {
			out = append(out, a.r)
		}
	}
	return out
}

// share picks one of all specials that no view can tell apart: every character
// that they are seen as is the same, or is asked for by no pattern.
func (a *alphabet) share(views []View) {
	plain, encoded := map[rune]bool{}, map[rune]bool{}
	for _, v := range views {
		mentioned := encoded
		if v.Encode == nil {
			mentioned = plain
		}
		v.Pattern.mention(mentioned)
	}
	seen := map[string]bool{}
	var key []byte
	for i, r := range a.specials {
		key = appendLook(appendLook(key[:0], plain, r), encoded, a.encoded[i]...)
		if !seen[string(key)] {
			seen[string(key)] = true
			a.shared = append(a.shared, letter{r: r, special: i + 1})
		}
	}
}

// mention notes the characters that the pattern tells from others.
func (p Pattern) mention(in map[rune]bool) {
	for _, r := range p.letters() {
		in[r] = true
		if p.fold {
			for _, other := range variants(r) {
				in[other] = true
			}
		}
	}
}

// appendLook adds how a pattern sees a text that asks only for the mentioned
// characters.
func appendLook(key []byte, mentioned map[rune]bool, text ...rune) []byte {
	for _, r := range text {
		switch {
		case mentioned[r]:
			key = utf8.AppendRune(key, r)
		case symbol.Identifier(r):
			key = append(key, 1)
		default:
			key = append(key, 2)
		}
	}
	return append(key, 0)
}
