package config

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/plan"
)

// beside are the files that the configurations of these tests name.
var beside = map[string]string{
	"policies/typo.json":   `{"Version": "2012-10-17", "Statement": [{"Effect": "allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}`,
	"policies/shared.json": `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}`,
	"policies/broken.json": `{"Version": `,
}

func readTest(name string) ([]byte, error) {
	text, ok := beside[name]
	if !ok {
		return nil, errors.New("cannot be read: no such file")
	}
	return []byte(text), nil
}

const whole = `
fail_on = "warning"

rule "missing-key-answers-403" { enabled = false }
rule "explicit-deny" {
  enabled  = true
  severity = "notice"
}

ignore {
  address = "module.legacy.*"
  rule    = "oac-not-granted"
  reason  = "goes away in May"
  until   = "2027-05-01"
}
ignore {
  rule   = "geo-restricted"
  reason = <<EOT
    sold in
    two countries
  EOT
}

assume {
  account = "111122223333"
  region  = "eu-west-1"
  bucket "shared-assets" {
    policy_file = "policies/shared.json"
    public_access_block {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = false
      restrict_public_buckets = false
    }
    encryption       = "aws:kms"
    kms_key          = "alias/shared"
    object_ownership = "BucketOwnerEnforced"
  }
  bucket "open" {
    objects = ["index.html", "img/*"]
    missing = ["*"]
  }
  origin_access_control "E2" { signing_behavior = "no-override" }
  origin_access_identity "E3" { s3_canonical_user_id = "1c2a" }
  cache_policy "c1" {
    header_behavior       = "whitelist"
    headers               = ["Origin"]
    query_string_behavior = "none"
  }
  origin_request_policy "o1" {
    header_behavior       = "allViewer"
    query_string_behavior = "all"
  }
  web_acl "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/7e1c" { default_action = "allow" }
  kms_key "arn:aws:kms:eu-west-1:111122223333:key/1f0c" { policy_file = "policies/shared.json" }
  kms_key "alias/shared" { policy_file = "policies/shared.json" }
}
`

