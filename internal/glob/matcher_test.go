package glob

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

// TestMatcherIsThePattern: what a matcher says of a text is what its pattern says of
// the prefix and the text.
func TestMatcherIsThePattern(t *testing.T) {
	pieces := []string{"a", "b", "/", "-", "é", "*", "?", "\xff", "\U000F0001", "\U000F8001", "\U00100001", "%41"}
	texts := []string{"a", "b", "/", "-", "é", "A", "\xff", "%41"}
	draw := func(t *rapid.T, from []string, label string) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(from), 0, 7).Draw(t, label), "")
	}
	rapid.Check(t, func(t *rapid.T) {
		pattern := Compile(draw(t, pieces, "pattern"))
		if rapid.Bool().Draw(t, "fold") {
			pattern = pattern.Fold()
		}
		prefix, text := draw(t, pieces, "prefix"), draw(t, texts, "text")
		prefix = strings.NewReplacer("*", "", "?", "").Replace(prefix)
		want := pattern.Match(prefix + text)
		if got := (View{Prefix: prefix, Pattern: pattern}).Matcher().Match(text); got != want {
			t.Fatalf("%q behind %q matches %q: %v, want %v", pattern, prefix, text, got, want)
		}
	})
}

// TestMatcherLeavesOutWhatIsRead: the prefix of a pattern, which may be sensitive, does
// not travel.
func TestMatcherLeavesOutWhatIsRead(t *testing.T) {
	m := View{Prefix: "bucket/live/", Pattern: Compile("bucket/live/img/*")}.Matcher()
	if got := len(m.Atoms); got != len("img/*") {
		t.Errorf("%d atoms, want those of img/*", got)
	}
	if m.Match("img/a") != tri.Yes || m.Match("css/a") != tri.No {
		t.Error("the rest does not decide")
	}
}
