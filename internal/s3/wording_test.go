package s3

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/trace"
)

// Of a header by which a bucket knows CloudFront key, operator and comparison are
// told, and neither value.
func TestSharedSecretsAreNotTold(t *testing.T) {
	sends := func(value string) Request {
		r := callers["website"]
		r.Referer, r.UserAgent = Header{Value: value, Set: true}, Header{Value: value, Set: true}
		return r
	}
	grant := func(operator, key string, value any) statement {
		s := grantTo("website")
		s["Condition"] = attrs{operator: attrs{key: value}}
		return s
	}
	deny := func(operator, key string) statement {
		s := grant(operator, key, "wanted-value")
		s["Effect"] = "Deny"
		return s
	}
	for _, c := range []struct {
		name       string
		statements []statement
		request    Request
		want       string
	}{
		{"another referer", []statement{grant("StringLike", "aws:Referer", "wanted-value*")}, sends("sent-value"), "requires StringLike aws:Referer a value that is not shown, but the request has aws:Referer with another value"},
		{"another user agent", []statement{grant("StringEquals", "aws:userAgent", "wanted-value")}, sends("sent-value"), "requires StringEquals aws:userAgent a value that is not shown, but the request has aws:userAgent with another value"},
		{"a referer that is not to be", []statement{grant("StringNotEquals", "aws:Referer", "wanted-value")}, sends("wanted-value"), "the request has aws:Referer with that value"},
		{"none at all", []statement{grant("StringEquals", "aws:Referer", "wanted-value")}, callers["website"], "the request has no aws:Referer"},
		{"a Deny of others", []statement{grantTo("website"), deny("StringNotEquals", "aws:Referer")}, sends("sent-value"), "the request has aws:Referer with another value"},
		{"a Deny of this one", []statement{grantTo("website"), deny("StringEquals", "aws:Referer")}, sends("wanted-value"), "the request has aws:Referer with that value"},
		{"a number where none can be", []statement{grant("NumericEquals", "aws:Referer", "wanted-value")}, sends("sent-value"), "compares the request's value with \"a value that is not shown\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := docs(t, true, noBlock, bucketPolicy(c.statements...)).Authorize(c.request)
			var told []string
			for _, r := range a.Refusals {
				told = append(told, r.Step.Detail, r.Wanted, r.Got)
			}
			for _, cause := range a.Allowed.Causes() {
				told = append(told, cause.Reason, cause.Remedy)
			}
			for _, s := range a.Steps {
				told = append(told, s.Detail)
			}
			all := strings.Join(told, "\n")
			if !strings.Contains(all, c.want) || strings.Contains(all, "wanted-value") || strings.Contains(all, "sent-value") {
				t.Errorf("no %q, or a value, in:\n%s", c.want, all)
			}
		})
	}
}

// Where the whole policy is marked, AWS's own names are still told.
func TestKeysOfSensitivePoliciesAreTold(t *testing.T) {
	s := grantTo("website")
	s["Condition"] = attrs{"StringLike": attrs{"aws:Referer": "wanted-value*"}}
	hidden := bucketPolicy(s)
	hidden.sensitive = attrs{"policy": true}
	r := callers["website"]
	r.Referer = Header{Value: "sent-value", Set: true}
	a := docs(t, true, noBlock, hidden).Authorize(r)
	if len(a.Refusals) != 1 || a.Refusals[0].Code != trace.ConditionNotMet {
		t.Fatalf("%+v", a.Refusals)
	}
	got := a.Refusals[0]
	want := "statement 1 requires StringLike aws:referer a value that is not shown, but the request has aws:referer with another value"
	if got.Step.Detail != want || got.Key != "aws:referer" {
		t.Errorf("%s (key %s), want %s", got.Step.Detail, got.Key, want)
	}
}
