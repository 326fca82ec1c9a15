package s3

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/trace"
)

// A refusal tells which part of the policy refuses: the narrowest that has to
// change, or the list in which something is missing.
func TestRefusalNamesThePart(t *testing.T) {
	const other = "arn:aws:cloudfront::111122223333:distribution/EANOTHEREXAMPLE"
	with := func(caller, element string, value any) statement {
		s := grantTo(caller)
		s[element] = value
		return s
	}
	condition := func(effect string, operators attrs) statement {
		return statement{"Effect": effect, "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*", "Condition": operators}
	}
	source := attrs{"StringEquals": attrs{"aws:SourceArn": other}}
	for _, c := range []struct {
		name, caller string
		statements   []statement
		want         trace.Part
	}{
		{"one action", "oac", []statement{with("oac", "Action", "s3:PutObject")}, trace.Part{Statement: 1, Element: "Action", Entry: "s3:PutObject"}},
		{"several actions", "oac", []statement{with("oac", "Action", []string{"s3:PutObject", "s3:DeleteObject"})}, trace.Part{Statement: 1, Element: "Action"}},
		{"actions that are left out", "oac", []statement{{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "NotAction": "s3:Get*", "Resource": "arn:aws:s3:::docs/*"}}, trace.Part{Statement: 1, Element: "NotAction", Entry: "s3:Get*"}},
		{"a resource", "oac", []statement{with("oac", "Resource", "arn:aws:s3:::docs/drafts/*")}, trace.Part{Statement: 1, Element: "Resource", Entry: "arn:aws:s3:::docs/drafts/*"}},
		{"the second statement", "oac", []statement{grantTo("oai"), with("oac", "Resource", "arn:aws:s3:::docs/drafts/*")}, trace.Part{Statement: 2, Element: "Resource", Entry: "arn:aws:s3:::docs/drafts/*"}},
		{"a condition, with what the request brings", "oac", []statement{with("oac", "Condition", source)}, trace.Part{Statement: 1, Element: "Condition", Operator: "StringEquals", Key: "aws:SourceArn", Entry: other, Instead: distributionARN}},
		{"a condition of several values", "oac", []statement{with("oac", "Condition", attrs{"StringEquals": attrs{"aws:SourceArn": []string{other, other + "2"}}})}, trace.Part{Statement: 1, Element: "Condition", Operator: "StringEquals", Key: "aws:SourceArn", Instead: distributionARN}},
		{"another identity", "oai", []statement{with("oai", "Principal", attrs{"AWS": identityARN + "2"})}, trace.Part{Statement: 1, Element: "Principal", Key: "AWS", Entry: identityARN + "2"}},
		{"the service in place of an identity", "oai", []statement{grantTo("oac")}, trace.Part{Statement: 1, Element: "Principal", Key: "Service", Entry: "cloudfront.amazonaws.com"}},
		{"a statement for somebody else is none that is wrong", "oac", []statement{with("oac", "Principal", attrs{"AWS": "arn:aws:iam::111122223333:role/editor"})}, trace.Statements},
		{"a Deny that spares another distribution", "oac", []statement{grantTo("oac"), condition("Deny", attrs{"StringNotEquals": attrs{"aws:SourceArn": other}})}, trace.Part{Statement: 2, Element: "Condition", Operator: "StringNotEquals", Key: "aws:SourceArn", Entry: other}},
		{"a Deny of plain http", "website", []statement{grantTo("website"), condition("Deny", attrs{"Bool": attrs{"aws:SecureTransport": "false"}})}, trace.Part{Statement: 2, Element: "Condition", Operator: "Bool"}},
		{"a Deny of two conditions", "website", []statement{grantTo("website"), condition("Deny", attrs{"Bool": attrs{"aws:SecureTransport": "false"}, "StringNotEquals": attrs{"aws:PrincipalOrgID": "o-x"}})}, trace.Part{Statement: 2, Element: "Condition"}},
		{"a Deny of everything", "oac", []statement{grantTo("oac"), condition("Deny", nil)}, trace.Part{Statement: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range c.statements {
				if s["Condition"] == nil || len(s["Condition"].(attrs)) == 0 {
					delete(s, "Condition")
				}
			}
			a := docs(t, true, noBlock, bucketPolicy(c.statements...)).Authorize(callers[c.caller])
			if len(a.Refusals) == 0 {
				t.Fatalf("nothing refuses: %+v", a)
			}
			if diff := cmp.Diff(c.want, a.Refusals[0].Step.Part); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// So does what S3 does not take.
func TestFaultNamesThePart(t *testing.T) {
	for path, want := range map[string]trace.Part{
		"":                                  {},
		"Version":                           {},
		"Statement":                         trace.Statements,
		"Statement[1]":                      {Statement: 2},
		"Statement[0].Effect":               {Statement: 1, Element: "Effect"},
		"Statement[0].Action[1]":            {Statement: 1, Element: "Action", Number: 2},
		"Statement[0].Principal.AWS[0]":     {Statement: 1, Element: "Principal", Key: "AWS", Number: 1},
		"Statement[0].Condition.Bool.aws:x": {Statement: 1, Element: "Condition", Operator: "Bool", Key: "aws:x"},
	} {
		if diff := cmp.Diff(want, faultPart(path)); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}
