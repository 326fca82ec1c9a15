package benchplan_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/plan403/plan403/internal/benchplan"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// roots writes the plans of as many roots, of a megabyte each, with sites of their
// own.
func roots(b *testing.B, n int) []string {
	b.Helper()
	var whole bytes.Buffer
	if _, err := benchplan.Write(&whole, 1<<20, 1); err != nil {
		b.Fatal(err)
	}
	var out []string
	for i := range n {
		text := whole.Bytes()
		for _, name := range []string{"site-", "E000", "OAC0", `"d`} {
			text = bytes.ReplaceAll(text, []byte(name), fmt.Appendf(nil, "%s%d", name, i))
		}
		path := filepath.Join(b.TempDir(), fmt.Sprintf("root-%d.json", i))
		if err := os.WriteFile(path, text, 0o644); err != nil {
			b.Fatal(err)
		}
		out = append(out, path)
	}
	return out
}

// BenchmarkLinked judges one of 50 roots with the others as evidence, and all of
// them as one world.
func BenchmarkLinked(b *testing.B) {
	list := roots(b, 50)
	with := []string{"lint", "--no-source", "--format", "json", list[0]}
	for _, path := range list[1:] {
		with = append(with, "--with", path)
	}
	for name, args := range map[string][]string{
		"with": with,
		"link": append([]string{"lint", "--no-source", "--format", "json", "--link"}, list...),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if status, _, errs := clitest.Run(args...); status == cli.StatusFailed {
					b.Fatal(errs)
				}
			}
		})
	}
}
