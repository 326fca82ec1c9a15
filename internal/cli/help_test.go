package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHelpWriter(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a short line stays", "   --quiet  print nothing but findings\n", "   --quiet  print nothing but findings\n"},
		{"what is said of a flag is broken below itself", "   --config FILE  a file with rules, ignores and assumptions\n", "   --config FILE  a file with rules,\n                  ignores and\n                  assumptions\n"},
		{"other text is broken too", "one two three four five six seven eight nine ten\n", "one two three four five six seven eight\nnine ten\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, piece := range []int{1, 7, len(c.text)} {
				var b strings.Builder
				w := &helpWriter{to: &b, columns: 40}
				for rest := c.text; rest != ""; {
					n := min(piece, len(rest))
					if _, err := w.Write([]byte(rest[:n])); err != nil {
						t.Fatal(err)
					}
					rest = rest[n:]
				}
				if diff := cmp.Diff(c.want, b.String()); diff != "" {
					t.Errorf("in pieces of %d (-want +got):\n%s", piece, diff)
				}
			}
		})
	}
}
