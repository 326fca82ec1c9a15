package docs

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// headings are those of every rule document, in order.
var headings = []string{
	"What happens", "Fails", "Works", "How plan403 decides", "Sources", "Silence it",
}

// widest is the width to which documents are wrapped, so that they read well
// in a terminal. Links cannot be wrapped.
const widest = 80

func pages(t *testing.T) map[string]string {
	t.Helper()
	entries, err := Rules.ReadDir("rules")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".md")
		text, ok := Rule(name)
		if !ok {
			t.Fatalf("Rule(%q) finds nothing, but the file is there", name)
		}
		out[name] = text
	}
	return out
}

func TestRuleIsNoPath(t *testing.T) {
	for _, name := range []string{"", "no-such-rule", "../docs", "/etc/passwd", "oac-not-granted.md"} {
		if text, ok := Rule(name); ok || text != "" {
			t.Errorf("Rule(%q) = %q, %v; want nothing", name, text, ok)
		}
	}
}

func TestEveryPageHasTheSameShape(t *testing.T) {
	for name, text := range pages(t) {
		t.Run(name, func(t *testing.T) {
			if !strings.HasPrefix(text, "# "+name+"\n") {
				t.Errorf("begins with %.40q, want the rule's name", text)
			}
			if diff := cmp.Diff(headings, sections(text)); diff != "" {
				t.Errorf("headings (-want +got):\n%s", diff)
			}
			if n := strings.Count(text, "```hcl\n"); n != 2 && name != "access-denied" {
				t.Errorf("%d blocks of HCL, want one that fails and one that works", n)
			}
			if !strings.Contains(text, "\n| severity | certainty |\n|---|---|\n") {
				t.Error("no table of severity and certainty")
			}
			silencing(t, name, text)
			if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") {
				t.Error("does not end in exactly one newline")
			}
		})
	}
}

// silencing checks that a page names each way to silence its rule. A comment has
// no place beside a block that is gone.
func silencing(t *testing.T, name, text string) {
	t.Helper()
	ways := []string{"`plan403 lint --skip " + name + "`", "`rule = \"" + name + "\"`"}
	if name != "policy-removed" {
		ways = append(ways, "`# plan403:ignore "+name+" REASON`")
	}
	_, text, _ = strings.Cut(text, "\n## Silence it\n")
	for _, way := range ways {
		if !strings.Contains(strings.Join(strings.Fields(text), " "), way) {
			t.Errorf("does not say how to silence the rule: no %s", way)
		}
	}
}

func sections(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, "## "); ok {
			out = append(out, strings.TrimSpace(rest))
		}
	}
	return out
}

func TestLinesFitATerminal(t *testing.T) {
	for name, text := range pages(t) {
		n := 0
		for line := range strings.Lines(text) {
			n++
			line = strings.TrimRight(line, "\n")
			if utf8.RuneCountInString(line) > widest && !strings.HasPrefix(line, "  <https://") {
				t.Errorf("%s.md:%d is wider than %d: %s", name, n, widest, line)
			}
		}
	}
}
