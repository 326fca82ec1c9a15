package symbol

import (
	"slices"
	"strings"
)

// words is a set of texts that are looked for in other texts. The cost of looking
// hardly grows with their number: a plan may have thousands of secrets, and
// hundreds of thousands of lines are printed. The zero words is empty.
type words struct {
	in     map[string]bool
	sorted []string
	recent []string // not sorted in yet
	first  [256]bool
}

// mostRecent bounds the words that are tried one by one.
const mostRecent = 64

func (w *words) add(text string) {
	if text == "" || w.in[text] {
		return
	}
	if w.in == nil {
		w.in = map[string]bool{}
	}
	w.in[text], w.first[text[0]] = true, true
	w.recent = append(w.recent, text)
}

// longest returns the longest word that s begins with and that is wanted, "" if
// there is none.
func (w *words) longest(s string, wanted func(word string) bool) string {
	if s == "" || !w.first[s[0]] {
		return ""
	}
	if len(w.recent) > mostRecent {
		w.settle()
	}
	best := w.longestSorted(s, wanted)
	for _, word := range w.recent {
		if len(word) > len(best) && strings.HasPrefix(s, word) && wanted(word) {
			best = word
		}
	}
	return best
}

// longestSorted narrows s down to beginnings of it until one is a word: the last
// word that is not behind a beginning either is one, or tells by the letters that
// both share how long one can be.
func (w *words) longestSorted(s string, wanted func(word string) bool) string {
	for within := s; within != ""; {
		at, found := slices.BinarySearch(w.sorted, within)
		if !found {
			at--
		}
		if at < 0 {
			return ""
		}
		word := w.sorted[at]
		if !strings.HasPrefix(s, word) {
			within = s[:shared(s, word)]
			continue
		}
		if wanted(word) {
			return word
		}
		within = word[:len(word)-1]
	}
	return ""
}

// shared is the number of bytes in which two texts begin alike.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// settle merges the recent words with the others.
func (w *words) settle() {
	slices.Sort(w.recent)
	merged := make([]string, 0, len(w.sorted)+len(w.recent))
	old := w.sorted
	for _, word := range w.recent {
		at, _ := slices.BinarySearch(old, word)
		merged = append(append(merged, old[:at]...), word)
		old = old[at:]
	}
	w.sorted, w.recent = append(merged, old...), nil
}
