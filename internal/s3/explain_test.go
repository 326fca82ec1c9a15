package s3

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/trace"
)

// What is named as missing when one statement fails in several ways: a
// statement for other actions grants nothing of what is asked, so neither its
// resource nor its condition is the cause.
func TestNamedCause(t *testing.T) {
	const objects, bucket = "arn:aws:s3:::docs/*", "arn:aws:s3:::docs"
	other := attrs{"StringEquals": attrs{"aws:SourceArn": "arn:aws:cloudfront::999999999999:distribution/E0"}}
	for name, c := range map[string]struct {
		action, resource string
		condition        attrs
		want             trace.Code
	}{
		"another action":                             {"s3:GetObjectVersion", objects, nil, trace.ActionMissing},
		"another action, for the bucket":             {"s3:ListBucket", bucket, nil, trace.ActionMissing},
		"another action, for another distribution":   {"s3:PutObject", objects, other, trace.ActionMissing},
		"every action on the bucket":                 {"s3:*", bucket, nil, trace.ResourceMissing},
		"the read of other keys":                     {"s3:GetObject", bucket + "/other/*", nil, trace.ResourceMissing},
		"the read for another distribution":          {"s3:GetObject", objects, other, trace.SourceMismatch},
		"the read of other keys for another of them": {"s3:GetObject", bucket + "/other/*", other, trace.SourceMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			s := grantTo("oac")
			s["Action"], s["Resource"] = c.action, c.resource
			delete(s, "Condition")
			if c.condition != nil {
				s["Condition"] = c.condition
			}
			answer := docs(t, true, noBlock, bucketPolicy(s)).Authorize(callers["oac"])
			if len(answer.Refusals) != 1 || answer.Refusals[0].Code != c.want {
				t.Errorf("refusals %+v, want one: %v", answer.Refusals, c.want)
			}
		})
	}
}

// A policy of which it is open whether S3 takes it is told once, where nobody is let in
// either way.
func TestPolicyThatMayBeRefusedIsToldOnce(t *testing.T) {
	s := grantTo("oac")
	s["Principal"] = attrs{"Service": "Cloudfront.amazonaws.com"}
	refusals := docs(t, true, bucketPolicy(s)).Authorize(callers["oac"]).Refusals
	if len(refusals) != 1 || refusals[0].Code != trace.PrincipalMissing {
		t.Errorf("refusals %+v, want one: %v", refusals, trace.PrincipalMissing)
	}
}

// Only a signed request has a source: of others the condition is not met, and no
// other source would help.
func TestSourceOfOtherCallers(t *testing.T) {
	for caller, want := range map[string]trace.Code{"oac": trace.SourceMismatch, "oai": trace.ConditionNotMet, "anonymous": trace.ConditionNotMet, "website": trace.ConditionNotMet} {
		t.Run(caller, func(t *testing.T) {
			s := grantTo(caller)
			s["Condition"] = attrs{"StringEquals": attrs{"aws:SourceArn": "arn:aws:cloudfront::999999999999:distribution/E0"}}
			answer := docs(t, true, noBlock, bucketPolicy(s)).Authorize(callers[caller])
			if len(answer.Refusals) != 1 || answer.Refusals[0].Code != want {
				t.Errorf("refusals %+v, want one: %v", answer.Refusals, want)
			}
		})
	}
}

// Long policies are not told statement by statement: only those that came nearest.
func TestNearestStatementsAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		statements, steps int
		last              string
	}{
		"each of six":                     {6, 6, "statement Grant covers arn:aws:s3:::docs/6/*, not arn:aws:s3:::docs/a.html"},
		"six of seven, and that one more": {7, 7, "one more statement does not grant it either"},
		"six of 40, and how many more":    {40, 7, "34 more statements do not grant it either"},
	} {
		t.Run(name, func(t *testing.T) {
			var list []statement
			for i := range c.statements {
				s := grantTo("oac")
				s["Resource"] = fmt.Sprintf("arn:aws:s3:::docs/%d/*", i+1)
				list = append(list, s)
			}
			answer := docs(t, true, noBlock, bucketPolicy(list...)).Authorize(callers["oac"])
			if len(answer.Steps) != c.steps || answer.Steps[len(answer.Steps)-1].Detail != c.last {
				t.Errorf("steps %+v, want %d, the last %q", answer.Steps, c.steps, c.last)
			}
		})
	}
}

func TestFewPrincipalsAreNamed(t *testing.T) {
	var list []statement
	for i := range 14 {
		s := grantTo("oac")
		s["Principal"] = attrs{"AWS": fmt.Sprintf("arn:aws:iam::123456789012:role/r%d", i)}
		list = append(list, s)
	}
	answer := docs(t, true, noBlock, bucketPolicy(list...)).Authorize(callers["oac"])
	if got := answer.Refusals[0].Step.Detail; !strings.HasSuffix(got, "role/r2 and 11 more") {
		t.Errorf("told %q, want three principals and how many more there are", got)
	}
}
