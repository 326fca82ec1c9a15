package s3

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// says puts into a word what a request says about a key: "-" absent, "?" not
// documented whether or as what, "present" there with a value that no plan
// holds, or else the value.
func says(possible [][]string) string {
	absent, values := len(possible) == 0, map[string]bool{}
	for _, p := range possible {
		if p == nil {
			absent = true
		} else {
			values[strings.Join(p, ",")] = true
		}
	}
	switch {
	case len(values) == 0:
		return "-"
	case absent:
		return "?"
	case len(values) == 1:
		for v := range values {
			if !symbol.Contains(v) {
				return v
			}
		}
	}
	return "present"
}

// What each caller's request says about condition keys, in the order oac, oai,
// anonymous, website (IAM User Guide, AWS global condition context keys; S3
// User Guide, Bucket policy examples using condition keys; CloudFront
// Developer Guide, Restrict access to an Amazon S3 origin).
var contextTable = map[string][4]string{
	"aws:sourcearn":                   {distributionARN, "-", "-", "-"},
	"aws:sourceaccount":               {account, "-", "-", "-"},
	"aws:sourceorgid":                 {"?", "-", "-", "-"},
	"aws:sourceorgpaths":              {"?", "-", "-", "-"},
	"aws:principalisawsservice":       {"true", "false", "-", "-"},
	"aws:principalservicename":        {"cloudfront.amazonaws.com", "-", "-", "-"},
	"aws:principalservicenameslist":   {"present", "-", "-", "-"},
	"aws:principalarn":                {"-", identityARN, "-", "-"},
	"aws:principalaccount":            {"?", "?", "anonymous", "anonymous"},
	"aws:principaltype":               {"?", "?", "Anonymous", "Anonymous"},
	"aws:userid":                      {"?", "present", "anonymous", "anonymous"},
	"aws:username":                    {"-", "?", "-", "-"},
	"aws:principalorgid":              {"-", "-", "-", "-"},
	"aws:principalorgpaths":           {"-", "-", "-", "-"},
	"aws:principaltag/team":           {"-", "-", "-", "-"},
	"aws:viaawsservice":               {"false", "false", "false", "false"},
	"aws:calledvia":                   {"-", "-", "-", "-"},
	"aws:calledviafirst":              {"-", "-", "-", "-"},
	"aws:calledvialast":               {"-", "-", "-", "-"},
	"aws:sourcevpc":                   {"-", "-", "-", "-"},
	"aws:sourcevpce":                  {"-", "-", "-", "-"},
	"aws:sourcevpcarn":                {"-", "-", "-", "-"},
	"aws:vpcsourceip":                 {"-", "-", "-", "-"},
	"aws:vpceaccount":                 {"-", "-", "-", "-"},
	"aws:vpceorgid":                   {"-", "-", "-", "-"},
	"aws:vpceorgpaths":                {"-", "-", "-", "-"},
	"aws:sourceip":                    {"?", "present", "present", "present"},
	"aws:securetransport":             {"?", "true", "true", "false"},
	"s3:tlsversion":                   {"?", "present", "present", "-"},
	"aws:useragent":                   {"?", "Amazon CloudFront", "Amazon CloudFront", "Amazon CloudFront"},
	"aws:referer":                     {"-", "-", "-", "-"},
	"aws:resourceaccount":             {account, account, account, account},
	"s3:resourceaccount":              {account, account, account, account},
	"aws:resourceorgid":               {"?", "?", "?", "?"},
	"aws:resourceorgpaths":            {"?", "?", "?", "?"},
	"aws:resourcetag/team":            {"-", "-", "-", "-"},
	"s3:buckettag/team":               {"-", "-", "-", "-"},
	"aws:requestedregion":             {"eu-west-1", "eu-west-1", "eu-west-1", "eu-west-1"},
	"aws:currenttime":                 {"present", "present", "present", "present"},
	"aws:epochtime":                   {"present", "present", "present", "present"},
	"aws:tokenissuetime":              {"-", "-", "-", "-"},
	"aws:multifactorauthpresent":      {"-", "-", "-", "-"},
	"aws:multifactorauthage":          {"-", "-", "-", "-"},
	"aws:federatedprovider":           {"-", "-", "-", "-"},
	"aws:sourceidentity":              {"-", "-", "-", "-"},
	"aws:chatbotsourcearn":            {"-", "-", "-", "-"},
	"sts:rolesessionname":             {"-", "-", "-", "-"},
	"ec2:sourceinstancearn":           {"-", "-", "-", "-"},
	"s3:signatureversion":             {"AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256", "-", "-"},
	"s3:authtype":                     {"REST-HEADER", "REST-HEADER", "-", "-"},
	"s3:dataaccesspointarn":           {"-", "-", "-", "-"},
	"s3:dataaccesspointaccount":       {"-", "-", "-", "-"},
	"s3:accesspointnetworkorigin":     {"-", "-", "-", "-"},
	"s3:existingobjecttag/class":      {"?", "?", "?", "?"},
	"s3:versionid":                    {"-", "-", "-", "-"},
	"s3:prefix":                       {"-", "-", "-", "-"},
	"s3:x-amz-acl":                    {"-", "-", "-", "-"},
	"s3:x-amz-server-side-encryption": {"-", "-", "-", "-"},
	"s3:requestobjecttag/class":       {"-", "-", "-", "-"},
	"s3:if-none-match":                {"-", "-", "-", "-"},
	"s3:object-lock-mode":             {"-", "-", "-", "-"},
	"s3:delimiter":                    {"-", "-", "-", "-"},
	"s3:max-keys":                     {"-", "-", "-", "-"},
	"s3:signatureage":                 {"1000", "1000", "-", "-"},
	"s3:x-amz-content-sha256":         {"?", "?", "?", "?"},
	"aws:sourceowner":                 {"-", "-", "-", "-"},
	"aws:assumedroot":                 {"-", "-", "-", "-"},
	"aws:requesttag/team":             {"-", "-", "-", "-"},
	"aws:tagkeys":                     {"-", "-", "-", "-"},
	"glue:roleassumedby":              {"-", "-", "-", "-"},
	"identitystore:userid":            {"-", "-", "-", "-"},
	"lambda:sourcefunctionarn":        {"-", "-", "-", "-"},
	"ssm:sourceinstancearn":           {"-", "-", "-", "-"},
	"kms:grantisforawsresource":       {"-", "-", "-", "-"},
	"kms:encryptioncontext:other":     {"-", "-", "-", "-"},

	// in AWS's spelling and in none
	"aws:Ec2InstanceSourceVpc":         {"-", "-", "-", "-"},
	"AWS:EC2INSTANCESOURCEPRIVATEIPV4": {"-", "-", "-", "-"},
	"aws:PrincipalOrgID":               {"-", "-", "-", "-"},
	"aws:NoSuchKey":                    {"?", "?", "?", "?"},
}

