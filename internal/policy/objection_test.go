package policy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/tri"
)

// statementOf is a policy whose one statement is right but for what is replaced.
func statementOf(replace ...string) string {
	text := `{"Version": "2012-10-17", "Statement": [{
		"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
		"Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
		"Condition": {"StringEquals": {"AWS:SourceArn": "` + distribution + `"}}}]}`
	for i := 0; i < len(replace); i += 2 {
		text = strings.Replace(text, replace[i], replace[i+1], 1)
	}
	return text
}

func resources(list string) string  { return statementOf(`"arn:aws:s3:::b/*"`, list) }
func actionList(list string) string { return statementOf(`"s3:GetObject"`, list) }
func principal(of string) string {
	return statementOf(`{"Service": "cloudfront.amazonaws.com"}`, of)
}

func grant(actions, resources, condition string) string {
	return statementOf(`"s3:GetObject"`, actions, `"arn:aws:s3:::b/*"`, resources,
		`"StringEquals": {"AWS:SourceArn": "`+distribution+`"}`, condition)
}

// What PutBucketPolicy says of a document: path and beginning of the message, with
// a question mark where it is not documented whether S3 minds.
func TestObjections(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a grant to CloudFront": {statementOf(), nil},
		"bucket and objects, listing and reading": {
			grant(`["s3:GetObject", "s3:ListBucket"]`, `["arn:aws:s3:::b", "arn:aws:s3:::b/*"]`, ``), nil,
		},
		"everything on the objects":  {grant(`"s3:*"`, `"arn:aws:s3:::b/*"`, ``), nil},
		"everything on the bucket":   {grant(`"*"`, `"arn:aws:s3:::b"`, ``), nil},
		"actions in other letters":   {actionList(`"S3:getobject"`), nil},
		"a variable in the key":      {resources(`"arn:aws:s3:::b/${aws:PrincipalAccount}/*"`), nil},
		"an action that is unknown":  {actionList(`"s3:` + opaque1 + `"`), nil},
		"a resource that is unknown": {resources(`"` + opaque1 + `/*"`), nil},

		"an operation that is no action": {
			actionList(`["s3:GetObject", "s3:HeadObject"]`), []string{"Statement[0].Action[1]: Policy has invalid action"},
		},
		"an action of another service": {actionList(`"kms:Decrypt"`), []string{"Statement[0].Action: Policy has invalid action"}},
		"an action of a relative of S3": {
			actionList(`"s3-object-lambda:GetObject"`), []string{"Statement[0].Action: Policy has invalid action?"},
		},
		"a wildcard that fits no action": {actionList(`"s3:Fetch*"`), []string{"Statement[0].Action: Policy has invalid action?"}},
		"NotAction with no action": {
			statementOf(`"Action": "s3:GetObject"`, `"NotAction": "s3:HeadObject"`),
			[]string{"Statement[0].NotAction: Policy has invalid action?"},
		},

		"listing granted on objects": {
			actionList(`["s3:GetObject", "s3:ListBucket"]`),
			[]string{"Statement[0].Action[1]: Action does not apply to any resource(s) in statement"},
		},
		"reading granted on the bucket": {
			resources(`"arn:aws:s3:::b"`), []string{"Statement[0].Action: Action does not apply to any resource(s) in statement"},
		},
		"a Deny of the same": {
			statementOf("Allow", "Deny", "b/*", "b"), []string{"Statement[0].Action: Action does not apply to any resource(s) in statement"},
		},
		"an action of accounts": {
			grant(`"s3:ListAllMyBuckets"`, `["arn:aws:s3:::b", "arn:aws:s3:::b/*"]`, ``),
			[]string{"Statement[0].Action: Action does not apply to any resource(s) in statement"},
		},
		"a wildcard for actions on buckets": {
			actionList(`"s3:ListBucket*"`), []string{"Statement[0].Action: Action does not apply to any resource(s) in statement?"},
		},
		"a wildcard that fits both": {actionList(`"s3:List*"`), nil},

		"another bucket": {
			resources(`["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]`), []string{"Statement[0].Resource[1]: Policy has invalid resource"},
		},
		"a doubled ARN":   {resources(`"arn:aws:s3:::arn:aws:s3:::b/*"`), []string{"Statement[0].Resource: Policy has invalid resource"}},
		"a missing colon": {resources(`"arn:aws:s3::b/*"`), []string{"Statement[0].Resource: Policy has invalid resource"}},
		"a bare name":     {resources(`"b/*"`), []string{"Statement[0].Resource: Policy has invalid resource"}},
		"another partition": {
			resources(`"arn:aws-cn:s3:::b/*"`), []string{"Statement[0].Resource: Policy has invalid resource"},
		},
		"a fresh id in the name of another bucket": {
			resources(`"arn:aws:s3:::logs-` + fresh1 + `/*"`), []string{"Statement[0].Resource: Policy has invalid resource"},
		},
		"any resource":           {resources(`"*"`), []string{"Statement[0].Resource: Policy has invalid resource"}},
		"any resource in a Deny": {statementOf("Allow", "Deny", "arn:aws:s3:::b/*", "*"), []string{"Statement[0].Resource: Policy has invalid resource?"}},
		"any bucket":             {resources(`"arn:aws:s3:::*"`), []string{"Statement[0].Resource: Policy has invalid resource?"}},
		"any bucket's objects":   {resources(`"arn:aws:s3:::*/*"`), []string{"Statement[0].Resource: Policy has invalid resource?"}},
		"bucket and objects by one wildcard": {
			resources(`"arn:aws:s3:::b*"`), []string{"Statement[0].Resource: Policy has invalid resource?"},
		},
		"another bucket left out": {
			statementOf(`"Resource": "arn:aws:s3:::b/*"`, `"NotResource": "arn:aws:s3:::c/*"`),
			[]string{"Statement[0].NotResource: Policy has invalid resource?"},
		},

		"an account, a role, a user, its unique id": {
			principal(`{"AWS": ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/a/b", "AIDACKCEVSQ6C2EXAMPLE"]}`), nil,
		},
		"an identity":                 {principal(`{"AWS": "` + oaiARN + `"}`), nil},
		"an identity of the plan":     {principal(`{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ` + fresh1 + `"}`), nil},
		"a principal that is unknown": {principal(`{"AWS": "` + opaque1 + `"}`), nil},
		"a canonical user":            {principal(`{"CanonicalUser": "` + strings.Repeat("0a1b", 16) + `"}`), nil},
		"another service":             {principal(`{"Service": ["cloudfront.amazonaws.com", "delivery.logs.amazonaws.com"]}`), nil},

		"a service among accounts": {principal(`{"AWS": "cloudfront.amazonaws.com"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"}},
		"a misspelt service":       {principal(`{"Service": "cloudfornt.amazonaws.com"}`), []string{"Statement[0].Principal.Service: Invalid principal in policy"}},
		"the name of the service alone": {
			principal(`{"Service": ["cloudfront"]}`), []string{"Statement[0].Principal.Service[0]: Invalid principal in policy"},
		},
		"a service in capitals": {principal(`{"Service": "CloudFront.amazonaws.com"}`), []string{"Statement[0].Principal.Service: Invalid principal in policy?"}},
		"the path of an identity": {
			principal(`{"AWS": "origin-access-identity/cloudfront/` + fresh1 + `"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"},
		},
		"an identity that is none": {
			principal(`{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity origin-access-identity/cloudfront/E1EXAMPLE"}`),
			[]string{"Statement[0].Principal.AWS: Invalid principal in policy"},
		},
		"any identity": {
			principal(`{"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity *"}`),
			[]string{"Statement[0].Principal.AWS: Invalid principal in policy"},
		},
		"an id of nothing":     {principal(`{"AWS": "E1EXAMPLE"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"}},
		"the distribution":     {principal(`{"AWS": "` + distribution + `"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"}},
		"a distribution to be": {principal(`{"AWS": "arn:aws:cloudfront::111122223333:distribution/` + fresh1 + `"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"}},
		"a group":              {principal(`{"AWS": "arn:aws:iam::111122223333:group/g"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"}},
		"an account of another partition": {
			principal(`{"AWS": "arn:aws-us-gov:iam::111122223333:root"}`), []string{"Statement[0].Principal.AWS: Invalid principal in policy"},
		},
		"an ARN as canonical user": {principal(`{"CanonicalUser": "` + oaiARN + `"}`), []string{"Statement[0].Principal.CanonicalUser: Invalid principal in policy"}},
		"NotPrincipal":             {statementOf("Allow", "Deny", `"Principal": {"Service"`, `"NotPrincipal": {"AWS"`), []string{"Statement[0].NotPrincipal.AWS: Invalid principal in policy"}},

		"a key of listings for an object": {
			grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"StringLike": {"s3:Prefix": "a/*"}`),
			[]string{"Statement[0].Condition.StringLike.s3:Prefix: Conditions do not apply to combination of actions and resources in statement"},
		},
		"a key of one of the actions": {
			grant(`["s3:GetObject", "s3:ListBucket"]`, `["arn:aws:s3:::b", "arn:aws:s3:::b/*"]`, `"StringLike": {"s3:prefix": "a/*"}`), nil,
		},
		"a key of the tags":                 {grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"StringEquals": {"s3:ExistingObjectTag/class": "public"}`), nil},
		"a key of every action":             {grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"NumericLessThan": {"s3:TlsVersion": "1.2"}`), nil},
		"a key of access points":            {grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"StringEquals": {"s3:DataAccessPointAccount": "1"}`), nil},
		"a key that S3 does not list":       {grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"StringEquals": {"s3:Nothing": "1"}`), []string{"Statement[0].Condition.StringEquals.s3:Nothing: Conditions do not apply to combination of actions and resources in statement?"}},
		"a global key that AWS has no more": {grant(`"s3:GetObject"`, `"arn:aws:s3:::b/*"`, `"StringEquals": {"aws:SourceOwner": "1"}`), nil},
		"a long policy":                     {statementOf(`"Effect"`, `"Sid": "`+strings.Repeat("a", maxBucketPolicy)+`", "Effect"`), []string{"policy: the policy is longer than 20 KB"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, o := range parse(t, c.text).Objections(Target{Partition: "aws", ARN: "arn:aws:s3:::b"}) {
				said, _, _ := strings.Cut(o.Message, ": ")
				where := o.Path
				if where == "" {
					where = "policy"
				}
				if o.Certain.Truth() == tri.Unknown {
					said += "?"
				}
				got = append(got, where+": "+said)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("objections (-want +got):\n%s", diff)
			}
		})
	}
}

// Where an objection stands, and how it reads.
func TestObjectionTellsThePlace(t *testing.T) {
	text := "{\"Version\": \"2012-10-17\", \"Statement\": {\n\"Effect\": \"Allow\", \"Principal\": \"*\",\n" +
		"  \"Action\": [\"s3:GetObject\", \"s3:HeadObject\"], \"Resource\": \"arn:aws:s3:::b/*\"}}"
	got := parse(t, text).Objections(Target{Partition: "aws", ARN: "arn:aws:s3:::b"})
	want := `Statement.Action[1]: Policy has invalid action: S3 has no action s3:HeadObject (line 3, column 30)`
	const fix = "Remove the action: the operation of that name needs s3:GetObject."
	if len(got) != 1 || got[0].Error() != want || got[0].Fix != fix {
		t.Errorf("got %v, want %s", got, want)
	}
}

// Every row of the table can be granted somewhere or is known not to be, and the
// table holds what users grant most.
func TestTableOfActions(t *testing.T) {
	bucket, object := map[string]bool{}, map[string]bool{}
	for _, a := range s3Actions {
		bucket[a.name], object[a.name] = a.bucket, a.object
	}
	for _, name := range []string{"ListBucket", "ListBucketVersions", "GetBucketLocation", "PutBucketPolicy", "GetBucketAcl"} {
		if !bucket[name] || object[name] {
			t.Errorf("%s is an action on buckets only", name)
		}
	}
	for _, name := range []string{"GetObject", "GetObjectVersion", "PutObject", "DeleteObject", "GetObjectTagging", "PutObjectAcl"} {
		if bucket[name] || !object[name] {
			t.Errorf("%s is an action on objects only", name)
		}
	}
	if len(s3Actions) < 150 {
		t.Errorf("the table has only %d actions", len(s3Actions))
	}
}
