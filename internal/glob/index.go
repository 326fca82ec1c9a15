package glob

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// Index finds among many patterns those that may match a text by how they begin, so
// that it need not be compared with each. The zero Index holds no pattern.
type Index struct {
	count   int
	entries []entry // by beginning, then number
	lengths []int   // of the beginnings, each once
}

// entry is a pattern by its number.
type entry struct {
	beginning string
	number    int
}

// NewIndex makes an index of patterns, whose numbers are their places.
func NewIndex(patterns []Pattern) Index {
	x := Index{count: len(patterns)}
	for i, p := range patterns {
		x.entries = append(x.entries, entry{p.beginning(), i})
		x.lengths = append(x.lengths, len(p.beginning()))
	}
	slices.SortFunc(x.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.beginning, b.beginning), cmp.Compare(a.number, b.number))
	})
	slices.Sort(x.lengths)
	x.lengths = slices.Clip(slices.Compact(x.lengths))
	return x
}

// beginning is a text with which all begin that the pattern may match.
func (p Pattern) beginning() string {
	if p.made != nil || p.fold {
		return ""
	}
	s := p.source
	if p.wild {
		s = s[:strings.IndexAny(s, wildcards)]
	}
	if p.symbols {
		for i, r := range s {
			if !known(r) {
				return s[:i]
			}
		}
	}
	return s
}

// Near returns the numbers of the patterns that may match a text, in order. All others
// certainly do not.
func (x Index) Near(text string) []int {
	var out []int
	if symbol.Unknown(text) {
		for i := range x.count {
			out = append(out, i)
		}
		return out
	}
	for _, n := range x.lengths {
		if n > len(text) {
			break
		}
		at, _ := slices.BinarySearchFunc(x.entries, text[:n], func(e entry, s string) int {
			return cmp.Compare(e.beginning, s)
		})
		for ; at < len(x.entries) && x.entries[at].beginning == text[:n]; at++ {
			out = append(out, x.entries[at].number)
		}
	}
	slices.Sort(out)
	return out
}