// kmsTable is what KMS is told besides, of an object of a bucket without a bucket
// key (AWS KMS Developer Guide, AWS KMS condition keys).
var kmsTable = map[string]string{
	"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::docs/a.html",
	"kms:EncryptionContextKeys":        "aws:s3:arn",
	"kms:CallerAccount":                "?",
	"kms:ViaService":                   "?",
	"kms:GrantOperations":              "-",
}

func TestContextKeys(t *testing.T) {
	b := docs(t, true)
	for name, want := range contextTable {
		for i, caller := range []string{"oac", "oai", "anonymous", "website"} {
			c := contextKeys{Request: callers[caller], bucket: b, symbols: b.store.state.Symbols}
			if got := says(c.key(name).Possible); got != want[i] {
				t.Errorf("%s of %s: %s, want %s", name, caller, got, want[i])
			}
		}
	}
}

func TestContextKeysOfKMS(t *testing.T) {
	b := docs(t, true)
	c := contextKeys{Request: callers["oac"], bucket: b, symbols: b.store.state.Symbols, encryption: &Encryption{BucketKey: tri.False}}
	for name, want := range kmsTable {
		if got := says(c.key(name).Possible); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		bare := c
		bare.encryption = nil
		if got := says(bare.key(name).Possible); got != "-" {
			t.Errorf("%s in a request to S3: %s, want it absent", name, got)
		}
	}
}

