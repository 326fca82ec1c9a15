package symbol

import (
	"strings"
	"unicode/utf8"
)

// Conceal notes a value that is a secret by nature, such as a header by which
// CloudFront and a bucket know each other, whether or not the plan marks it. Mask
// hides it in source. In other texts it is never written: many such values are
// ordinary words, which Display would take out of addresses too.
func (t *Table) Conceal(value string) {
	t = t.base()
	if value == "" || Contains(value) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, form := range forms(value) {
		t.concealed.add(form)
	}
}

// Mask puts stars over secrets in the text of a source file. Columns and bytes stay
// where they are, since places count in them.
func (t *Table) Mask(text []byte) []byte {
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	s, out := string(text), []byte(nil)
	marked := func(word string) bool { return !t.public[t.spells[word]] }
	for i := 0; i < len(s); i++ {
		word := t.hidden.longest(s[i:], marked)
		whole := func(word string) bool { return quoted(s[:i], s[i+len(word):], len(word)) }
		if other := t.concealed.longest(s[i:], whole); len(other) > len(word) {
			word = other
		}
		if word == "" {
			continue
		}
		if out == nil {
			out = []byte(s)
		}
		copy(out[i:], stars(word))
		i += len(word) - 1
	}
	if out == nil {
		return text
	}
	return out
}

// quoted reports whether a text of some length that stands between two others is
// written as a value there: inside quotes, a document or a template. A short one has
// to be all that is in the quotes.
func quoted(before, after string, length int) bool {
	const opening, closing = "\"}*\\ \t\n\r", "\"$%*\\ \t\n\r"
	if length < shortestHidden {
		return strings.HasSuffix(before, `"`) && strings.HasPrefix(after, `"`)
	}
	begins := before == "" || strings.IndexByte(opening, before[len(before)-1]) >= 0
	ends := after == "" || strings.IndexByte(closing, after[0]) >= 0
	return begins && ends
}

// stars are a star for each character, of as many bytes.
func stars(text string) string {
	return strings.Map(func(r rune) rune {
		switch utf8.RuneLen(r) {
		case 2:
			return '·'
		case 3:
			return '•'
		case 4:
			return '🞄'
		}
		return '*'
	}, text)
}
