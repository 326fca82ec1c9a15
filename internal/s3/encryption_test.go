package s3

import (
	"testing"

	"github.com/plan403/plan403/plan"
)

const keyARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"

func encrypted(algorithm, key string, bucketKey bool) change {
	return created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
		"bucket_key_enabled": bucketKey, "apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": algorithm, "kms_master_key_id": key}},
	}}})
}

func key(policy string, more attrs) change {
	body := attrs{"id": "1234abcd-12ab-34cd-56ef-1234567890ab", "key_id": "1234abcd-12ab-34cd-56ef-1234567890ab", "arn": keyARN, "is_enabled": true, "policy": policy}
	for k, v := range more {
		body[k] = v
	}
	return existing("aws_kms_key.docs", body)
}

var everyReader = bucketPolicy(publicRead, grantTo("oai"), grantTo("oac"))

// keyRoot leaves a key to its account, as the default key policy does.
var keyRoot = statement{"Effect": "Allow", "Principal": attrs{"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"}

// keyGrant is the statement that CloudFront's documentation asks for.
func keyGrant(condition attrs) statement {
	s := statement{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": []string{"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*"}, "Resource": "*"}
	if condition != nil {
		s["Condition"] = condition
	}
	return s
}

// Who reads objects by how they are encrypted (CloudFront Developer Guide,
// Restrict access to an Amazon S3 origin, SSE-KMS; S3 User Guide, Troubleshoot
// access denied errors). An identity or nobody is never served; whether with
// 403 or 400 is not documented, which the refusals say.
func TestEncryption(t *testing.T) {
	granted := key(policyText(keyGrant(attrs{"StringEquals": attrs{"AWS:SourceArn": distributionARN}})), nil)
	for name, c := range map[string]struct {
		changes []change
		want    map[string]string
	}{
		"no default encryption":                  {nil, map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"}},
		"keys of S3":                             {[]change{encrypted("AES256", "", false)}, map[string]string{"oac": "yes", "oai": "yes", "anonymous": "yes", "website": "yes"}},
		"a key that admits CloudFront":           {[]change{encrypted("aws:kms", keyARN, false), granted}, map[string]string{"oac": "yes", "oai": "no", "anonymous": "no", "website": "no"}},
		"the same with two layers":               {[]change{encrypted("aws:kms:dsse", keyARN, false), granted}, map[string]string{"oac": "yes", "oai": "no"}},
		"the AWS managed key":                    {[]change{encrypted("aws:kms", "", false)}, map[string]string{"oac": "no", "oai": "no", "anonymous": "no"}},
		"the AWS managed key by its alias":       {[]change{encrypted("aws:kms", "alias/aws/s3", false)}, map[string]string{"oac": "no"}},
		"the AWS managed key by its alias's ARN": {[]change{encrypted("aws:kms", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", false)}, map[string]string{"oac": "no"}},
		"a key that is not in the plan":          {[]change{encrypted("aws:kms", keyARN, false)}, map[string]string{"oac": "unknown"}},
		"a key by its id":                        {[]change{encrypted("aws:kms", "1234abcd-12ab-34cd-56ef-1234567890ab", false), granted}, map[string]string{"oac": "yes"}},
		"a key by its alias": {[]change{
			encrypted("aws:kms", "alias/docs", false), granted, existing("aws_kms_alias.docs", attrs{"name": "alias/docs", "target_key_id": keyARN}),
		}, map[string]string{"oac": "yes"}},
	} {
		t.Run(name, func(t *testing.T) {
			allows(t, docs(t, true, append(c.changes, noBlock, everyReader)...), c.want)
		})
	}
}

// What a key policy says to CloudFront (KMS Developer Guide, Default key
// policy, Condition keys; CloudFront Developer Guide, SSE-KMS).
func TestKeyPolicy(t *testing.T) {
	with := func(operator, key string, v any) statement { return keyGrant(attrs{operator: attrs{key: v}}) }
	everyone := statement{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}
	for name, c := range map[string]struct {
		statements []statement
		bucketKey  bool
		want       string
	}{
		"only the account":                 {[]statement{keyRoot}, false, "no"},
		"the service":                      {[]statement{keyRoot, keyGrant(nil)}, false, "yes"},
		"everyone":                         {[]statement{everyone}, false, "yes"},
		"this distribution":                {[]statement{with("StringEquals", "aws:SourceArn", distributionARN)}, false, "yes"},
		"every distribution":               {[]statement{with("StringLike", "aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/*")}, false, "yes"},
		"another distribution":             {[]statement{with("StringEquals", "aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/EOTHER")}, false, "no"},
		"the account of the distribution":  {[]statement{with("StringEquals", "aws:SourceAccount", account)}, false, "yes"},
		"objects of the bucket":            {[]statement{with("StringLike", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::docs/*")}, false, "yes"},
		"the bucket, without a bucket key": {[]statement{with("StringEquals", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::docs")}, false, "no"},
		"the bucket, with a bucket key":    {[]statement{with("StringEquals", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::docs")}, true, "yes"},
		"objects, with a bucket key":       {[]statement{with("StringLike", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::docs/*")}, true, "no"},
		"by way of S3 is not documented":   {[]statement{with("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com")}, false, "unknown"},
		"callers of the account":           {[]statement{{"Effect": "Allow", "Principal": attrs{"AWS": "*"}, "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringEquals": attrs{"kms:CallerAccount": account, "kms:ViaService": "s3.eu-west-1.amazonaws.com"}}}}, false, "no"},
		"them, and the service":            {[]statement{{"Effect": "Allow", "Principal": attrs{"AWS": "*"}, "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringEquals": attrs{"kms:CallerAccount": account}}}, keyGrant(nil)}, false, "yes"},
		"a Deny for callers of others":     {[]statement{keyGrant(nil), {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringNotEquals": attrs{"kms:CallerAccount": account}}}}, false, "unknown"},
		"an organization":                  {[]statement{with("StringEquals", "aws:PrincipalOrgID", "o-7hq2m4x9ke")}, false, "no"},
		"grants for AWS resources":         {[]statement{with("Bool", "kms:GrantIsForAWSResource", "true")}, false, "no"},
		"a Deny for strangers":             {[]statement{keyGrant(nil), {"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringNotEquals": attrs{"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}}}, false, "no"},
		"only encryption":                  {[]statement{{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Encrypt", "Resource": "*"}}, false, "no"},
		"a role":                           {[]statement{{"Effect": "Allow", "Principal": attrs{"AWS": "arn:aws:iam::111122223333:role/web"}, "Action": "kms:*", "Resource": "*"}}, false, "no"},
		"this very key":                    {[]statement{{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": keyARN}}, false, "yes"},
		"another resource":                 {[]statement{{"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": "kms:Decrypt", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/other"}}, false, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, everyReader, noBlock, encrypted("aws:kms", keyARN, c.bucketKey), key(policyText(c.statements...), nil))
			if got := word(b.Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("CloudFront may read: %s, want %s", got, c.want)
			}
		})
	}
}

// aws_kms_key_policy takes the place of the key's own policy; deleting it, or
// having neither, leaves the default one (provider documentation).
func TestWhichKeyPolicy(t *testing.T) {
	open, shut := policyText(keyRoot, keyGrant(nil)), policyText(statement{"Effect": "Allow", "Principal": attrs{"AWS": account}, "Action": "kms:*", "Resource": "*"})
	separate := func(text string) change {
		return created("aws_kms_key_policy.docs", attrs{"key_id": keyARN, "policy": text})
	}
	for name, c := range map[string]struct {
		changes []change
		want    string
	}{
		"the key's own":                   {[]change{key(open, nil)}, "yes"},
		"the separate one wins":           {[]change{key(shut, nil), separate(open)}, "yes"},
		"the separate one wins again":     {[]change{key(open, nil), separate(shut)}, "no"},
		"the separate one is deleted":     {[]change{key(open, nil), deleted("aws_kms_key_policy.docs", attrs{"key_id": keyARN, "policy": open})}, "no"},
		"another key's policy is deleted": {[]change{key(open, nil), deleted("aws_kms_key_policy.docs", attrs{"key_id": "other", "policy": open})}, "yes"},
		"a new key without policy":        {[]change{created("aws_kms_key.docs", attrs{"id": "k", "key_id": "k", "arn": keyARN, "is_enabled": true, "policy": nil})}, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, append(c.changes, everyReader, noBlock, encrypted("aws:kms", keyARN, false))...)
			if got := word(b.Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("CloudFront may read: %s, want %s", got, c.want)
			}
		})
	}
}

// A disabled key returns 400, which is no 403 (S3 API Reference, Error
// responses, KMS.DisabledException).
func TestDisabledKey(t *testing.T) {
	b := docs(t, true, everyReader, noBlock, encrypted("aws:kms", keyARN, false), key(policyText(keyGrant(nil)), attrs{"is_enabled": false}))
	if got := b.Authorize(callers["oac"]); got.Status != 400 {
		t.Errorf("status %d, want 400", got.Status)
	}
}

// An object's own encryption comes before the bucket's, and a write needs to
// make data keys where a read needs to decrypt.
func TestObjectEncryption(t *testing.T) {
	decryptOnly := key(policyText(statement{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}), nil)
	write := grantTo("oac")
	write["Action"] = "s3:*"
	own := created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "server_side_encryption": "AES256"})
	keyed := created("aws_s3_object.a", attrs{"bucket": "docs", "key": "a.html", "kms_key_id": keyARN})
	for name, c := range map[string]struct {
		changes []change
		method  string
		want    string
	}{
		"reading with a key that may decrypt": {[]change{encrypted("aws:kms", keyARN, false), decryptOnly}, "GET", "yes"},
		"writing with a key that may decrypt": {[]change{encrypted("aws:kms", keyARN, false), decryptOnly}, "PUT", "no"},
		"deleting needs no key":               {[]change{encrypted("aws:kms", keyARN, false), decryptOnly}, "DELETE", "yes"},
		"an object with keys of S3":           {[]change{encrypted("aws:kms", "", false), own}, "GET", "yes"},
		"an object with a key of its own":     {[]change{keyed, key(policyText(statement{"Effect": "Allow", "Principal": attrs{"AWS": account}, "Action": "kms:*", "Resource": "*"}), nil)}, "GET", "no"},
	} {
		t.Run(name, func(t *testing.T) {
			r := callers["oac"]
			r.Method = c.method
			if got := word(docs(t, true, append(c.changes, bucketPolicy(write))...).Authorize(r).Allowed); got != c.want {
				t.Errorf("allowed: %s, want %s", got, c.want)
			}
		})
	}
}

// A key outside the plan counts by what is assumed of its policy. Where the
// bucket names it by alias, nobody knows its ARN: what hangs on that is open.
func TestAssumedKey(t *testing.T) {
	const arn = "arn:aws:kms:eu-west-1:111122223333:key/1f0c2a3e"
	key := func(resource string) string {
		return policyText(statement{"Effect": "Allow", "Principal": attrs{"Service": ServicePrincipal}, "Action": "kms:Decrypt", "Resource": resource})
	}
	other := policyText(statement{"Effect": "Allow", "Principal": attrs{"AWS": "arn:aws:iam::111122223333:root"}, "Action": "kms:*", "Resource": "*"})
	byARN := func(policy string) plan.Assumption {
		return plan.Assumption{Address: "assume.key", Type: "aws_kms_key", Values: map[string]any{"id": "1f0c2a3e", "arn": arn, "policy": policy}}
	}
	byAlias := func(policy string) plan.Assumption {
		return plan.Assumption{Address: "assume.key", Type: "aws_kms_key", Values: map[string]any{"id": "alias/docs", "policy": policy}, Open: map[string]string{"arn": "name it by its ARN"}}
	}
	alias := existing("aws_kms_alias.docs", attrs{"name": "alias/docs", "target_key_id": "1f0c2a3e", "target_key_arn": arn})
	for name, c := range map[string]struct {
		named   string
		assume  []plan.Assumption
		changes []change
		want    string
	}{
		"nothing is assumed":                        {arn, nil, nil, "unknown"},
		"another key is assumed":                    {arn + "4", []plan.Assumption{byARN(key("*"))}, nil, "unknown"},
		"the policy grants":                         {arn, []plan.Assumption{byARN(key("*"))}, nil, "yes"},
		"the policy grants nothing":                 {arn, []plan.Assumption{byARN(other)}, nil, "no"},
		"the bucket names the id":                   {"1f0c2a3e", []plan.Assumption{byARN(key("*"))}, nil, "yes"},
		"the policy names the key":                  {arn, []plan.Assumption{byARN(key(arn))}, nil, "yes"},
		"the policy names another key":              {arn, []plan.Assumption{byARN(key(arn + "4"))}, nil, "no"},
		"an alias of the plan leads to it":          {"alias/docs", []plan.Assumption{byARN(key("*"))}, []change{alias}, "yes"},
		"an alias that is assumed":                  {"alias/docs", []plan.Assumption{byAlias(key("*"))}, nil, "yes"},
		"an alias, and a policy that names the key": {"alias/docs", []plan.Assumption{byAlias(key(arn))}, nil, "unknown"},
		"the plan knows where the alias leads":      {"alias/docs", []plan.Assumption{byAlias(key("*"))}, []change{alias}, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			changes := append(c.changes, created("aws_s3_bucket.docs", attrs{"bucket": "docs"}), bucketPolicy(grantTo("oac")),
				created("aws_s3_bucket_server_side_encryption_configuration.docs", attrs{"bucket": "docs", "rule": []attrs{{
					"apply_server_side_encryption_by_default": []attrs{{"sse_algorithm": "aws:kms", "kms_master_key_id": c.named}},
				}}}))
			b := storeAssuming(t, c.assume, changes...).Bucket("docs", "eu-west-1", "aws")
			if got := word(b.Authorize(callers["oac"]).Allowed); got != c.want {
				t.Errorf("may read: %s, want %s", got, c.want)
			}
		})
	}
}

// What a refusal of a key policy says: by the lack of kms:CallerAccount it is only
// possible, and a Deny lacks an exception (AWS KMS Developer Guide, AWS KMS condition
// keys).
func TestWhyKeyRefuses(t *testing.T) {
	everyCaller := func(key, value string) statement {
		return statement{"Effect": "Allow", "Principal": attrs{"AWS": "*"}, "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringEquals": attrs{key: value}}}
	}
	deny := func(key, value string) statement {
		return statement{"Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": attrs{"StringNotEquals": attrs{key: value}}}
	}
	for name, c := range map[string]struct {
		statements  []statement
		possible    bool
		wanted, key string
	}{
		"callers of the account":     {[]statement{everyCaller("kms:CallerAccount", account)}, true, "", ""},
		"an organization":            {[]statement{everyCaller("aws:PrincipalOrgID", "o-7hq2m4x9ke")}, false, "", ""},
		"a Deny outside one":         {[]statement{keyGrant(nil), deny("aws:PrincipalOrgID", "o-7hq2m4x9ke")}, false, DenyingKeyPolicy, ""},
		"a Deny for other sources":   {[]statement{keyGrant(nil), deny("aws:SourceArn", "arn:aws:cloudfront::111122223333:distribution/EOTHER")}, false, DenyingKeyPolicy, "aws:SourceArn"},
		"only the account, as it is": {[]statement{keyRoot}, false, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := docs(t, true, everyReader, noBlock, encrypted("aws:kms", keyARN, false), key(policyText(c.statements...), nil))
			refusals := b.Authorize(callers["oac"]).Refusals
			if len(refusals) != 1 {
				t.Fatalf("%d refusals, want 1: %v", len(refusals), refusals)
			}
			if f := refusals[0]; f.Possible != c.possible || f.Wanted != c.wanted || f.Key != c.key {
				t.Errorf("possible %v, wants %q by %q; want %v, %q, %q", f.Possible, f.Wanted, f.Key, c.possible, c.wanted, c.key)
			}
		})
	}
}
