package config

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lines shows comments as "rule reason: lines from-to".
func lines(list []Ignore) []string {
	var out []string
	for _, i := range list {
		out = append(out, fmt.Sprintf("%s %q: lines %d-%d", i.Rule, i.Reason, i.Within.Start.Line, i.Within.End.Line))
	}
	return out
}

func TestComments(t *testing.T) {
	for _, c := range []struct {
		name, text     string
		want, problems []string
	}{
		{"above a block, for the whole of it", `# plan403:ignore explicit-deny it is meant
resource "aws_s3_bucket_policy" "site" {
  policy = "{}"
}
`, []string{`explicit-deny "it is meant": lines 2-4`}, nil},
		{"on the first line of a block", `
resource "aws_s3_bucket_policy" "site" { // plan403:ignore explicit-deny it is meant
  policy = "{}"
}
`, []string{`explicit-deny "it is meant": lines 2-4`}, nil},
		{"above an argument, for it alone", `resource "a" "b" {
  bucket = "x"
  #plan403:ignore explicit-deny   it   is meant
  policy = jsonencode({
    Statement = []
  })
}
`, []string{`explicit-deny "it is meant": lines 4-6`}, nil},
		{"on the line of an argument", `resource "a" "b" {
  bucket = "x" # plan403:ignore all not ours
}
`, []string{` "not ours": lines 2-2`}, nil},
		{"above a nested block", `resource "a" "b" {
  // plan403:ignore geo-restricted two countries
  restrictions {
    geo_restriction {
    }
  }
}
`, []string{`geo-restricted "two countries": lines 3-6`}, nil},
		{"several, and other comments between", `# plan403:ignore explicit-deny one
# a word about the bucket
  # plan403:ignore not-public two
resource "a" "b" {}
`, []string{`explicit-deny "one": lines 4-4`, `not-public "two": lines 4-4`}, nil},
		{"a block in one line counts, not the argument in it", `a { b = 1 } # plan403:ignore explicit-deny one
`, []string{`explicit-deny "one": lines 1-1`}, nil},
		{"with carriage returns", "# plan403:ignore explicit-deny one\r\na {\r\n}\r\n", []string{`explicit-deny "one": lines 2-3`}, nil},

		{
			"without a reason it is not followed", "a {} # plan403:ignore explicit-deny\n", nil,
			[]string{"x.tf:1:6: plan403:ignore explicit-deny gives no reason, so it is not followed; write one after the rule's name"},
		},
		{
			"a reason that nobody sees is none", "a {} # plan403:ignore explicit-deny \u200b\u2060\n", nil,
			[]string{"x.tf:1:6: plan403:ignore explicit-deny gives no reason, so it is not followed; write one after the rule's name"},
		},
		{
			"without a rule", "a {} # plan403:ignore\n", nil,
			[]string{"x.tf:1:6: plan403:ignore names no rule; write a rule's name and the reason after it"},
		},
		{
			"a rule that does not exist", "\n  # plan403:ignore explicit-denial why\na {}\n", nil,
			[]string{`x.tf:2:3: plan403:ignore "explicit-denial": no rule has this name; plan403 rules lists them`},
		},
		{
			"a blank line between", "# plan403:ignore explicit-deny why\n\na {}\n", nil,
			[]string{"x.tf:1:1: plan403:ignore is neither on the first line of a block or argument nor right above one"},
		},
		{
			"inside an expression", "a {\n  b = {\n    # plan403:ignore explicit-deny why\n    c = 1\n  }\n}\n", nil,
			[]string{"x.tf:3:5: plan403:ignore is neither on the first line of a block or argument nor right above one"},
		},
		{
			"behind the closing bracket", "a {\n} # plan403:ignore explicit-deny why\n", nil,
			[]string{"x.tf:2:3: plan403:ignore is neither on the first line of a block or argument nor right above one"},
		},

		{"a text is no comment", "a = \"# plan403:ignore explicit-deny why\"\nb = <<EOT\n# plan403:ignore explicit-deny why\nEOT\n", nil, nil},
		{"another word is no mark", "a {} # plan403:ignored explicit-deny why\n", nil, nil},
		{"a mark in the middle of a comment is none", "a {} # see plan403:ignore explicit-deny why\n", nil, nil},
		{"a comment of the other kind is none", "a {} /* plan403:ignore explicit-deny why */\n", nil, nil},
		{"a file that does not parse has none", "a { # plan403:ignore explicit-deny why\n", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, problems := Comments("x.tf", []byte(c.text))
			if diff := cmp.Diff(c.want, lines(list)); diff != "" {
				t.Errorf("comments (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.problems, problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCommentsAreBounded(t *testing.T) {
	list, problems := Comments("x.tf", []byte(strings.Repeat("a {} # plan403:ignore explicit-deny why\n", maxComments+5)))
	want := []string{"x.tf: only the first 1000 plan403:ignore comments are read"}
	if diff := cmp.Diff(want, problems); len(list) != maxComments || diff != "" {
		t.Errorf("%d comments, want %d; problems (-want +got):\n%s", len(list), maxComments, diff)
	}
}

func FuzzComments(f *testing.F) {
	for _, s := range []string{
		"# plan403:ignore all why\na {}\n", "a { b = 1 } // plan403:ignore explicit-deny why", "/* */ # plan403:ignore\n# plan403:ignore all why",
		"a = <<-EOT\n  # plan403:ignore all why\n  ${b}\nEOT\n", "#plan403:ignore all \x00\xff\n\na \"b\" c {\n}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		list, problems := Comments("x.tf", src)
		for _, i := range list {
			if i.Reason == "" || i.Within == nil || i.Within.Start.Line < i.Range.Start.Line {
				t.Errorf("a comment without a reason, or for what stands above it: %+v", i)
			}
		}
		for _, p := range problems {
			if !strings.HasPrefix(p, "x.tf:") || strings.ContainsAny(p, "\n\r") {
				t.Errorf("want one line that begins with the file's name, got %q", p)
			}
		}
	})
}
