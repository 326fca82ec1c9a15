package glob

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

func TestIndexLeavesOutWhatCertainlyDoesNotMatch(t *testing.T) {
	letters := []rune("ab/*?" + fresh1 + atom1 + opaque1)
	draw := rapid.StringOfN(rapid.SampledFrom(letters), 0, 5, -1)
	rapid.Check(t, func(t *rapid.T) {
		var patterns []Pattern
		for _, s := range rapid.SliceOfN(draw, 0, 6).Draw(t, "patterns") {
			p := Compile(s)
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				p = CompileLiteral(s)
			case 1:
				p = p.Fold()
			case 2:
				p = Concat(CompileLiteral(s), Compile(draw.Draw(t, "rest")))
			}
			patterns = append(patterns, p)
		}
		text := draw.Draw(t, "text")
		near := NewIndex(patterns).Near(text)
		if !slices.IsSorted(near) {
			t.Errorf("%v is not in order", near)
		}
		for i, p := range patterns {
			if p.Match(text) != tri.No && !slices.Contains(near, i) {
				t.Errorf("%q may match %q, and is not near", p, text)
			}
		}
	})
}

func TestIndexIsNarrow(t *testing.T) {
	var patterns []Pattern
	for _, s := range []string{"/a/*", "/b/*", "/a/b/*", "*.png", "/a/b/c", "/b" + fresh1} {
		patterns = append(patterns, Compile(s))
	}
	if got := NewIndex(patterns).Near("/a/b/d"); !slices.Equal(got, []int{0, 2, 3}) {
		t.Errorf("near /a/b/d are %v", got)
	}
}
