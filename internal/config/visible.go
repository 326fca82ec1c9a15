package config

import (
	"strings"
	"unicode"
)

// blank are characters that count as letters or symbols and show nothing: the
// fillers of Hangul, and the empty pattern of Braille.
const blank = "\u115f\u1160\u3164\uffa0\u2800"

// visible reports whether a text shows anything: a reason of which nobody sees a
// thing is none.
func visible(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		shows := unicode.In(r, unicode.Letter, unicode.Number, unicode.Punct, unicode.Symbol)
		return shows && !strings.ContainsRune(blank, r)
	})
}
