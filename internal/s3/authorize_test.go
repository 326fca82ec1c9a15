package s3

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A bucket without policy and public ACL is closed to everybody.
func TestWithoutPolicy(t *testing.T) {
	closed := map[string]string{"oac": "no", "oai": "no", "anonymous": "no", "website": "no"}
	open := map[string]string{"oac": "unknown", "oai": "unknown", "anonymous": "unknown", "website": "unknown"}
	for name, c := range map[string]struct {
		bucket *Bucket
		want   map[string]string
	}{
		"a new bucket":                     {docs(t, true), closed},
		"the plan deletes its policy":      {docs(t, false, deleted("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(publicRead)})), closed},
		"a bucket that is not in the plan": {store(t).Bucket("docs", "eu-west-1", "aws"), open},
	} {
		t.Run(name, func(t *testing.T) { allows(t, c.bucket, c.want) })
	}
}

// Each caller is let in by a statement for it and by no other (CloudFront
// Developer Guide, Restrict access to an Amazon S3 origin; IAM User Guide,
// Principal).
func TestPrincipals(t *testing.T) {
	for name, c := range map[string]struct {
		principal any
		want      map[string]string
	}{
		"everyone":                   {"*", map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"}},
		"everyone, as accounts":      {attrs{"AWS": "*"}, map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"}},
		"the service":                {attrs{"Service": "cloudfront.amazonaws.com"}, map[string]string{"oac": "yes", "oai": "no", "anonymous": "no", "website": "no"}},
		"the service's Chinese name": {attrs{"Service": "cloudfront.amazonaws.com.cn"}, map[string]string{"oac": "no"}},
		"the identity":               {attrs{"AWS": identityARN}, map[string]string{"oac": "no", "oai": "yes", "anonymous": "no", "website": "no"}},
		"the canonical user":         {attrs{"CanonicalUser": canonicalUser}, map[string]string{"oac": "no", "oai": "yes", "anonymous": "no", "website": "no"}},
		"another identity":           {attrs{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL"}, map[string]string{"oai": "no"}},
		"a deleted identity":         {attrs{"AWS": "AIDACKCEVSQ6C2EXAMPLE"}, map[string]string{"oai": "no", "oac": "no"}},
		"the account":                {attrs{"AWS": "arn:aws:iam::111122223333:root"}, map[string]string{"oac": "no", "oai": "no", "anonymous": "no"}},
		"the account's number":       {attrs{"AWS": account}, map[string]string{"oac": "no", "oai": "no", "anonymous": "no"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := statement{"Effect": "Allow", "Principal": c.principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
			allows(t, docs(t, true, noBlock, bucketPolicy(s)), c.want)
		})
	}
}

// The action that each viewer request needs (S3 API Reference, GetObject,
// HeadObject, PutObject, DeleteObject; S3 User Guide, Required permissions for
// Amazon S3 API operations).
func TestActions(t *testing.T) {
	grant := func(action, resource string) statement {
		s := grantTo("oac")
		s["Action"], s["Resource"] = action, resource
		return s
	}
	const objects, bucket = "arn:aws:s3:::docs/*", "arn:aws:s3:::docs"
	for name, c := range map[string]struct {
		method, key string
		grant       statement
		want        string
	}{
		"GET needs GetObject":                      {"GET", "a", grant("s3:GetObject", objects), "yes"},
		"HEAD needs GetObject":                     {"HEAD", "a", grant("s3:GetObject", objects), "yes"},
		"GET is not satisfied by GetObjectVersion": {"GET", "a", grant("s3:GetObjectVersion", objects), "no"},
		"an action has no case":                    {"GET", "a", grant("S3:getobject", objects), "yes"},
		"an action may be a pattern":               {"GET", "a", grant("s3:Get*", objects), "yes"},
		"GET of the bucket needs ListBucket":       {"GET", "", grant("s3:ListBucket", bucket), "yes"},
		"HEAD of the bucket needs ListBucket":      {"HEAD", "", grant("s3:ListBucket", bucket), "yes"},
		"GET of the bucket is not GetObject":       {"GET", "", grant("s3:GetObject", "*"), "no"},
		"objects are not the bucket":               {"GET", "", grant("s3:*", objects), "no"},
		"the bucket is not its objects":            {"GET", "a", grant("s3:*", bucket), "no"},
		// nobody says whether PutBucketPolicy takes it
		"a star after the name may be refused": {"GET", "a", grant("s3:*", "arn:aws:s3:::docs*"), "unknown"},
		"a star crosses slashes":               {"GET", "a/b/c", grant("s3:GetObject", objects), "yes"},
		"a folder without a star is one key":   {"GET", "img/a", grant("s3:GetObject", "arn:aws:s3:::docs/img/"), "no"},
		"keys have case":                       {"GET", "INDEX.html", grant("s3:GetObject", "arn:aws:s3:::docs/index.html"), "no"},
		"PUT needs PutObject":                  {"PUT", "a", grant("s3:PutObject", objects), "yes"},
		"PUT is not a read":                    {"PUT", "a", grant("s3:GetObject", objects), "no"},
		"POST needs PutObject":                 {"POST", "a", grant("s3:PutObject", objects), "yes"},
		"DELETE needs DeleteObject":            {"DELETE", "a", grant("s3:DeleteObject", objects), "yes"},
		"DELETE is not a write":                {"DELETE", "a", grant("s3:PutObject", objects), "no"},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers["oac"]
			r.Method, r.Key = c.method, c.key
			if got := word(docs(t, true, bucketPolicy(c.grant)).Authorize(r).Allowed); got != c.want {
				t.Errorf("%s %q: %s, want %s", c.method, c.key, got, c.want)
			}
		})
	}
}

// S3 returns 405 to methods that it does not know, and a website endpoint to
// all but GET and HEAD: no 403.
func TestOtherMethods(t *testing.T) {
	b := docs(t, true, noBlock, bucketPolicy(publicRead))
	for name, c := range map[string]struct {
		caller, method string
		status         int
	}{"PATCH": {"oac", "PATCH", 405}, "PUT to a website": {"website", "PUT", 405}, "HEAD of a website": {"website", "HEAD", 0}} {
		r := callers[c.caller]
		r.Method = c.method
		if got := b.Authorize(r).Status; got != c.status {
			t.Errorf("%s: status %d, want %d", name, got, c.status)
		}
	}
}

// The keys of which AWS's documents disagree whether a service principal's
// request carries them are tried both ways (S3 User Guide, condition keys; IAM
// User Guide, global condition context keys and operators).
func TestRedactedKeys(t *testing.T) {
	type cond = map[string]map[string]any
	office := []string{"203.0.113.0/24"}
	for name, c := range map[string]struct {
		effect    string
		condition cond
		want      string
	}{
		"deny insecure transport":                {"Deny", cond{"Bool": {"aws:SecureTransport": "false"}}, "yes"},
		"deny old TLS":                           {"Deny", cond{"NumericLessThan": {"s3:TlsVersion": "1.2"}}, "yes"},
		"deny insecure transport if it is there": {"Deny", cond{"BoolIfExists": {"aws:SecureTransport": "false"}}, "unknown"},
		"deny a missing transport":               {"Deny", cond{"Null": {"aws:SecureTransport": "true"}}, "unknown"},
		"allow secure transport":                 {"Allow", cond{"Bool": {"aws:SecureTransport": "true"}}, "unknown"},
		"allow new TLS":                          {"Allow", cond{"NumericGreaterThanEquals": {"s3:TlsVersion": "1.2"}}, "unknown"},
		"deny all but the office":                {"Deny", cond{"NotIpAddress": {"aws:SourceIp": office}}, "no"},
		"allow the office":                       {"Allow", cond{"IpAddress": {"aws:SourceIp": office}}, "no"},
		"deny all but a range of CloudFront":     {"Deny", cond{"NotIpAddress": {"aws:SourceIp": []string{"130.176.0.0/16"}}}, "unknown"},
		"deny all but one VPC endpoint":          {"Deny", cond{"StringNotEquals": {"aws:SourceVpce": "vpce-1a2b3c"}}, "no"},
		"deny all but one VPC":                   {"Deny", cond{"StringNotLike": {"aws:SourceVpc": "vpc-*"}}, "no"},
		"deny all but the organization":          {"Deny", cond{"StringNotEquals": {"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}, "no"},
		"the same, if it is there":               {"Deny", cond{"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}, "no"},
		"deny all but a tag":                     {"Deny", cond{"StringNotEquals": {"aws:PrincipalTag/team": "web"}}, "no"},
		"deny all but a user":                    {"Deny", cond{"StringNotEquals": {"aws:username": "web"}}, "no"},
		"deny all but a role":                    {"Deny", cond{"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, "no"},
		"deny all but a VPC address":             {"Deny", cond{"NotIpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}, "no"},
		"deny what has no VPC endpoint":          {"Deny", cond{"Null": {"aws:SourceVpce": "true"}}, "no"},
		"deny other accounts' principals":        {"Deny", cond{"StringNotEquals": {"aws:PrincipalAccount": account}}, "unknown"},
		"deny other user ids":                    {"Deny", cond{"StringNotEquals": {"aws:userid": "AIDACKCEVSQ6C2EXAMPLE"}}, "unknown"},
		"deny other principal types":             {"Deny", cond{"StringNotEquals": {"aws:PrincipalType": "AssumedRole"}}, "unknown"},
		"the organization, but not AWS services": {"Deny", cond{"StringNotEquals": {"aws:PrincipalOrgID": "o-7hq2m4x9ke"}, "Bool": {"aws:PrincipalIsAWSService": "false"}}, "yes"},
		"the office, but not CloudFront":         {"Deny", cond{"NotIpAddress": {"aws:SourceIp": office}, "StringNotEquals": {"aws:PrincipalServiceName": "cloudfront.amazonaws.com"}}, "yes"},
		"the office, but not this distribution":  {"Deny", cond{"NotIpAddress": {"aws:SourceIp": office}, "ArnNotEquals": {"aws:SourceArn": distributionARN}}, "yes"},
		"allow this distribution":                {"Allow", cond{"StringEquals": {"AWS:SourceArn": distributionARN}}, "yes"},
		"key names have no case":                 {"Allow", cond{"StringEquals": {"aws:sourcearn": distributionARN}}, "yes"},
		"allow the distribution's account":       {"Allow", cond{"StringEquals": {"aws:SourceAccount": account}}, "yes"},
		"allow every distribution":               {"Allow", cond{"ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*"}}, "yes"},
		"StringEquals knows no wildcards":        {"Allow", cond{"StringEquals": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*"}}, "no"},
		"the id is not the ARN":                  {"Allow", cond{"StringEquals": {"aws:SourceArn": "EDFDVBD6EXAMPLE"}}, "no"},
		"an ARN with a region":                   {"Allow", cond{"StringEquals": {"aws:SourceArn": "arn:aws:cloudfront:us-east-1:111122223333:distribution/EDFDVBD6EXAMPLE"}}, "no"},
		"the organization is not known":          {"Allow", cond{"StringEquals": {"aws:SourceOrgID": "o-7hq2m4x9ke"}}, "unknown"},
		"a tag of the object is not known":       {"Allow", cond{"StringEquals": {"s3:ExistingObjectTag/public": "yes"}}, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			s := grantTo("oac")
			s["Condition"] = c.condition
			statements := []statement{s}
			if c.effect == "Deny" {
				s["Effect"], s["Principal"], s["Sid"] = "Deny", "*", "Deny"
				statements = append(statements, grantTo("oac"))
			}
			if got := word(docs(t, true, noBlock, bucketPolicy(statements...)).Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("CloudFront may read: %s, want %s", got, c.want)
			}
		})
	}
}

// A TLS-only Deny meets every caller whose request comes over plain http; a
// website endpoint is always asked so (S3 User Guide, Website endpoints).
func TestInsecureTransport(t *testing.T) {
	deny := statement{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::docs/*", "Condition": attrs{"Bool": attrs{"aws:SecureTransport": "false"}}}
	b := docs(t, true, noBlock, bucketPolicy(publicRead, grantTo("oai"), deny))
	for name, c := range map[string]struct{ caller, scheme, want string }{
		"an identity over https": {"oai", "https", "yes"}, "an identity over http": {"oai", "http", "no"},
		"nobody over https": {"anonymous", "https", "yes"}, "nobody over http": {"anonymous", "http", "no"},
		"a website": {"website", "http", "no"},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers[c.caller]
			r.Scheme = c.scheme
			if got := word(b.Authorize(r).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// Requester Pays rules out anonymous requests; whether CloudFront counts as a
// payer is not documented (S3 User Guide, Using Requester Pays buckets).
func TestRequesterPays(t *testing.T) {
	pays := created("aws_s3_bucket_request_payment_configuration.docs", attrs{"bucket": "docs", "payer": "Requester"})
	owner := created("aws_s3_bucket_request_payment_configuration.docs", attrs{"bucket": "docs", "payer": "BucketOwner"})
	later := created("aws_s3_bucket_request_payment_configuration.docs", attrs{"bucket": "docs", "payer": nil})
	policy := bucketPolicy(publicRead, grantTo("oai"), grantTo("oac"))
	allows(t, docs(t, true, noBlock, policy, later), map[string]string{"oac": "unknown", "oai": "unknown", "anonymous": "unknown", "website": "unknown"})
	allows(t, docs(t, true, noBlock, policy, pays), map[string]string{"oac": "unknown", "oai": "unknown", "anonymous": "no", "website": "no"})
	allows(t, docs(t, true, noBlock, policy, owner), map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"})
}

// OPTIONS needs a CORS rule and no permission (S3 API Reference, OPTIONS
// object; S3 User Guide, Troubleshooting CORS).
func TestPreflight(t *testing.T) {
	cors := created("aws_s3_bucket_cors_configuration.docs", attrs{"bucket": "docs", "cors_rule": []attrs{{"allowed_methods": []string{"GET"}, "allowed_origins": []string{"*"}}}})
	for name, c := range map[string]struct {
		bucket *Bucket
		want   string
	}{
		"a new bucket without CORS":        {docs(t, true, bucketPolicy(grantTo("oac"))), "no"},
		"a new bucket with CORS":           {docs(t, true, cors), "yes"},
		"a bucket that is not in the plan": {store(t).Bucket("docs", "eu-west-1", "aws"), "unknown"},
	} {
		r := callers["oac"]
		r.Method = "OPTIONS"
		if got := word(c.bucket.Authorize(r).Allowed); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// Objects in Glacier and Deep Archive return 403 until they are restored, those
// in other classes do not (S3 API Reference, GetObject, InvalidObjectState).
func TestArchived(t *testing.T) {
	want := map[string]string{"GLACIER": "no", "DEEP_ARCHIVE": "no", "GLACIER_IR": "yes", "STANDARD_IA": "yes", "ONEZONE_IA": "yes", "INTELLIGENT_TIERING": "yes", "STANDARD": "yes"}
	got := map[string]string{}
	for class := range want {
		b := docs(t, true, created("aws_s3_object.a", attrs{"bucket": "docs", "key": "/a//b.html", "storage_class": class}))
		got[class] = word(b.Archived("a/b.html").Allowed)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("can be read (-want +got):\n%s", diff)
	}
}

// A lifecycle rule archives some day, so reads below its prefix are undecided.
func TestTransitions(t *testing.T) {
	rule := func(class, status string, filter attrs) change {
		return created("aws_s3_bucket_lifecycle_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
			"id": "r", "status": status, "filter": []attrs{filter}, "transition": []attrs{{"days": 30, "storage_class": class}},
		}}})
	}
	for name, c := range map[string]struct {
		rule change
		want string
	}{
		"below the prefix":            {rule("GLACIER", "Enabled", attrs{"prefix": "old/"}), "unknown"},
		"elsewhere":                   {rule("GLACIER", "Enabled", attrs{"prefix": "older/"}), "yes"},
		"every key":                   {rule("DEEP_ARCHIVE", "Enabled", attrs{"prefix": ""}), "unknown"},
		"to a class that is read":     {rule("GLACIER_IR", "Enabled", attrs{"prefix": "old/"}), "yes"},
		"a rule that is switched off": {rule("GLACIER", "Disabled", attrs{"prefix": "old/"}), "yes"},
	} {
		if got := word(docs(t, true, c.rule).Archived("old/a.html").Allowed); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// What a perimeter by the usual keys does to each caller (IAM User Guide, AWS global
// condition context keys; Set operators for multivalued context keys).
func TestPerimeters(t *testing.T) {
	type cond = map[string]map[string]any
	paths := cond{"ForAllValues:StringNotLike": {"aws:PrincipalOrgPaths": "o-7hq2m4x9ke/*"}}
	for name, c := range map[string]struct {
		condition        cond
		oac, oai, nobody string
	}{
		"one organization":                 {cond{"StringNotEquals": {"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}, "no", "no", "no"},
		"paths of an organization":         {paths, "no", "no", "no"},
		"paths, where there are any":       {cond{"ForAllValues:StringNotLike": paths["ForAllValues:StringNotLike"], "Null": {"aws:PrincipalOrgPaths": "false"}}, "yes", "yes", "yes"},
		"any value of absent paths":        {cond{"ForAnyValue:StringNotLike": {"aws:PrincipalOrgPaths": "o-7hq2m4x9ke/*"}}, "yes", "yes", "yes"},
		"one network or the service":       {cond{"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1a2b3c", "aws:PrincipalServiceName": "cloudfront.amazonaws.com"}}, "yes", "no", "no"},
		"one network or another service":   {cond{"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1a2b3c", "aws:PrincipalServiceName": "logging.s3.amazonaws.com"}}, "no", "no", "no"},
		"no AWS service":                   {cond{"Bool": {"aws:PrincipalIsAWSService": "true"}}, "no", "yes", "yes"},
		"AWS services alone":               {cond{"Bool": {"aws:PrincipalIsAWSService": "false"}}, "yes", "no", "yes"},
		"AWS services alone, if it exists": {cond{"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}, "yes", "no", "no"},
		"one user agent":                   {cond{"StringNotEquals": {"aws:UserAgent": "Amazon CloudFront"}}, "unknown", "yes", "yes"},
		"a tag of the bucket, not in use":  {cond{"StringEquals": {"aws:ResourceTag/access": "private"}}, "yes", "yes", "yes"},
		"the account of the anonymous":     {cond{"StringEquals": {"aws:PrincipalAccount": "anonymous"}}, "unknown", "unknown", "no"},
	} {
		t.Run(name, func(t *testing.T) {
			deny := statement{"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*", "Condition": c.condition}
			b := docs(t, true, noBlock, bucketPolicy(publicRead, grantTo("oac"), grantTo("oai"), deny))
			allows(t, b, map[string]string{"oac": c.oac, "oai": c.oai, "anonymous": c.nobody, "website": c.nobody})
		})
	}
}
