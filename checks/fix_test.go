package checks

import (
	"strings"
	"testing"
)

// The label says what is wrong with the value that is there, the fix what to write.
func TestFix(t *testing.T) {
	shown := func(statements ...attrs) resources {
		return working().with(policyAddress, attrs{"policy": policyOf(statements...)})
	}
	grant := allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*")
	deny := func(condition attrs) attrs {
		return attrs{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::docs/*", "Condition": condition}
	}
	source := func(arn string) resources { return shown(allowing(arn, "s3:GetObject", "arn:aws:s3:::docs/*")) }
	for name, c := range map[string]struct {
		plan resources
		want string
	}{
		"a region in the ARN":               {source("arn:aws:cloudfront:eu-west-1:111122223333:distribution/EDFDVBD6EXAMPLE"), "this ARN has the region eu-west-1; a distribution's has none"},
		"the ARN of a bucket":               {source("arn:aws:s3:::docs"), "this is the ARN of something in s3, not of a distribution"},
		"another account":                   {source("arn:aws:cloudfront::444455556666:distribution/EDFDVBD6EXAMPLE"), "this ARN has the account 444455556666, not 111122223333"},
		"another distribution":              {source("arn:aws:cloudfront::111122223333:distribution/EOTHER"), "this is another distribution: distribution/EOTHER"},
		"a wildcard that is none":           {source("arn:aws:cloudfront::111122223333:distribution/*"), "this has a wildcard, which only ArnLike and StringLike understand"},
		"another partition":                 {source("arn:aws-cn:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"), "this ARN is in the partition aws-cn"},
		"no ARN at all":                     {source("EDFDVBD6EXAMPLE"), "Replace the value of AWS:SourceArn with aws_cloudfront_distribution.site.arn, by reference rather than as text."},
		"a list of distributions in a Deny": {shown(grant, deny(attrs{"StringNotEquals": attrs{"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/EOTHER"}})), "Add aws_cloudfront_distribution.site.arn to the values of aws:SourceArn in the Deny."},
		"a list of accounts in a Deny":      {shown(grant, deny(attrs{"StringNotEquals": attrs{"aws:SourceAccount": "444455556666"}})), "Add the account 111122223333 to the values of aws:SourceAccount in the Deny."},
		"a Deny for other addresses":        {shown(grant, deny(attrs{"NotIpAddress": attrs{"aws:SourceIp": "203.0.113.0/24"}})), "add the condition Bool aws:PrincipalIsAWSService = false"},
		"a prefix":                          {shown(allowing(siteARN, "s3:*", "arn:aws:s3:::docs")), "Add arn:aws:s3:::docs/* to the Resource of the statement."},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := found(t, nil, c.plan)
			var said []string
			for _, f := range findings {
				said = append(said, f.Label, f.Fix)
			}
			if all := strings.Join(said, "\n"); !strings.Contains(all, c.want) {
				t.Errorf("no %q in %q", c.want, all)
			}
		})
	}
}

// TestDifference: what is no single ARN of six parts is passed over.
func TestDifference(t *testing.T) {
	const arn = "arn:aws:cloudfront::111122223333:distribution/E1"
	for name, c := range map[string]struct{ found, want string }{
		"the same":    {arn, ""},
		"a text":      {"E1", ""},
		"nothing":     {"", ""},
		"two":         {arn + " or arn:aws:s3:::docs", ""},
		"a variable":  {"arn:aws:cloudfront::${aws:SourceAccount}:distribution/E1", "this holds a policy variable, which counts as one only in Version \"2012-10-17\""},
		"another id":  {"arn:aws:cloudfront::111122223333:distribution/E2", "this is another distribution: distribution/E2"},
		"more colons": {"arn:aws:cloudfront::111122223333:distribution/E1:x", "this is another distribution: distribution/E1:x"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := difference(c.found, arn); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
