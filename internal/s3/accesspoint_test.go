package s3

import "testing"

const pointARN = "arn:aws:s3:eu-west-1:111122223333:accesspoint/photos"

// A request through an access point needs its policy, on the ARN that it gives
// the object, and the bucket's, which may delegate (S3 User Guide, Configuring
// IAM policies for using access points).
func TestAccessPoint(t *testing.T) {
	point := func(statements ...statement) change {
		return existing("aws_s3_access_point.photos", attrs{
			"bucket": "docs", "name": "photos", "arn": pointARN, "alias": "photos-abc-s3alias", "policy": policyText(statements...),
		})
	}
	through := func(resource string) statement {
		return statement{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": resource}
	}
	delegate := func(key, value string) change {
		return bucketPolicy(statement{"Effect": "Allow", "Principal": attrs{"AWS": "*"}, "Action": "*", "Resource": []string{"arn:aws:s3:::docs", "arn:aws:s3:::docs/*"}, "Condition": attrs{"StringEquals": attrs{key: value}}})
	}
	granted := through(pointARN + "/object/*")
	for name, c := range map[string]struct {
		changes []change
		want    string
	}{
		"both policies grant":                        {[]change{point(granted), bucketPolicy(grantTo("oac"))}, "yes"},
		"the bucket delegates to the account":        {[]change{point(granted), delegate("s3:DataAccessPointAccount", account)}, "yes"},
		"the bucket delegates to the access point":   {[]change{point(granted), delegate("s3:DataAccessPointArn", pointARN)}, "yes"},
		"the bucket delegates to another account":    {[]change{point(granted), delegate("s3:DataAccessPointAccount", "444455556666")}, "no"},
		"the bucket grants nothing":                  {[]change{point(granted)}, "no"},
		"the access point grants nothing":            {[]change{point(statement{"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": pointARN + "/object/*"}), bucketPolicy(grantTo("oac"))}, "no"},
		"the bucket's ARN is not the access point's": {[]change{point(through("arn:aws:s3:::docs/*")), bucketPolicy(grantTo("oac"))}, "no"},
		"the ARN lacks the object":                   {[]change{point(through(pointARN + "/*")), bucketPolicy(grantTo("oac"))}, "yes"},
		"the bucket denies":                          {[]change{point(granted), bucketPolicy(grantTo("oac"), statement{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"})}, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, append(c.changes, created("aws_s3_bucket.docs", attrs{"bucket": "docs"}))...)
			p := s.AccessPoint("photos-abc-s3alias", "")
			if p == nil {
				t.Fatal("no access point")
			}
			if got := word(p.Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// An access point of a VPC refuses all that comes from elsewhere (S3 User Guide,
// Creating access points restricted to a virtual private cloud).
func TestAccessPointOfVPC(t *testing.T) {
	grant := statement{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": pointARN + "/object/*"}
	for name, c := range map[string]struct {
		vpc  any
		want string
	}{
		"of a VPC":        {[]attrs{{"vpc_id": "vpc-1"}}, "no"},
		"of the Internet": {[]attrs{}, "yes"},
		"of either":       {nil, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, bucketPolicy(grantTo("oac")), created("aws_s3_bucket.docs", attrs{"bucket": "docs"}),
				existing("aws_s3_access_point.photos", attrs{
					"bucket": "docs", "name": "photos", "arn": pointARN, "alias": "photos-abc-s3alias", "policy": policyText(grant),
					"vpc_configuration": c.vpc,
				}))
			if got := word(s.AccessPoint("photos-abc-s3alias", "").Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// S3 takes no public policy of an access point while the access point, its bucket or the
// account blocks such; what it had before stays (S3 User Guide, Blocking public access).
func TestPublicAccessPointPolicy(t *testing.T) {
	everyone := statement{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": pointARN + "/object/*"}
	service := statement{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": pointARN + "/object/*"}
	put := func(s statement) attrs { return attrs{"access_point_arn": pointARN, "policy": policyText(s)} }
	body := func(block []attrs) attrs {
		return attrs{"bucket": "docs", "name": "photos", "arn": pointARN, "alias": "photos-abc-s3alias", "public_access_block_configuration": block}
	}
	open, shut := []attrs{{"block_public_policy": false}}, []attrs{{"block_public_acls": false}}
	const address, separate = "aws_s3_access_point.photos", "aws_s3control_access_point_policy.photos"
	for name, c := range map[string]struct {
		changes []change
		refused string
		want    string
	}{
		"blocked by default":                  {[]change{created(address, body(nil)), noBlock, created(separate, put(everyone))}, "the default of access points", "no"},
		"blocked by what is not switched off": {[]change{created(address, body(shut)), noBlock, created(separate, put(everyone))}, address, "no"},
		"blocked by the bucket":               {[]change{created(address, body(open)), created(separate, put(everyone))}, "the default of new buckets", "no"},
		"blocked nowhere":                     {[]change{created(address, body(open)), noBlock, created(separate, put(everyone))}, "", "yes"},
		"not public":                          {[]change{created(address, body(nil)), created(separate, put(service))}, "", "yes"},
		"one before that stays":               {[]change{existing(address, body(nil)), {separate, put(service), put(everyone), nil}}, "the default of access points", "yes"},
		"one before that is not changed":      {[]change{existing(address, body(nil)), existing(separate, put(everyone))}, "", "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			s := store(t, append(c.changes, bucketPolicy(grantTo("oac")), created("aws_s3_bucket.docs", attrs{"bucket": "docs"}))...)
			p := s.AccessPoint("photos-abc-s3alias", "")
			if p.Policy.Refused != c.refused {
				t.Errorf("refused by %q, want %q", p.Policy.Refused, c.refused)
			}
			if got := word(p.Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// The policy that an access point itself shows was read before apply.
func TestStaleAccessPointPolicy(t *testing.T) {
	text := policyText(statement{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": pointARN + "/object/*"})
	point := existing("aws_s3_access_point.photos", attrs{"bucket": "docs", "name": "photos", "arn": pointARN, "alias": "photos-abc-s3alias", "policy": text})
	gone := deleted("aws_s3control_access_point_policy.photos", attrs{"access_point_arn": pointARN, "policy": text})
	for want, changes := range map[string][]change{"yes": {point}, "no": {point, gone}} {
		s := store(t, append(changes, bucketPolicy(grantTo("oac")), created("aws_s3_bucket.docs", attrs{"bucket": "docs"}))...)
		if got := word(s.AccessPoint("photos-abc-s3alias", "").Authorize(callers["oac"]).Allowed); got != want {
			t.Errorf("may read: %s, want %s", got, want)
		}
	}
}

func TestNoAccessPoint(t *testing.T) {
	if p := store(t).AccessPoint("other-abc-s3alias", ""); p != nil {
		t.Errorf("found %v", p)
	}
}

// A bucket has one policy: of two that compete, what both say is certain (S3
// API Reference, PutBucketPolicy).
func TestCompetingPolicies(t *testing.T) {
	other := func(statements ...statement) change {
		return created("aws_s3_bucket_policy.other", attrs{"bucket": "docs", "policy": policyText(statements...)})
	}
	for name, c := range map[string]struct {
		one, two change
		want     string
	}{
		"both grant":     {bucketPolicy(grantTo("oac")), other(grantTo("oac"), grantTo("oai")), "yes"},
		"neither grants": {bucketPolicy(grantTo("oai")), other(grantTo("oai")), "no"},
		"one grants":     {bucketPolicy(grantTo("oac")), other(grantTo("oai")), "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			allows(t, docs(t, true, c.one, c.two), map[string]string{"oac": c.want})
		})
	}
}
