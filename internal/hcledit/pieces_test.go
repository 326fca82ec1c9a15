package hcledit

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"pgregory.net/rapid"
)

// Edits of edited text come to the same as the edits of the file that are made of
// them.
func TestPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(rapid.StringMatching(`[a-d\n]{0,12}`).Draw(t, "file"))
		p, now := NewPieces("a.tf", src), src
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			list := randomEdits(t, len(now))
			next, err := Apply(now, list)
			if err != nil {
				t.Fatal(err)
			}
			p.Edit(list)
			now = next
		}
		got, err := Apply(src, p.Edits())
		if err != nil || string(got) != string(now) {
			t.Errorf("%q, %v; want %q by %+v", got, err, now, p.Edits())
		}
	})
}

// An edit that is told as one of the file changes what it changed.
func TestOrigin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := []byte(rapid.StringMatching(`[a-d\n]{1,12}`).Draw(t, "file"))
		p := NewPieces("a.tf", src)
		first := randomEdits(t, len(src))
		p.Edit(first)
		now, err := Apply(src, first)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range randomEdits(t, len(now)) {
			moved, ok := p.Origin(e)
			if !ok {
				continue
			}
			was, is := src[moved.Range.Start.Byte:moved.Range.End.Byte], now[e.Range.Start.Byte:e.Range.End.Byte]
			if string(was) != string(is) || moved.Text != e.Text {
				t.Errorf("%q became %q", is, was)
			}
		}
	})
}

func randomEdits(t *rapid.T, size int) (out []Edit) {
	at := 0
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		from := rapid.IntRange(at, size).Draw(t, "from")
		to := rapid.IntRange(from, size).Draw(t, "to")
		if from < at || from == to && from == at && len(out) > 0 {
			continue // two inserts at one place are one
		}
		e := Edit{Text: rapid.StringMatching(`[x-z]{0,3}`).Draw(t, "text")}
		e.Range = hcl.Range{Filename: "a.tf", Start: hcl.Pos{Byte: from}, End: hcl.Pos{Byte: to}}
		out, at = append(out, e), to
	}
	return out
}

func TestPosition(t *testing.T) {
	const src = "a\r\n\"é👩‍👩‍👧\" = 1\n"
	for name, c := range map[string]struct {
		at   int
		want hcl.Pos
	}{
		"the first byte":            {0, hcl.Pos{Line: 1, Column: 1, Byte: 0}},
		"the start of a line":       {3, hcl.Pos{Line: 2, Column: 1, Byte: 3}},
		"behind what is one letter": {len("a\r\n\"é👩‍👩‍👧"), hcl.Pos{Line: 2, Column: 4, Byte: len("a\r\n\"é👩‍👩‍👧")}},
		"the end":                   {len(src), hcl.Pos{Line: 3, Column: 1, Byte: len(src)}},
	} {
		t.Run(name, func(t *testing.T) {
			s := Sheet{Name: "a.tf", Src: []byte(src)}
			if got := s.position(c.at); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}
