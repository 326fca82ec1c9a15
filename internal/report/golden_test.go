package report

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden compares each format with a file; -update writes the files anew,
// to be read before they are kept.
func TestGolden(t *testing.T) {
	reports := map[string]Report{
		"broken":    ordinary.report(),
		"undecided": ordinary.undecided(),
		"clean":     {Version: "1.2.3", Plans: []Plan{{Path: "plan.json", Kind: "plan", TerraformVersion: "1.11.4", Source: "none", Outcomes: ordinary.outcomes()[2:3]}}},
	}
	for name, r := range reports {
		for _, format := range Formats() {
			t.Run(name+" as "+format, func(t *testing.T) {
				golden(t, filepath.Join("testdata", "golden", name+"."+format), plainly(written(t, format, r, Style{Width: 80})))
			})
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +output):\n%s", file, diff)
	}
}

// plainly drops the pages of rules from SARIF, and style and script from HTML: they
// change for reasons of their own.
func plainly(text string) string {
	text = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>|sha256-[^=]*=`).ReplaceAllString(text, "…")
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, `\n## What happens`) {
			b.WriteString(line)
		}
	}
	return b.String()
}
