package s3

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/policy"
)

// What S3 takes for public (S3 User Guide, Blocking public access to your
// Amazon S3 storage, The meaning of "public"): every Allow must be limited to
// fixed values of the keys listed there, or else the policy is public. What the
// text does not settle is unknown.
func TestPublicConditions(t *testing.T) {
	type condition map[string]map[string]any
	one := func(operator, key string, value any) condition { return condition{operator: {key: value}} }
	for name, c := range map[string]struct {
		condition condition
		want      string
	}{
		"none":                                 {nil, "yes"},
		"secure transport":                     {one("Bool", "aws:SecureTransport", "true"), "yes"},
		"a secret referer":                     {one("StringEquals", "aws:Referer", "s3cr3t"), "yes"},
		"a user agent":                         {one("StringEquals", "aws:UserAgent", "Amazon CloudFront"), "yes"},
		"a principal type":                     {one("StringEquals", "aws:PrincipalType", "User"), "yes"},
		"a principal tag":                      {one("StringEquals", "aws:PrincipalTag/team", "web"), "yes"},
		"a user name":                          {one("StringEquals", "aws:username", "web"), "yes"},
		"an object tag":                        {one("StringEquals", "s3:ExistingObjectTag/public", "yes"), "yes"},
		"a prefix":                             {one("StringEquals", "s3:prefix", "public/"), "yes"},
		"a time":                               {one("DateLessThan", "aws:CurrentTime", "2030-01-01T00:00:00Z"), "yes"},
		"an address behind a VPC endpoint":     {one("IpAddress", "aws:VpcSourceIp", "10.0.0.0/16"), "yes"},
		"a whole distribution by ArnEquals":    {one("ArnEquals", "aws:SourceArn", distributionARN), "no"},
		"a whole distribution by StringEquals": {one("StringEquals", "aws:SourceArn", distributionARN), "no"},
		"every distribution of an account":     {one("ArnLike", "aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/*"), "unknown"},
		"every distribution of everybody":      {one("ArnLike", "aws:SourceArn", "arn:aws:cloudfront::*:distribution/*"), "yes"},
		"an account":                           {one("StringEquals", "aws:SourceAccount", account), "no"},
		"an owner":                             {one("StringEquals", "aws:SourceOwner", account), "no"},
		"an organization":                      {one("StringEquals", "aws:PrincipalOrgID", "o-7hq2m4x9ke"), "no"},
		"a VPC":                                {one("StringEquals", "aws:SourceVpc", "vpc-1a2b3c"), "no"},
		"a VPC endpoint":                       {one("StringEquals", "aws:SourceVpce", "vpce-1a2b3c"), "no"},
		"any VPC endpoint":                     {one("StringLike", "aws:SourceVpce", "vpce-*"), "yes"},
		"a user id":                            {one("StringEquals", "aws:userid", "AIDACKCEVSQ6C2EXAMPLE"), "no"},
		"any session of a role":                {one("StringLike", "aws:userid", "AROADBQP57FF2AEXAMPLE:*"), "yes"},
		"an access point":                      {one("ArnEquals", "s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:111122223333:accesspoint/photos"), "no"},
		"any access point of an account":       {one("ArnLike", "s3:DataAccessPointArn", "arn:aws:s3:eu-west-1:111122223333:accesspoint/*"), "no"},
		"the account of access points":         {one("StringEquals", "s3:DataAccessPointAccount", account), "no"},
		"an office network":                    {one("IpAddress", "aws:SourceIp", "203.0.113.0/24"), "no"},
		"half of all addresses":                {one("IpAddress", "aws:SourceIp", "0.0.0.0/1"), "yes"},
		"a network of /8":                      {one("IpAddress", "aws:SourceIp", "17.0.0.0/8"), "no"},
		"a network wider than /8":              {one("IpAddress", "aws:SourceIp", "16.0.0.0/7"), "yes"},
		"a private network":                    {one("IpAddress", "aws:SourceIp", "10.0.0.0/8"), "no"},
		"an IPv6 network of /32":               {one("IpAddress", "aws:SourceIp", "2001:db8::/32"), "no"},
		"an IPv6 network wider than /32":       {one("IpAddress", "aws:SourceIp", "2001::/16"), "yes"},
		"one wide network among several":       {one("IpAddress", "aws:SourceIp", []string{"203.0.113.0/24", "0.0.0.0/0"}), "yes"},
		"a negated operator":                   {one("StringNotEquals", "aws:SourceVpce", "vpce-1a2b3c"), "yes"},
		"every address but some":               {one("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), "yes"},
		"only if it is there":                  {one("StringEqualsIfExists", "aws:SourceVpce", "vpce-1a2b3c"), "yes"},
		"a variable is not fixed":              {one("StringEquals", "aws:SourceArn", "${aws:PrincipalArn}"), "yes"},
		"one limit is enough":                  {condition{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceVpce": "vpce-1a2b3c"}}, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			s := statement{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
			if c.condition != nil {
				s["Condition"] = c.condition
			}
			if got := word(Public(parsed(t, s))); got != c.want {
				t.Errorf("public: %s, want %s", got, c.want)
			}
		})
	}
}

// A principal that is fixed is no public one; one public statement makes the
// policy public, and a Deny makes it neither public nor private.
func TestPublicStatements(t *testing.T) {
	allow := func(principal any) statement {
		return statement{"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
	}
	denyAll := statement{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::docs/*"}
	for name, c := range map[string]struct {
		statements []statement
		want       string
	}{
		"everyone":                       {[]statement{allow("*")}, "yes"},
		"everyone, written for accounts": {[]statement{allow(attrs{"AWS": "*"})}, "yes"},
		"a service without a condition":  {[]statement{allow(attrs{"Service": "cloudfront.amazonaws.com"})}, "no"},
		"an identity":                    {[]statement{allow(attrs{"AWS": identityARN})}, "no"},
		"a canonical user":               {[]statement{allow(attrs{"CanonicalUser": canonicalUser})}, "no"},
		"another account":                {[]statement{allow(attrs{"AWS": "arn:aws:iam::444455556666:root"})}, "no"},
		"one public among private":       {[]statement{allow(attrs{"AWS": identityARN}), allow("*")}, "yes"},
		"a Deny beside a public Allow":   {[]statement{allow("*"), denyAll}, "yes"},
		"only a Deny for everyone":       {[]statement{denyAll}, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := word(Public(parsed(t, c.statements...))); got != c.want {
				t.Errorf("public: %s, want %s", got, c.want)
			}
		})
	}
}

// Another statement can make a policy public, never private.
func TestPublicGrows(t *testing.T) {
	pool := []statement{
		publicRead, grantTo("oac"), grantTo("oai"),
		{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::docs/*"},
		{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*", "Condition": attrs{"StringEquals": attrs{"aws:SourceAccount": account}}},
	}
	rapid.Check(t, func(r *rapid.T) {
		few := rapid.SliceOfN(rapid.SampledFrom(pool), 1, 4).Draw(r, "statements")
		more := append(few[:len(few):len(few)], rapid.SampledFrom(pool).Draw(r, "another"))
		if public(few) && !public(more) {
			t.Errorf("%v is public, with one more statement it is not: %v", few, more)
		}
	})
}

func public(statements []statement) bool {
	d, err := policy.Parse(policyText(statements...), nil)
	return err == nil && Public(d).IsTrue()
}
