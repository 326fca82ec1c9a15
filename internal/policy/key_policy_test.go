package policy

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

// A statement of a key policy that lacks Action or Resource has no effect; one that
// lacks Principal is refused (AWS KMS API Reference, PutKeyPolicy, Policy).
func TestIncompleteKeyStatements(t *testing.T) {
	const service = `"Principal":{"Service":"cloudfront.amazonaws.com"}`
	for name, c := range map[string]struct {
		statement, lacks string
		allowed          tri.Truth
	}{
		"complete":                  {`{"Effect":"Allow",` + service + `,"Action":"kms:Decrypt","Resource":"*"}`, "", tri.Yes},
		"without Resource":          {`{"Effect":"Allow",` + service + `,"Action":"kms:Decrypt"}`, "Resource", tri.No},
		"without Action":            {`{"Effect":"Allow",` + service + `,"Resource":"*"}`, "Action", tri.No},
		"NotAction is enough":       {`{"Effect":"Allow",` + service + `,"NotAction":"kms:Encrypt","Resource":"*"}`, "", tri.Yes},
		"an Action of unknown name": {`{"Effect":"Allow",` + service + `,"Action":"kms:Decrypt","` + opaque1 + `":"*"}`, "", tri.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"Version":"2012-10-17","Statement":` + c.statement + `}`
			d, err := ParseKeyPolicy(text, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Statements[0].Lacks(); got != c.lacks {
				t.Errorf("lacks %q, want %q", got, c.lacks)
			}
			r := Request{Caller: Caller{Kind: Service, Service: "cloudfront.amazonaws.com"}, Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/k"}
			if got := d.Evaluate(r).Allowed().Truth(); got != c.allowed {
				t.Errorf("allowed: %v, want %v", got, c.allowed)
			}
			if _, err := Parse(text, nil); (err == nil) != (c.lacks == "") {
				t.Errorf("as a bucket policy: %v", err)
			}
		})
	}
	if _, err := ParseKeyPolicy(`{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}`, nil); err == nil || !strings.Contains(err.Error(), "Principal is missing") {
		t.Errorf("without Principal: %v", err)
	}
}

// KMS refuses a policy after which nobody could put another one (AWS KMS API
// Reference, PutKeyPolicy, Policy).
func TestLocksOut(t *testing.T) {
	const service = `{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"kms:*","Resource":"*"}`
	const root = `{"AWS":"arn:aws:iam::111122223333:root"}`
	to := func(principal, action string) string {
		return `{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `","Resource":"*"}`
	}
	for name, c := range map[string]struct {
		statements []string
		want       bool
	}{
		"only a service":                  {[]string{service}, true},
		"the account besides":             {[]string{service, to(root, "kms:*")}, false},
		"the account, for reading":        {[]string{service, to(root, "kms:Describe*")}, true},
		"the account, for this":           {[]string{to(root, "kms:PutKeyPolicy")}, false},
		"everybody":                       {[]string{to(`"*"`, "kms:*")}, false},
		"a role":                          {[]string{to(`{"AWS":"arn:aws:iam::111122223333:role/keys"}`, "kms:*")}, false},
		"a Deny for the account":          {[]string{service, strings.Replace(to(root, "kms:*"), "Allow", "Deny", 1)}, true},
		"the account, without a Resource": {[]string{`{"Effect":"Allow","Principal":` + root + `,"Action":"kms:*"}`}, true},
		"an action that is not known":     {[]string{to(root, opaque1)}, false},
		"a principal that is not known":   {[]string{to(`"`+opaque1+`"`, "kms:*")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := ParseKeyPolicy(document(Version2012, c.statements...), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := d.LocksOut(); got != c.want {
				t.Errorf("locks out: %v, want %v", got, c.want)
			}
		})
	}
}

// KMS refuses principals that cannot be, as S3 does.
func TestKeyObjections(t *testing.T) {
	for principal, want := range map[string]int{
		`{"AWS":"arn:aws:iam::111122223333:root"}`:    0,
		`{"AWS":"arn:aws-cn:iam::111122223333:root"}`: 1,
		`{"Service":"cloudfront.amazonaws.com"}`:      0,
		`{"Service":"cloudfront.amazon.aws"}`:         1,
		`"` + opaque1 + `"`:                           0,
	} {
		d, err := ParseKeyPolicy(document(Version2012, `{"Effect":"Allow","Principal":`+principal+`,"Action":"kms:*","Resource":"*"}`), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := d.KeyObjections("aws")
		if len(got) != want {
			t.Errorf("%s: %v, want %d", principal, got, want)
		}
		for _, o := range got {
			if o.Status != MalformedKeyPolicy {
				t.Errorf("%s is refused as %s", principal, o.Status)
			}
		}
	}
}
