package glob

import "unicode"

// canonical returns the smallest rune that differs from r only by case.
func canonical(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r - 'a' + 'A'
	}
	if r < 0x80 {
		return r // the smallest of an orbit is ASCII where one of it is
	}
	least := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

// variants returns every rune that differs from r only by case, r included.
func variants(r rune) []rune {
	out := []rune{r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		out = append(out, f)
	}
	return out
}
