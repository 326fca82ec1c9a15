package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
)

// example is the fixture that the README shows.
const example = "fixtures/region-in-source-arn"

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}

// block returns the first fenced block of a document after a mark.
func block(t *testing.T, text, mark, language string) string {
	t.Helper()
	_, text, ok := strings.Cut(text, mark)
	_, text, ok2 := strings.Cut(text, "```"+language+"\n")
	text, _, ok3 := strings.Cut(text, "```\n")
	if !ok || !ok2 || !ok3 {
		t.Fatalf("no block of %s after %q", language, mark)
	}
	return text
}

func TestReadmeShowsRealOutput(t *testing.T) {
	want := block(t, readFile(t, "README.md"), "plan403 prints", "text")
	status, out, errs := command(example + "/plan.json")
	if status != exitFindings || errs != "" {
		t.Errorf("exit status %d, want %d; standard error %q, want nothing", status, exitFindings, errs)
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("the README's output and the program's (-readme +program):\n%s", diff)
	}
}

func TestReadmeShowsRealSource(t *testing.T) {
	want := block(t, readFile(t, "README.md"), "# plan403\n", "hcl")
	comment := regexp.MustCompile(`(?m) # want .*$`)
	if source := comment.ReplaceAllString(readFile(t, example+"/main.tf"), ""); !strings.Contains(source, want) {
		t.Errorf("%s/main.tf does not hold the README's excerpt:\n%s", example, want)
	}
}

func TestReadmeListsEveryRule(t *testing.T) {
	var want strings.Builder
	for _, r := range checks.All {
		fmt.Fprintf(&want, "| [%s](docs/rules/%[1]s.md) | %s | %s |\n", r.Name, r.Worst, r.Title)
	}
	_, text, _ := strings.Cut(readFile(t, "README.md"), "| rule | severity | what it finds |\n|---|---|---|\n")
	got, _, _ := strings.Cut(text, "\n\n")
	if got+"\n" != want.String() {
		t.Errorf("the README's rules are not those of the program, which are:\n%s", want.String())
	}
}

func TestReadmeLinksLeadSomewhere(t *testing.T) {
	for _, name := range []string{"README.md", "CONTRIBUTING.md"} {
		for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(readFile(t, name), -1) {
			if _, err := os.Stat(link[1]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