func TestParseWhole(t *testing.T) {
	got, err := parse([]byte(whole), Name, readTest)
	if err != nil {
		t.Fatal(err)
	}
	notice := checks.Notice
	want := Config{
		FailOn: "warning",
		Rules:  map[string]Rule{"missing-key-answers-403": {Off: true}, "explicit-deny": {Severity: &notice}},
		Ignores: []Ignore{
			{Address: "module.legacy.*", Rule: "oac-not-granted", Reason: "goes away in May", Until: time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)},
			{Rule: "geo-restricted", Reason: "sold in two countries"},
		},
		Assume: Assume{Account: "111122223333", Region: "eu-west-1", Buckets: []Bucket{
			{
				Name: "shared-assets", Policy: beside["policies/shared.json"],
				Block:      &PublicAccessBlock{BlockPublicACLs: true, BlockPublicPolicy: true},
				Encryption: "aws:kms", KMSKey: "alias/shared", Ownership: "BucketOwnerEnforced",
			},
			{Name: "open", Objects: []string{"index.html", "img/*"}, Missing: []string{"*"}},
		}, Others: wholeOthers},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(hcl.Range{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Place(got.Ignores[0].Range); got != ".plan403.hcl:10:1" {
		t.Errorf("the first block to ignore is at %s, want line 10", got)
	}
}

// wholeOthers are the resources of whole: the values are the arguments of the
// provider's resources of these types, as its documentation names them.
var wholeOthers = []Other{
	{Block: "origin_access_control", Name: "E2", Assumption: plan.Assumption{
		Address: `assume.origin_access_control["E2"]`, Type: "aws_cloudfront_origin_access_control",
		Values: map[string]any{"id": "E2", "signing_behavior": "no-override", "origin_access_control_origin_type": "s3"},
	}},
	{Block: "origin_access_identity", Name: "E3", Assumption: plan.Assumption{
		Address: `assume.origin_access_identity["E3"]`, Type: "aws_cloudfront_origin_access_identity",
		Values: map[string]any{"id": "E3", "iam_arn": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E3", "s3_canonical_user_id": "1c2a"},
	}},
	{Block: "cache_policy", Name: "c1", Assumption: plan.Assumption{
		Address: `assume.cache_policy["c1"]`, Type: "aws_cloudfront_cache_policy",
		Values: map[string]any{"id": "c1", "parameters_in_cache_key_and_forwarded_to_origin": one(map[string]any{
			"headers_config":       one(map[string]any{"header_behavior": "whitelist", "headers": one(map[string]any{"items": []any{"Origin"}})}),
			"query_strings_config": one(map[string]any{"query_string_behavior": "none"}),
		})},
	}},
	{Block: "origin_request_policy", Name: "o1", Assumption: plan.Assumption{
		Address: `assume.origin_request_policy["o1"]`, Type: "aws_cloudfront_origin_request_policy",
		Values: map[string]any{
			"id": "o1", "headers_config": one(map[string]any{"header_behavior": "allViewer", "headers": one(map[string]any{"items": []any(nil)})}),
			"query_strings_config": one(map[string]any{"query_string_behavior": "all"}),
		},
	}},
	{Block: "web_acl", Name: aclARN, Assumption: plan.Assumption{
		Address: `assume.web_acl["` + aclARN + `"]`, Type: "aws_wafv2_web_acl",
		Values: map[string]any{"id": aclARN, "arn": aclARN, "default_action": one(map[string]any{"allow": one(map[string]any{})})},
	}},
	{Block: "kms_key", Name: keyARN, Assumption: plan.Assumption{
		Address: `assume.kms_key["` + keyARN + `"]`, Type: "aws_kms_key",
		Values: map[string]any{"id": "1f0c", "arn": keyARN, "policy": beside["policies/shared.json"]},
	}},
	{Block: "kms_key", Name: "alias/shared", Assumption: plan.Assumption{
		Address: `assume.kms_key["alias/shared"]`, Type: "aws_kms_key",
		Values: map[string]any{"id": "alias/shared", "policy": beside["policies/shared.json"]},
		Open:   map[string]string{"arn": "name the key by its ARN, in kms_key of .plan403.hcl and where the bucket names it"},
	}},
}

const (
	aclARN = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/edge/7e1c"
	keyARN = "arn:aws:kms:eu-west-1:111122223333:key/1f0c"
)

// A plan may name a key by its id alone, so the id is what is looked for.
func TestNamed(t *testing.T) {
	c, err := parse([]byte(whole), Name, readTest)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range c.Assume.Named() {
		got = append(got, n.Block+" "+n.Text)
		if n.Range.Start.Line == 0 {
			t.Errorf("%s %q has no place", n.Block, n.Name)
		}
	}
	want := []string{
		"bucket shared-assets", "bucket open", "origin_access_control E2", "origin_access_identity E3", "cache_policy c1", "origin_request_policy o1",
		"web_acl " + aclARN, "kms_key 1f0c", "kms_key alias/shared",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEmptyFileSaysNothing(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "assume {\n}\n"} {
		got, err := parse([]byte(text), Name, readTest)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if diff := cmp.Diff(Config{Rules: map[string]Rule{}}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestWrongFiles(t *testing.T) {
	block := func(kind, body string) string { return "assume {\n  " + kind + " {\n    " + body + "\n  }\n}\n" }
	bucket := func(body string) string { return block(`bucket "b"`, body) }
	for _, c := range []struct{ name, text, want string }{
		{"an expectation of nothing", "expect \"up\" {\n  requests = []\n  verdict = \"served\"\n}\n", ".plan403.hcl:2:14: no requests; name paths"},
		{"an expected verdict that does not exist", "expect \"up\" {\n  requests = [\"/\"]\n  verdict = \"ok\"\n}\n", `.plan403.hcl:3:13: "ok": it must be served, forbidden, other or unchanged`},
		{"an expected request that is none", "expect \"up\" {\n  requests = [\"docs/*\"]\n  verdict = \"served\"\n}\n", `.plan403.hcl:2:14: request of "docs/*": it must be a URL`},
		{"an expectation without a name", "expect {\n  requests = [\"/\"]\n  verdict = \"served\"\n}\n", ".plan403.hcl:1:8: missing name for expect"},
		{"a missing bracket", "rule \"explicit-deny\" {\n", ".plan403.hcl:1:22: unclosed configuration block"},
		{"an unknown argument", "fail_no = \"error\"\n", `.plan403.hcl:1:1: unsupported argument: An argument named "fail_no" is not expected here`},
		{"an unknown block", "\nskip \"x\" {\n}\n", ".plan403.hcl:2:1: unsupported block type"},
		{"a rule block without a name", "rule {\n}\n", ".plan403.hcl:1:6: missing name for rule"},
		{"a rule that does not exist", "\nrule \"oac-not-grated\" { enabled = false }\n", `.plan403.hcl:2:1: no rule is named "oac-not-grated"; plan403 rules lists them`},
		{"a rule block that changes nothing", "rule \"explicit-deny\" {\n}\n", ".plan403.hcl:1:1: changes nothing"},
		{"two blocks for a rule", "rule \"explicit-deny\" { enabled = false }\nrule \"explicit-deny\" { enabled = true }\n", ".plan403.hcl:2:1: a second block for the rule"},
		{"a severity that does not exist", "rule \"explicit-deny\" { severity = \"low\" }\n", `.plan403.hcl:1:35: "low": it must be error, warning or notice`},
		{"an empty severity", "rule \"explicit-deny\" { severity = \"\" }\n", `"": it must be error, warning or notice`},
		{"enabled neither true nor false", "rule \"explicit-deny\" { enabled = \"perhaps\" }\n", "a bool is required"},
		{"a level that does not exist", "fail_on = \"always\"\n", `.plan403.hcl:1:11: "always": it must be error, warning, notice, undecided or never`},
		{"a word without quotes", "fail_on = error\n", ".plan403.hcl:1:11: it must be a text in quotes"},
		{"a number", "assume {\n  account = 111122223333\n}\n", ".plan403.hcl:2:13: it must be a text in quotes"},
		{"null", "fail_on = null\n", "it must be a text in quotes"},
		{"an interpolation", "fail_on = \"${\"error\"}\"\n", "it must be a text in quotes"},
		{"a loop", "fail_on = [for a in [1] : a]\n", "it must be a text in quotes"},
		{"an enormous number inside a text", "fail_on = \"a${1e999999999}b\"\n", "it must be a text in quotes"},
		{"a character that stands for unknown values", "fail_on = \"\\ue000\"\n", ".plan403.hcl:1:11: holds private-use characters"},
		{"such a character in a label", "assume {\n  bucket \"\\ue000\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:2:10: holds private-use characters"},

		{"an ignore without a reason", "ignore {\n  rule = \"explicit-deny\"\n}\n", `.plan403.hcl:1:8: missing required argument: The argument "reason" is required`},
		{"an ignore with an empty reason", "ignore {\n  rule   = \"explicit-deny\"\n  reason = \" \"\n}\n", ".plan403.hcl:3:12: the reason is empty"},
		{"an ignore of everything", "ignore {\n  reason = \"calm\"\n}\n", ".plan403.hcl:1:1: this would ignore everything; set address or rule"},
		{"an ignore of a rule that does not exist", "ignore {\n  rule   = \"nope\"\n  reason = \"r\"\n}\n", `.plan403.hcl:2:12: no rule is named "nope"`},
		{"a day that does not exist", "ignore {\n  rule   = \"explicit-deny\"\n  reason = \"r\"\n  until  = \"2027-02-30\"\n}\n", `.plan403.hcl:4:12: "2027-02-30" is not a day; write it as 2027-05-01`},
		{"two mistakes", "fail_on = \"x\"\nrule \"nope\" { enabled = true }\n", `.plan403.hcl:1:11: "x": it must be error, warning, notice, undecided or never (and 1 more)`},

		{"an account id of eleven digits", "assume {\n  account = \"11112222333\"\n}\n", `.plan403.hcl:2:13: "11112222333" is not an account id, which has twelve digits`},
		{"a region that is a place", "assume {\n  region = \"Ireland\"\n}\n", `.plan403.hcl:2:12: "Ireland" is not a region`},
		{"two assume blocks", "assume {\n}\nassume {\n}\n", ".plan403.hcl:3:1: duplicate assume block"},
		{"a bucket without a name", "assume {\n  bucket \"\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:2:3: the bucket's name is empty"},
		{"two blocks for a bucket", "assume {\n  bucket \"b\" { encryption = \"AES256\" }\n  bucket \"b\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:3:3: a second block for the bucket"},
		{"a bucket without facts", bucket(""), ".plan403.hcl:2:3: nothing is assumed of the bucket"},
		{"half a public access block", bucket("public_access_block {\n  block_public_acls = true\n}"), "missing required argument"},
		{"an encryption that does not exist", bucket(`encryption = "none"`), `.plan403.hcl:3:18: "none": it must be AES256, aws:kms or aws:kms:dsse`},
		{"a key without encryption by it", bucket(`kms_key = "alias/x"`), ".plan403.hcl:3:15: a key is used only with encryption"},
		{"an ownership that does not exist", bucket(`object_ownership = "Nobody"`), `.plan403.hcl:3:24: "Nobody": it must be BucketOwnerEnforced`},
		{"a policy file that is not there", bucket(`policy_file = "nope.json"`), ".plan403.hcl:3:19: cannot be read: no such file"},
		{"a policy file that is no JSON", bucket(`policy_file = "policies/broken.json"`), `.plan403.hcl:3:19: "policies/broken.json": is not JSON`},
		{"objects that are a text", bucket(`objects = "index.html"`), ".plan403.hcl:3:16: unsuitable value type"},
		{"objects that are no texts", bucket(`objects = ["a", true]`), ".plan403.hcl:3:21: it must be a text in quotes"},
		{"a list in a list", bucket(`missing = [["a"]]`), ".plan403.hcl:3:16: it must be a text in quotes"},
		{"an interpolation in a list", bucket(`missing = ["a${1}"]`), ".plan403.hcl:3:16: it must be a text in quotes"},
		{"a list that is computed", bucket(`missing = [for a in ["b"] : a]`), ".plan403.hcl:3:15: it must be a text in quotes"},
		{"a character that stands for unknown values in a list", bucket(`missing = ["\ue000"]`), ".plan403.hcl:3:16: holds private-use characters"},
		{"no objects", bucket(`objects = []`), ".plan403.hcl:3:15: the list is empty"},
		{"a key with a leading slash", bucket(`missing = ["a", "/old/*"]`), `.plan403.hcl:3:15: "/old/*" is not the key of an object; write keys without a leading slash`},
		{"an empty key", bucket(`missing = [""]`), `.plan403.hcl:3:15: "" is not the key of an object`},
		{"too many keys", bucket(`missing = [` + strings.Repeat(`"a", `, 501) + `]`), ".plan403.hcl:3:15: 501 patterns are more than 500; use wildcards"},
		{"a list where one text is wanted", "fail_on = [\"error\"]\n", ".plan403.hcl:1:11: "},

		{"an access control without signing", block(`origin_access_control "E2"`, ""), `.plan403.hcl:2:30: missing required argument: The argument "signing_behavior" is required`},
		{"an access control without an id", block(`origin_access_control ""`, `signing_behavior = "always"`), ".plan403.hcl:2:3: the id is empty"},
		{"a signing that does not exist", block(`origin_access_control "E2"`, `signing_behavior = "often"`), `.plan403.hcl:3:24: "often": it must be always, never or no-override`},
		{"an origin type that does not exist", block(`origin_access_control "E2"`, "signing_behavior = \"always\"\n    origin_type = \"web\""), `.plan403.hcl:4:19: "web": it must be s3, lambda`},
		{"two blocks for an access control", "assume {\n  origin_access_control \"E2\" { signing_behavior = \"always\" }\n  origin_access_control \"E2\" { signing_behavior = \"never\" }\n}\n", `.plan403.hcl:3:3: a second block origin_access_control "E2"`},
		{"an identity without a user", block(`origin_access_identity "E3"`, `s3_canonical_user_id = ""`), ".plan403.hcl:3:28: the canonical user id is empty"},
		{"a cache policy that forwards all headers", block(`cache_policy "c"`, "header_behavior = \"allViewer\"\n    query_string_behavior = \"none\""), `.plan403.hcl:3:23: "allViewer": it must be none or whitelist`},
		{"a policy that says nothing of query strings", block(`origin_request_policy "o"`, `header_behavior = "none"`), `The argument "query_string_behavior" is required`},
		{"a list of headers without headers", block(`cache_policy "c"`, "header_behavior = \"whitelist\"\n    query_string_behavior = \"none\""), ".plan403.hcl:3:23: whitelist needs headers"},
		{"headers that are not listed", block(`origin_request_policy "o"`, "header_behavior = \"allViewer\"\n    headers = [\"Host\"]\n    query_string_behavior = \"none\""), ".plan403.hcl:4:15: headers are listed only with"},
		{"a query string behavior that does not exist", block(`cache_policy "c"`, "header_behavior = \"none\"\n    query_string_behavior = \"some\""), `.plan403.hcl:4:29: "some": it must be none, whitelist, allExcept or all`},
		{"an action that does not exist", block(`web_acl "a"`, `default_action = "count"`), `.plan403.hcl:3:22: "count": it must be allow or block`},
		{"a policy that AWS refuses", bucket(`policy_file = "policies/typo.json"`), `.plan403.hcl:3:19: "policies/typo.json" is not a policy that AWS accepts: Statement[0].Effect: it must be "Allow" or "Deny", found the string "allow" (line 1,`},
		{"a key policy that is not there", block(`kms_key "k"`, `policy_file = "nope.json"`), ".plan403.hcl:3:19: cannot be read: no such file"},
		{"a key policy that is no JSON", block(`kms_key "k"`, `policy_file = "policies/broken.json"`), `.plan403.hcl:3:19: "policies/broken.json": is not JSON`},
		{"an unknown block of assume", block(`key_group "k"`, ""), ".plan403.hcl:2:3: unsupported block type"},
		{"brackets in brackets", "a = " + strings.Repeat("[", 10_000), "nested deeper"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := parse([]byte(c.text), Name, readTest)
			switch {
			case err == nil:
				t.Fatalf("no error, want %s", c.want)
			case !strings.Contains(err.Error(), c.want):
				t.Errorf("%v, want %s", err, c.want)
			case strings.Contains(err.Error(), "\n"):
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestChange(t *testing.T) {
	warning := checks.Warning
	c := Config{Rules: map[string]Rule{"off": {Off: true}, "milder": {Severity: &warning}}}
	for _, r := range []struct {
		name     string
		finding  checks.Finding
		severity checks.Severity
		ok       bool
	}{
		{"a rule that nothing is said of stays as it is", checks.Finding{Rule: "other", Severity: checks.Error}, checks.Error, true},
		{"a rule that is off is dropped", checks.Finding{Rule: "off", Severity: checks.Error}, checks.Error, false},
		{"a severity is replaced", checks.Finding{Rule: "milder", Severity: checks.Error}, checks.Warning, true},
		{"a severity is replaced by a worse one", checks.Finding{Rule: "milder", Severity: checks.Notice}, checks.Warning, true},
		{"what is fixed stays a notice", checks.Finding{Rule: "milder", Severity: checks.Notice, Change: checks.Fixed}, checks.Notice, true},
	} {
		t.Run(r.name, func(t *testing.T) {
			got, ok := c.Change(r.finding)
			if ok != r.ok || got.Severity != r.severity {
				t.Errorf("%s, %v; want %s, %v", got.Severity, ok, r.severity, r.ok)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	for _, s := range []string{
		"", "assume {\n  bucket \"b\" { missing = [\"a\", true] }\n  kms_key \"\" {}\n}\n", "assume {\n  web_acl \"a\" { default_action = [] }\n}\n", "rule \"a\" {", "fail_on = <<EOT\nerror\nEOT\n", "assume { bucket \"b\" {} }", "ignore { reason = \"%{if true}a%{endif}\" }",
		"rule \"a\" \"b\" { enabled = !true }", "\xef\xbb\xbffail_on = \"error\"", "fail_on = 1e99999999",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := parse(src, Name, readTest)
		if err == nil {
			for _, i := range c.Ignores {
				if i.Reason == "" || i.Rule == "" && i.Address == "" {
					t.Errorf("an ignore without a reason or without a target: %+v", i)
				}
			}
			for _, a := range c.Assume.Resources() {
				if a.Type == "" || a.Address == "" || len(a.Values) == 0 {
					t.Errorf("half an assumption: %+v", a)
				}
			}
			c.Assume.Named()
			return
		}
		if s := err.Error(); !strings.HasPrefix(s, Name+":") || strings.ContainsAny(s, "\n\r") {
			t.Errorf("want one line that begins with the file's name, got %q", s)
		}
	})
}
