package docs_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/docs"
)

func ruleNames() []string {
	var out []string
	for _, r := range checks.All {
		out = append(out, r.Name)
	}
	return out
}

func TestRulesAreSortedAndUnique(t *testing.T) {
	names := ruleNames()
	want := slices.Compact(slices.Sorted(slices.Values(names)))
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("checks.All (-want +got):\n%s", diff)
	}
}

// Every rule can be read about, and no page promises a rule that is not there.
func TestEveryRuleHasItsPage(t *testing.T) {
	files, err := fs.Glob(docs.Rules, "rules/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, f := range files {
		pages = append(pages, strings.TrimSuffix(strings.TrimPrefix(f, "rules/"), ".md"))
	}
	want := slices.Sorted(slices.Values(ruleNames()))
	if diff := cmp.Diff(want, slices.Sorted(slices.Values(pages))); diff != "" {
		t.Errorf("pages of docs/rules (-rules +pages):\n%s", diff)
	}
}

func TestPageSaysWhatTheRuleSays(t *testing.T) {
	for _, r := range checks.All {
		t.Run(r.Name, func(t *testing.T) {
			if r.Title == "" || r.Run == nil {
				t.Fatal("a rule needs a title and a function")
			}
			title, severity := pageHead(r.Name)
			if want := sentence(r.Title); title != want {
				t.Errorf("the page says %q, the rule's title is %q", title, want)
			}
			if severity != r.Worst.String() {
				t.Errorf("the page says %q, the rule reports up to %s", severity, r.Worst)
			}
		})
	}
}

// pageHead reads a page's title, which may be wrapped, and the severity in the
// table below it.
func pageHead(name string) (title, severity string) {
	text, _ := docs.Rule(name)
	_, text, _ = strings.Cut(text, "\n\n")
	title, text, _ = strings.Cut(text, "\n\n")
	_, text, _ = strings.Cut(text, "|---|---|\n| ")
	severity, _, _ = strings.Cut(text, " |")
	return strings.ReplaceAll(title, "\n", " "), severity
}

// sentence writes a title as the first line of a page does. The name of a host
// keeps its small letter.
func sentence(title string) string {
	first := []rune(title)
	if word, _, _ := strings.Cut(title, " "); !strings.Contains(word, ".") {
		first[0] = unicode.ToUpper(first[0])
	}
	return string(first) + "."
}
