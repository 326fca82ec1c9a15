package checks

import (
	"testing"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// Whatever a cause leaves out, an undecided item names a resource, what of it is
// missing, why, and what to do.
func TestUndecidedNamesWhatIsMissing(t *testing.T) {
	w, _ := worlds(t, working(), working())
	asked := simulate.Outcome{
		Distribution: w.Distributions[0], Request: simulate.Request{Method: "GET", Path: "/a"},
		Result: simulate.Result{Verdict: simulate.Unknown, Trace: []trace.Step{
			{Step: "origin", Address: "aws_cloudfront_distribution.site", Attribute: "origin[0].domain_name"},
			{Step: "bucket policy", Address: "aws_s3_bucket_policy.docs", Attribute: "policy"},
			{Step: "verdict"},
		}},
	}
	untold := asked
	untold.Result.Trace = nil
	for _, c := range []struct {
		name             string
		o                simulate.Outcome
		causes           []tri.Cause
		address, missing string
	}{
		{"a cause tells all", asked, []tri.Cause{{Address: "aws_kms_key.k", Attribute: "policy", Reason: "why"}}, "aws_kms_key.k", "policy"},
		{"a cause of a policy's evaluation is about the step that it hung on", asked, []tri.Cause{{Reason: "not documented"}}, "aws_s3_bucket_policy.docs", "policy"},
		{"a resource as a whole", asked, []tri.Cause{{Address: "aws_kms_key.k", Reason: "why"}}, "aws_kms_key.k", "its effect on GET /a"},
		{"no cause is stated", asked, nil, "aws_s3_bucket_policy.docs", "policy"},
		{"neither cause nor trace", untold, nil, "aws_cloudfront_distribution.site", "its effect on GET /a"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.o
			o.Causes = c.causes
			list := Open(w, w, []simulate.Outcome{o}, nil)
			if len(list) != 1 {
				t.Fatalf("%d items, want one", len(list))
			}
			u := list[0]
			if u.Address != c.address || u.Missing != c.missing || u.Reason == "" || u.Remedy == "" {
				t.Errorf("%+v", u)
			}
		})
	}
}

// What a finding tells as possible is not told again as undecided; what is missing at
// another place of the same request is.
func TestFoundIsNotUndecided(t *testing.T) {
	w, _ := worlds(t, working(), working())
	o := simulate.Outcome{
		Distribution: w.Distributions[0], Request: simulate.Request{Method: "GET", Path: "/a"},
		Result: simulate.Result{Verdict: simulate.Unknown, Causes: []tri.Cause{
			{Address: "aws_s3_bucket_lifecycle_configuration.docs", Attribute: "rule[0]", Reason: "archived"},
			{Address: "aws_kms_key.k", Attribute: "policy", Reason: "not in this plan"},
		}},
	}
	found := Finding{Address: "aws_s3_bucket_lifecycle_configuration.docs", Attribute: "rule[0]", Outcomes: []int{0}}
	elsewhere := found
	elsewhere.Outcomes = []int{1}
	for _, c := range []struct {
		name    string
		finding Finding
		want    int
	}{
		{"a finding about the request tells one of two", found, 1},
		{"a finding about another request tells neither", elsewhere, 2},
	} {
		if got := Open(w, w, []simulate.Outcome{o}, []Finding{c.finding}); len(got) != c.want {
			t.Errorf("%s: %d undecided, want %d", c.name, len(got), c.want)
		}
	}
}
