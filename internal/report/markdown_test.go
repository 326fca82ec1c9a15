package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/simulate"
)

func TestProse(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words stay words", "no statement allows it, so viewers get 403.", "no statement allows it, so viewers get 403."},
		{"addresses are code, the marks around them are not", "through (aws_s3_bucket.a):", "through (`aws_s3_bucket.a`):"},
		{"a link is code", "[x](http://e.example)", "`[x](http://e.example`)"},
		{"a mention is code", "ask @team.", "ask `@team`."},
		{"a backtick gets a longer fence", "a`b", "``a`b``"},
		{"backticks at the ends get a space", "`a`", "`` `a` ``"},
		{"a line break is shown", "a\nb", "`a\\u{a}b`"},
		{"a list cannot begin", "- a", "`-` a"},
		{"a numbered list cannot begin", "1. a", "`1.` a"},
		{"numbers inside are words", "status 403.", "status 403."},
		{"letters of all scripts are words", "größer als 漢", "größer als 漢"},
		{"nothing is nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, prose(c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMermaidText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"names stay as they are", "aws_s3_bucket.a-b/c", "aws_s3_bucket.a-b/c"},
		{"a quote cannot end the label", `a"]`, "a#34;#93;"},
		{"a directive is none", "%%{init}%%", "#37;#37;#123;init#125;#37;#37;"},
		{"a character code is text", "#35;", "#35;35#59;"},
		{"markdown in a label is text", "`**a**`", "#96;#42;#42;a#42;#42;#96;"},
		{"a long label is cut", strings.Repeat("a", 200), strings.Repeat("a", maxLabel-1) + "…"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, MermaidText(c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLargePictureShowsWhatFails(t *testing.T) {
	p := ordinary.broken()
	failing := p.Outcomes[0]
	p.Outcomes = nil
	for i := range 300 {
		o := failing
		o.Behavior, o.After = fmt.Sprintf("/%d/*", i), simulate.Served
		p.Outcomes = append(p.Outcomes, o)
	}
	p.Outcomes = append(p.Outcomes, failing)
	out := picture(p)
	if !strings.Contains(out, "403") || strings.Count(out, "\n") > 3*maxEdges {
		t.Errorf("%d lines; 403 must be in:\n%s", strings.Count(out, "\n"), out)
	}
	if !strings.Contains(out, "more in the plan than are drawn") {
		t.Error("does not say that it is not all")
	}
}

func TestSummaryIsTheComment(t *testing.T) {
	var b bytes.Buffer
	if err := Summary(&b, ordinary.report()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(written(t, "markdown", ordinary.report(), Style{}), b.String()); diff != "" {
		t.Error(diff)
	}
}

func TestCountsAreWords(t *testing.T) {
	for _, c := range []struct {
		name   string
		counts Counts
		want   string
	}{
		{"nothing found", Counts{}, "no 403 found"},
		{"nothing but failures of other kinds", Counts{Failing: 2}, "no 403 found, but 2 requests not served"},
		{"all is ignored", Counts{Ignored: 2}, "no 403 found (2 ignored)"},
		{"all is known", Counts{Errors: 1, Known: 1}, "1 error (1 in the baseline)"},
		{"known and ignored", Counts{Errors: 2, Known: 1, Ignored: 3}, "2 errors (1 in the baseline, 3 ignored)"},
		{"all is left out", Counts{LeftOut: 1}, "no 403 found (1 left out)"},
		{"what is repaired is no notice", Counts{Notices: 2, Fixed: 1}, "1 notice, 1 fixed"},
		{"undecided is told", Counts{Errors: 2, Undecided: 1}, "2 errors, 1 undecided"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, c.counts.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPossibleIsTold(t *testing.T) {
	f := checks.Finding{Certainty: checks.Possible, Message: "GET / returns 403"}
	if got := oneLine(f); got != "possible: GET / returns 403" {
		t.Errorf("words %q", got)
	}
}
