package config

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/checks"
)

func within(file string, start, end int) *hcl.Range {
	return &hcl.Range{Filename: file, Start: hcl.Pos{Byte: start}, End: hcl.Pos{Byte: end}}
}

func TestMatches(t *testing.T) {
	found := checks.Finding{
		Rule: "oac-not-granted", Address: `module.legacy["eu"].aws_s3_bucket_policy.site[0]`,
		Related: []string{"aws_cloudfront_distribution.site"}, Range: within("s3.tf", 50, 60),
	}
	for _, c := range []struct {
		name   string
		ignore Ignore
		want   bool
	}{
		{"a rule alone matches all its findings", Ignore{Rule: "oac-not-granted"}, true},
		{"another rule does not", Ignore{Rule: "oai-not-granted"}, false},
		{"a whole address matches", Ignore{Address: found.Address}, true},
		{"* stands for dots, quotes and brackets", Ignore{Address: "module.legacy*"}, true},
		{"* stands for nothing too", Ignore{Address: found.Address + "*"}, true},
		{"? stands for one character", Ignore{Address: `module.legacy["e?"].*`}, true},
		{"brackets stand for themselves", Ignore{Address: `module.legacy*site[0]`}, true},
		{"the beginning of an address is not enough", Ignore{Address: "module.legacy"}, false},
		{"an address is compared with its case", Ignore{Address: "Module.legacy*"}, false},
		{"a related resource counts", Ignore{Address: "aws_cloudfront_distribution.*"}, true},
		{"a resource that takes no part does not", Ignore{Address: "aws_s3_bucket.*"}, false},
		{"address and rule must both fit", Ignore{Address: "module.legacy*", Rule: "explicit-deny"}, false},
		{"a comment matches inside its block", Ignore{Rule: "oac-not-granted", Within: within("s3.tf", 50, 51)}, true},
		{"a comment does not match before its block", Ignore{Within: within("s3.tf", 51, 99)}, false},
		{"a comment does not match behind its block", Ignore{Within: within("s3.tf", 10, 50)}, false},
		{"a comment does not match in another file", Ignore{Within: within("modules/s3.tf", 0, 99)}, false},
		{"a comment of another rule does not match", Ignore{Rule: "explicit-deny", Within: within("s3.tf", 0, 99)}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.ignore.Matches(found); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	if (Ignore{Within: within("", 0, 99)}).Matches(checks.Finding{}) {
		t.Error("a comment matches a finding without a place")
	}
}

func TestOver(t *testing.T) {
	day := time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)
	east := time.FixedZone("east", 10*60*60)
	for _, c := range []struct {
		name  string
		until time.Time
		now   time.Time
		want  bool
	}{
		{"without a day it never ends", time.Time{}, day, false},
		{"it holds the day before", day, time.Date(2027, 4, 30, 23, 59, 59, 0, time.UTC), false},
		{"it holds to the end of the day", day, time.Date(2027, 5, 1, 23, 59, 59, 0, time.UTC), false},
		{"it is over the day after", day, time.Date(2027, 5, 2, 0, 0, 0, 0, time.UTC), true},
		{"the day is that of the clock", day, time.Date(2027, 5, 1, 23, 59, 59, 0, east), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := (Ignore{Until: c.until}).Over(c.now); got != c.want {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
}

func TestSift(t *testing.T) {
	now := time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC)
	findings := []checks.Finding{{Rule: "a"}, {Rule: "b"}, {Rule: "c"}}
	ignores := []Ignore{
		{Rule: "a", Reason: "over", Until: now.AddDate(0, 0, -2)},
		{Rule: "a", Reason: "first"},
		{Rule: "a", Reason: "second"},
		{Rule: "b", Reason: "over", Until: now.AddDate(0, 0, -1)},
		{Rule: "d", Reason: "unused"},
	}
	kept, silenced, used := Sift(findings, ignores, now)
	if diff := cmp.Diff([]checks.Finding{{Rule: "b"}, {Rule: "c"}}, kept); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Silenced{{Finding: checks.Finding{Rule: "a"}, By: ignores[1]}}, silenced); diff != "" {
		t.Errorf("silenced (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]bool{true, true, true, true, false}, used); diff != "" {
		t.Errorf("used (-want +got):\n%s", diff)
	}
}

// Whatever is ignored, no finding gets lost: each is reported or silenced by an
// ignore that fits it and holds.
func TestSiftLosesNothing(t *testing.T) {
	now := time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC)
	word := rapid.SampledFrom([]string{"", "a", "b", "a.b"})
	pattern := rapid.SampledFrom([]string{"", "*", "a*", "?.b", "b"})
	rapid.Check(t, func(t *rapid.T) {
		findings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) checks.Finding {
			return checks.Finding{Rule: word.Draw(t, "rule"), Address: word.Draw(t, "address"), Related: []string{word.Draw(t, "related")}}
		}), 0, 8).Draw(t, "findings")
		ignores := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Ignore {
			i := Ignore{Rule: word.Draw(t, "rule"), Address: pattern.Draw(t, "pattern")}
			if days := rapid.IntRange(-2, 2).Draw(t, "days"); days != 0 {
				i.Until = now.AddDate(0, 0, days)
			}
			return i
		}), 0, 4).Draw(t, "ignores")
		kept, silenced, used := Sift(findings, ignores, now)
		if len(kept)+len(silenced) != len(findings) || len(used) != len(ignores) {
			t.Fatalf("%d kept and %d silenced of %d", len(kept), len(silenced), len(findings))
		}
		for _, s := range silenced {
			if !s.By.Matches(s.Finding) || s.By.Over(now) {
				t.Fatalf("%+v is silenced by %+v", s.Finding, s.By)
			}
		}
		for _, f := range kept {
			for _, i := range ignores {
				if i.Matches(f) && !i.Over(now) {
					t.Fatalf("%+v is reported in spite of %+v", f, i)
				}
			}
		}
	})
}
