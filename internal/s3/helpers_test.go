package s3

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/plantest"
	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// attrs are the arguments of a resource or block.
type attrs map[string]any

// later stands for a value that is known only after apply.
var later = plantest.Later{}

// change is what a plan does to one resource: before is nil for one that is
// created, after for one that is deleted. A nil argument of after is unknown
// before apply, as is whatever is later.
type change struct {
	address       string
	before, after attrs
	// sensitive marks arguments of after.
	sensitive attrs
}

func created(address string, after attrs) change  { return change{address: address, after: after} }
func deleted(address string, before attrs) change { return change{address: address, before: before} }

func existing(address string, body attrs) change {
	return change{address: address, before: body, after: body}
}

func (c change) json() attrs {
	typ, name, _ := strings.Cut(c.address, ".")
	action := "update"
	all := attrs{}
	for k, v := range c.after {
		if all[k] = v; v == nil {
			all[k] = later
		}
	}
	known, unknown, err := plantest.Split(all)
	if err != nil {
		panic(err) // a table of this package is wrong
	}
	body := attrs{"before": c.before, "after": known, "after_unknown": unknown, "after_sensitive": c.sensitive}
	switch {
	case c.before == nil:
		action, body["before"] = "create", nil
	case c.after == nil:
		action, body["after"] = "delete", nil
	default:
		before, _ := json.Marshal(c.before)
		after, _ := json.Marshal(c.after)
		if string(before) == string(after) {
			action = "no-op"
		}
	}
	body["actions"] = []string{action}
	return attrs{"address": c.address, "mode": "managed", "type": typ, "name": name, "change": body}
}

const account = plantest.Account

// store reads the world after a plan.
func store(t testing.TB, changes ...change) *Store {
	t.Helper()
	return storeAssuming(t, nil, changes...)
}

// storeAssuming is store with what is assumed beside the plan.
func storeAssuming(t rapid.TB, assume []plan.Assumption, changes ...change) *Store {
	t.Helper()
	var list []any
	for _, c := range changes {
		list = append(list, c.json())
	}
	before, after := plantest.States(t, list, assume...)
	return NewStore(after, NewStore(before, nil))
}

// docs is a bucket with what else the plan holds: new if it says so.
func docs(t testing.TB, isNew bool, changes ...change) *Bucket {
	t.Helper()
	body := attrs{"bucket": "docs"}
	bucket := existing("aws_s3_bucket.docs", body)
	if isNew {
		bucket = created("aws_s3_bucket.docs", body)
	}
	return store(t, append(changes, bucket)...).Bucket("docs", "eu-west-1", "aws")
}

// statement is one of a policy; a policy is made of them.
type statement map[string]any

func policyText(statements ...statement) string {
	text, err := json.Marshal(attrs{"Version": "2012-10-17", "Statement": statements})
	if err != nil {
		panic(err) // a table of this package is wrong
	}
	return string(text)
}

func bucketPolicy(statements ...statement) change {
	return created("aws_s3_bucket_policy.docs", attrs{"bucket": "docs", "policy": policyText(statements...)})
}

func parsed(t testing.TB, statements ...statement) *policy.Document {
	t.Helper()
	d, err := policy.Parse(policyText(statements...), nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const (
	distributionARN = "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"
	identityARN     = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC"
	canonicalUser   = "1c2a9d30f6d2a5dd5f2e7fb2ee0d4f1a1b9c0dd4e2c7b2f4d2e61e7a1d8a3b5c"
)

// callers are the four callers as they ask for an object.
var callers = map[string]Request{
	"oac":       {Caller: Service, Distribution: distributionARN, Account: account, Method: "GET", Scheme: "https", Key: "a.html"},
	"oai":       {Caller: Identity, IdentityARN: identityARN, CanonicalUser: canonicalUser, Method: "GET", Scheme: "https", Key: "a.html"},
	"anonymous": {Caller: Anonymous, Method: "GET", Scheme: "https", Key: "a.html"},
	"website":   {Caller: WebsiteEndpoint, Method: "GET", Scheme: "http", Key: "a.html"},
}

// words name the truths for tables.
func word(v tri.Value) string {
	return map[tri.Truth]string{tri.Yes: "yes", tri.No: "no", tri.Unknown: "unknown"}[v.Truth()]
}

// publicRead lets everyone read, and noBlock lets such a policy stand.
var publicRead = statement{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}

func block(address string, flags ...string) change { return created(address, blockFlags(flags...)) }

func blockFlags(flags ...string) attrs {
	body := attrs{"bucket": "docs", "block_public_acls": false, "ignore_public_acls": false, "block_public_policy": false, "restrict_public_buckets": false}
	for _, f := range flags {
		body[f] = true
	}
	return body
}

var noBlock = block("aws_s3_bucket_public_access_block.docs")

// grantTo is an Allow of the read to one of the callers.
func grantTo(caller string) statement {
	principal := map[string]any{
		"oac": attrs{"Service": "cloudfront.amazonaws.com"}, "oai": attrs{"AWS": identityARN}, "anonymous": "*", "website": "*",
	}[caller]
	return statement{"Sid": "Grant", "Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::docs/*"}
}