// Every row is complete, found in any spelling, and held by a line of the tables
// above.
func TestConditionKeyRows(t *testing.T) {
	tried := map[*conditionKey]bool{}
	for name := range contextTable {
		tried[conditionKeyNamed(name)] = true
	}
	for name := range kmsTable {
		tried[conditionKeyNamed(name)] = true
	}
	for i := range conditionKeys {
		row := &conditionKeys[i]
		if row.name == "" || row.source == "" || row.service == nil || row.identity == nil || row.nobody == nil {
			t.Errorf("the row of %q lacks a part", row.name)
		}
		for _, name := range []string{row.name, strings.ToLower(row.name), strings.ToUpper(row.name)} {
			if got := conditionKeyNamed(name); got != row {
				t.Errorf("%s leads to %v, not to its own row", name, got)
			}
		}
		if !tried[row] {
			t.Errorf("no test tries the row of %s", row.name)
		}
	}
}

// The scheme decides about two keys, headers and query strings about others.
func TestContextKeysOfRequest(t *testing.T) {
	with := func(caller string, change func(*Request)) Request {
		r := callers[caller]
		change(&r)
		return r
	}
	point := &AccessPoint{ARN: "arn:aws:s3:eu-west-1:111122223333:accesspoint/photos", Account: account}
	for name, c := range map[string]struct {
		request   Request
		key, want string
	}{
		"oai over http":                                       {with("oai", func(r *Request) { r.Scheme = "http" }), "aws:securetransport", "false"},
		"anonymous over http":                                 {with("anonymous", func(r *Request) { r.Scheme = "http" }), "aws:securetransport", "false"},
		"no TLS version over http":                            {with("oai", func(r *Request) { r.Scheme = "http" }), "s3:tlsversion", "-"},
		"a referer that CloudFront sets":                      {with("website", func(r *Request) { r.Referer = Header{Value: "secret", Set: true} }), "aws:referer", "secret"},
		"the viewer's referer":                                {with("website", func(r *Request) { r.Referer = Header{Forwarded: true} }), "aws:referer", "?"},
		"a user agent that CloudFront sets":                   {with("anonymous", func(r *Request) { r.UserAgent = Header{Value: "cdn", Set: true} }), "aws:useragent", "cdn"},
		"the viewer's query string":                           {with("anonymous", func(r *Request) { r.Query = true }), "s3:versionid", "?"},
		"a PUT carries no headers that CloudFront keeps back": {with("oac", func(r *Request) { r.Method = "PUT"; r.Withheld = func(h string) bool { return h == "x-amz-acl" } }), "s3:x-amz-acl", "-"},
		"nor tags without their header":                       {with("oac", func(r *Request) { r.Method = "PUT"; r.Withheld = func(h string) bool { return h == "x-amz-tagging" } }), "s3:requestobjecttag/team", "-"},
		"a PUT may carry headers":                             {with("oac", func(r *Request) { r.Method = "PUT" }), "s3:x-amz-acl", "?"},
		"through an access point":                             {with("oac", func(r *Request) { r.AccessPoint = point }), "s3:dataaccesspointarn", point.ARN},
		"through an access point of the account":              {with("oai", func(r *Request) { r.AccessPoint = point }), "s3:dataaccesspointaccount", account},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true)
			k := contextKeys{Request: c.request, bucket: b, symbols: b.store.state.Symbols}
			if got := says(k.key(c.key).Possible); got != c.want {
				t.Errorf("%s: %s, want %s", c.key, got, c.want)
			}
		})
	}
}

