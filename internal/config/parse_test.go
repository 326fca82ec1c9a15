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
)

// beside are the files that the configurations of these tests name.
var beside = map[string]string{
	"policies/shared.json": `{"Version": "2012-10-17", "Statement": []}`,
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
  bucket "open" { encryption = "AES256" }
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
			{Name: "open", Encryption: "AES256"},
		}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(hcl.Range{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Place(got.Ignores[0].Range); got != ".plan403.hcl:10:1" {
		t.Errorf("the first block to ignore is at %s, want line 10", got)
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
	bucket := func(body string) string { return "assume {\n  bucket \"b\" {\n    " + body + "\n  }\n}\n" }
	for _, c := range []struct{ name, text, want string }{
		{"a missing bracket", "rule \"explicit-deny\" {\n", ".plan403.hcl:1:22: unclosed configuration block"},
		{"an unknown argument", "fail_no = \"error\"\n", `.plan403.hcl:1:1: unsupported argument: An argument named "fail_no" is not expected here`},
		{"an unknown block", "\nskip \"x\" {\n}\n", ".plan403.hcl:2:1: unsupported block type"},
		{"a rule block without a name", "rule {\n}\n", ".plan403.hcl:1:6: missing name for rule"},
		{"a rule that does not exist", "\nrule \"oac-not-grated\" { enabled = false }\n", `.plan403.hcl:2:1: no rule is named "oac-not-grated"; plan403 rules lists them`},
		{"a rule block that changes nothing", "rule \"explicit-deny\" {\n}\n", ".plan403.hcl:1:1: changes nothing"},
		{"two blocks for a rule", "rule \"explicit-deny\" { enabled = false }\nrule \"explicit-deny\" { enabled = true }\n", ".plan403.hcl:2:1: a second block for the rule"},
		{"a severity that does not exist", "rule \"explicit-deny\" { severity = \"low\" }\n", `.plan403.hcl:1:35: "low": want error, warning or notice`},
		{"an empty severity", "rule \"explicit-deny\" { severity = \"\" }\n", `"": want error, warning or notice`},
		{"enabled neither true nor false", "rule \"explicit-deny\" { enabled = \"perhaps\" }\n", "a bool is required"},
		{"a level that does not exist", "fail_on = \"always\"\n", `.plan403.hcl:1:11: "always": want error, warning, notice, undecided or never`},
		{"a word without quotes", "fail_on = error\n", ".plan403.hcl:1:11: want a text in quotes"},
		{"a number", "assume {\n  account = 111122223333\n}\n", ".plan403.hcl:2:13: want a text in quotes"},
		{"null", "fail_on = null\n", "want a text in quotes"},
		{"an interpolation", "fail_on = \"${\"error\"}\"\n", "want a text in quotes"},
		{"a loop", "fail_on = [for a in [1] : a]\n", "want a text in quotes"},
		{"an enormous number inside a text", "fail_on = \"a${1e999999999}b\"\n", "want a text in quotes"},
		{"a character that stands for unknown values", "fail_on = \"\\ue000\"\n", ".plan403.hcl:1:11: holds private-use characters"},
		{"such a character in a label", "assume {\n  bucket \"\\ue000\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:2:10: holds private-use characters"},

		{"an ignore without a reason", "ignore {\n  rule = \"explicit-deny\"\n}\n", `.plan403.hcl:1:8: missing required argument: The argument "reason" is required`},
		{"an ignore with an empty reason", "ignore {\n  rule   = \"explicit-deny\"\n  reason = \" \"\n}\n", ".plan403.hcl:3:12: the reason is empty"},
		{"an ignore of everything", "ignore {\n  reason = \"calm\"\n}\n", ".plan403.hcl:1:1: this would ignore everything; set address or rule"},
		{"an ignore of a rule that does not exist", "ignore {\n  rule   = \"nope\"\n  reason = \"r\"\n}\n", `.plan403.hcl:2:12: no rule is named "nope"`},
		{"a day that does not exist", "ignore {\n  rule   = \"explicit-deny\"\n  reason = \"r\"\n  until  = \"2027-02-30\"\n}\n", `.plan403.hcl:4:12: "2027-02-30" is no day; write it as 2027-05-01`},
		{"two mistakes", "fail_on = \"x\"\nrule \"nope\" { enabled = true }\n", `.plan403.hcl:1:11: "x": want error, warning, notice, undecided or never (and 1 more)`},

		{"an account id of eleven digits", "assume {\n  account = \"11112222333\"\n}\n", `.plan403.hcl:2:13: "11112222333" is no account id; want twelve digits`},
		{"a region that is a place", "assume {\n  region = \"Ireland\"\n}\n", `.plan403.hcl:2:12: "Ireland" is no region`},
		{"two assume blocks", "assume {\n}\nassume {\n}\n", ".plan403.hcl:3:1: duplicate assume block"},
		{"a bucket without a name", "assume {\n  bucket \"\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:2:3: the bucket's name is empty"},
		{"two blocks for a bucket", "assume {\n  bucket \"b\" { encryption = \"AES256\" }\n  bucket \"b\" { encryption = \"AES256\" }\n}\n", ".plan403.hcl:3:3: a second block for the bucket"},
		{"a bucket without facts", bucket(""), ".plan403.hcl:2:3: nothing is assumed of the bucket"},
		{"half a public access block", bucket("public_access_block {\n  block_public_acls = true\n}"), "missing required argument"},
		{"an encryption that does not exist", bucket(`encryption = "none"`), `.plan403.hcl:3:18: "none": want AES256, aws:kms or aws:kms:dsse`},
		{"a key without encryption by it", bucket(`kms_key = "alias/x"`), ".plan403.hcl:3:15: a key is used only with encryption"},
		{"an ownership that does not exist", bucket(`object_ownership = "Nobody"`), `.plan403.hcl:3:24: "Nobody": want BucketOwnerEnforced`},
		{"a policy file that is not there", bucket(`policy_file = "nope.json"`), ".plan403.hcl:3:19: cannot be read: no such file"},
		{"a policy file that is no JSON", bucket(`policy_file = "policies/broken.json"`), `.plan403.hcl:3:19: "policies/broken.json": is not JSON`},
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
		"", "rule \"a\" {", "fail_on = <<EOT\nerror\nEOT\n", "assume { bucket \"b\" {} }", "ignore { reason = \"%{if true}a%{endif}\" }",
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
			c.Assume.Resources()
			return
		}
		if s := err.Error(); !strings.HasPrefix(s, Name+":") || strings.ContainsAny(s, "\n\r") {
			t.Errorf("want one line that begins with the file's name, got %q", s)
		}
	})
}
