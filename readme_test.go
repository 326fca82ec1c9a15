package main_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// example is the fixture that the README shows.
const example = "fixtures/region-in-source-arn"

func TestReadmeShowsRealOutput(t *testing.T) {
	want := clitest.Block(t, clitest.ReadFile(t, "README.md"), "plan403 prints", "text")
	status, out, errs := clitest.Run(example + "/plan.json")
	if status != cli.StatusFindings || errs != "" {
		t.Errorf("exit status %d, want %d; standard error %q, want nothing", status, cli.StatusFindings, errs)
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("the README's output and the program's (-readme +program):\n%s", diff)
	}
}

func TestReadmeShowsRealSource(t *testing.T) {
	want := clitest.Block(t, clitest.ReadFile(t, "README.md"), "## An example\n", "hcl")
	comment := regexp.MustCompile(`(?m)^ *# want .*\n| # want .*$`)
	if source := comment.ReplaceAllString(clitest.ReadFile(t, example+"/main.tf"), ""); !strings.Contains(source, want) {
		t.Errorf("%s/main.tf does not hold the README's excerpt:\n%s", example, want)
	}
}

func TestReadmeListsEveryRule(t *testing.T) {
	var want strings.Builder
	for _, r := range checks.All {
		fmt.Fprintf(&want, "| [%s](docs/rules/%[1]s.md) | %s | %s |\n", r.Name, r.Worst, r.Title)
	}
	_, text, _ := strings.Cut(clitest.ReadFile(t, "README.md"), "| rule | severity | what it finds |\n|---|---|---|\n")
	got, _, _ := strings.Cut(text, "\n\n")
	if got+"\n" != want.String() {
		t.Errorf("the README's rules are not those of the program, which are:\n%s", want.String())
	}
}

func TestReadmeLinksLeadSomewhere(t *testing.T) {
	for _, name := range []string{"README.md", "CONTRIBUTING.md"} {
		for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(clitest.ReadFile(t, name), -1) {
			if _, err := os.Stat(link[1]); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