// Requests of one situation say the same about every key that does not vary: what is
// remembered of one holds for the next.
func TestContextKeysOfOneSituation(t *testing.T) {
	b := docs(t, true, created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "tags_all": attrs{"class": "public"}}))
	for caller, one := range callers {
		for _, method := range []string{"GET", "PUT"} {
			for _, e := range []*Encryption{nil, {BucketKey: tri.False}} {
				one.Method, one.Key = method, "a.html"
				other := one
				other.Key, other.Parameters = "b.html", url.Values{"versionId": {"1"}, "prefix": {"x"}, "delimiter": {"/"}, "max-keys": {"2"}}
				other.Withheld = func(string) bool { return true }
				x := contextKeys{Request: one, bucket: b, symbols: b.store.state.Symbols, encryption: e}
				y := contextKeys{Request: other, bucket: b, symbols: b.store.state.Symbols, encryption: e}
				if x.situation() != y.situation() {
					t.Fatalf("%s: the object is part of the situation", caller)
				}
				for i := range conditionKeys {
					name := strings.ToLower(strings.Replace(conditionKeys[i].name, "*", "class", 1))
					got, next := x.key(name), y.key(name)
					if diff := cmp.Diff(got, next); diff != "" && !(got.Varies && next.Varies) {
						t.Errorf("%s of %s, %s: %s", name, caller, method, diff)
					}
				}
			}
		}
	}
}

// The tags of an object that the plan uploads are known.
func TestObjectTags(t *testing.T) {
	b := docs(t, true, created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "tags_all": attrs{"class": "public"}}))
	c := contextKeys{Request: callers["oac"], bucket: b, symbols: b.store.state.Symbols}
	for key, want := range map[string]string{"s3:existingobjecttag/class": "public", "s3:existingobjecttag/team": "-"} {
		if got := says(c.key(key).Possible); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

// The tags of a bucket count only where attribute based access control is on (S3
// User Guide, Enabling ABAC in general purpose buckets).
func TestBucketTags(t *testing.T) {
	tagged := created("aws_s3_bucket.docs", attrs{"bucket": "docs", "tags_all": attrs{"team": "web"}})
	abac := func(status any) change {
		return created("aws_s3_bucket_abac.docs", attrs{"bucket": "docs", "abac_status": []attrs{{"status": status}}})
	}
	for name, c := range map[string]struct {
		changes []change
		key     string
		want    string
	}{
		"off by default":       {[]change{tagged}, "aws:ResourceTag/team", "-"},
		"switched off":         {[]change{tagged, abac("Disabled")}, "aws:ResourceTag/team", "-"},
		"switched on":          {[]change{tagged, abac("Enabled")}, "aws:ResourceTag/team", "web"},
		"the other name":       {[]change{tagged, abac("Enabled")}, "s3:BucketTag/team", "web"},
		"a tag that is not":    {[]change{tagged, abac("Enabled")}, "s3:BucketTag/class", "-"},
		"tags that are nobody": {[]change{created("aws_s3_bucket.docs", attrs{"bucket": "docs", "tags": nil, "tags_all": nil}), abac("Enabled")}, "s3:BucketTag/class", "?"},
		"nobody knows if on":   {[]change{tagged, created("aws_s3_bucket_abac.docs", attrs{"bucket": "docs", "abac_status": nil})}, "s3:BucketTag/team", "?"},
	} {
		t.Run(name, func(t *testing.T) {
			b := store(t, c.changes...).Bucket("docs", "eu-west-1", "aws")
			k := contextKeys{Request: callers["oac"], bucket: b, symbols: b.store.state.Symbols}
			if got := says(k.key(c.key).Possible); got != c.want {
				t.Errorf("%s: %s, want %s", c.key, got, c.want)
			}
		})
	}
}
