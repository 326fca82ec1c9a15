package fix

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plan403/plan403/checks"
)

// Fixes are words for people. Each is carried out here as somebody would who takes it
// literally: what it says is in the table, with the change that follows from it. The
// edited source is judged as every edit is: the finding is gone, nothing else is worse.

// carried is a fix that is carried out.
type carried struct {
	rule, fixture string
	// says is all of the fix.
	says string
	does []change
}

// change replaces a text in a file, main.tf if none is named, the first time that it
// stands there. An empty from puts the new text at the end.
type change struct{ from, to, file string }

const (
	reads = `
resource "aws_cloudfront_origin_access_control" "added" {
  name                              = "added"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}
`
	moveToControl = "Give the origin an origin access control and allow that instead of everyone. "
)

// serviceReads is a policy that lets a distribution read a bucket, by their addresses.
func serviceReads(bucket, distribution string) string {
	return `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cloudfront.amazonaws.com" }
      Action    = "s3:GetObject"
      Resource  = "${` + bucket + `.arn}/*"
      Condition = { StringEquals = { "aws:SourceArn" = ` + distribution + `.arn } }
    }]
  })
`
}

// TestFixesFix carries out what fixes say.
func TestFixesFix(t *testing.T) {
	for _, c := range advised {
		t.Run(c.rule+" in "+c.fixture, func(t *testing.T) {
			g, w := planned(t, filepath.Join("../../fixtures", c.fixture))
			i := slices.IndexFunc(w.Findings, func(f checks.Finding) bool { return f.Rule == c.rule && f.Fix == c.says })
			if i < 0 {
				for _, f := range w.Findings {
					t.Logf("%s: %s", f.Rule, f.Fix)
				}
				t.Fatalf("no finding says %q", c.says)
			}
			tree, err := w.Tree.Edited(c.changed(t, w))
			if err != nil {
				t.Fatal(err)
			}
			is, err := g.World(tree)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.accepted(is, w.Findings[i]); err != nil {
				for _, f := range is.Findings {
					t.Logf("%s %s: %s", f.Severity, f.Rule, f.Message)
				}
				t.Errorf("%q does not mend it: %v", c.says, err)
			}
		})
	}
}

// changed are the files of a world as they are once the changes are made.
func (c carried) changed(t *testing.T, w *World) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, d := range c.does {
		name := d.file
		if name == "" {
			name = "main.tf"
		}
		src, ok := files[name]
		if !ok {
			src = w.Tree.Source(name)
		}
		text := string(src)
		if !strings.Contains(text, d.from) {
			t.Fatalf("%s does not hold %q", name, d.from)
		}
		if d.from == "" {
			text += d.to
		} else {
			text = strings.Replace(text, d.from, d.to, 1)
		}
		files[name] = []byte(text)
	}
	return files
}

// Not every rule has a fix that a change of the source can carry out.
var nothingToCarryOut = map[string]string{
	"access-denied":       "it has no fix: no rule knows the cause",
	"method-not-allowed":  "requests alone meet it, and it is probably meant",
	"expectation-not-met": "either side may be right",
}

// ended pairs plans that need more than an edit of the source with those that do what
// the fix says: what a rule reports of the one it does not report of the other.
var ended = []struct{ rule, from, to string }{
	{"apply-window", "policy-renamed-without-moved", "policy-renamed-with-moved"},
	{"apply-window", "oai-to-oac-at-once", "oac-after-both-are-granted"},
	{"policy-removed", "policy-created-before-destroy", "policy-recreated"},
}

func TestFixesOfPlansFix(t *testing.T) {
	reported := func(fixture, rule string) bool {
		_, w := planned(t, filepath.Join("../../fixtures", fixture))
		return slices.ContainsFunc(w.Findings, func(f checks.Finding) bool { return f.Rule == rule && f.Change != checks.Fixed })
	}
	for _, p := range ended {
		if !reported(p.from, p.rule) || reported(p.to, p.rule) {
			t.Errorf("%s: %s does not end what %s is reported for", p.rule, p.to, p.from)
		}
	}
}

func TestEveryFixIsCarriedOut(t *testing.T) {
	for _, r := range checks.All {
		there := slices.ContainsFunc(advised, func(c carried) bool { return c.rule == r.Name })
		for _, p := range ended {
			there = there || p.rule == r.Name
		}
		if why := nothingToCarryOut[r.Name]; !there && why == "" {
			t.Errorf("no test carries out what %s says to do", r.Name)
		}
	}
}
