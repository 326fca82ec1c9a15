package policy

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

func TestSyntaxErrors(t *testing.T) {
	list := func(over string) string { return document(Version2012, statement(over)) }
	tests := []struct {
		name, text, path, message string
	}{
		{"empty text is no policy", ``, "", "not JSON"},
		{"two values are no policy", `{} {}`, "", "not JSON"},
		{"a broken text is no policy", `{"Version": `, "", "not JSON"},
		{"a list is no policy", `[]`, "", "it must be an object, found a list"},
		{"Statement is needed", `{"Version":"2012-10-17"}`, "", "Statement is missing"},
		{"Statement must not be empty", `{"Statement":[]}`, "Statement", "the list is empty"},
		{"Statement is no string", `{"Statement":"x"}`, "Statement", "it must be a list of statements"},
		{"only two versions exist", `{"Version":"2012-10-18","Statement":[]}`, "Version", `found the string "2012-10-18"`},
		{"element names respect case", `{"version":"2012-10-17","Statement":[]}`, "", `unknown element "version"`},
		{"a doubled element is refused", `{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}`, "Version", "there twice"},
		{"a statement is an object", `{"Statement":[1]}`, "Statement[0]", "it must be an object, found 1"},
		{"unknown elements are refused", `{"Statement":[{"Resources":"*"}]}`, "Statement[0]", `unknown element "Resources"`},
		{"Effect is needed", list("Effect="), "Statement[0]", "Effect is missing"},
		{"Effect respects case", list(`Effect="allow"`), "Statement[0].Effect", `it must be "Allow" or "Deny", found the string "allow"`},
		{"Effect in a second statement", `{"Statement":[` + statement("") + `,` + statement(`Effect=true`) + `]}`, "Statement[1].Effect", "found true"},
		{"Principal is needed", list("Principal="), "Statement[0]", "Principal is missing"},
		{"Action is needed", list("Action="), "Statement[0]", "Action is missing"},
		{"Resource is needed", list("Resource="), "Statement[0]", "Resource is missing"},
		{"Action and NotAction exclude each other", `{"Statement":{"Effect":"Deny","Principal":"*","Action":"*","NotAction":"*","Resource":"*"}}`, "Statement", "Action and NotAction exclude each other"},
		{"a principal is no plain ARN", list(`Principal="` + oaiARN + `"`), "Statement[0].Principal", `it must be "*" or an object`},
		{"kinds of principal respect case", list(`Principal={"Aws":"*"}`), "Statement[0].Principal", `unknown element "Aws"`},
		{"a service principal has no wildcard", list(`Principal={"Service":"*.amazonaws.com"}`), "Statement[0].Principal.Service", "no wildcard"},
		{"a principal is a string", list(`Principal={"AWS":[{}]}`), "Statement[0].Principal.AWS[0]", "found an object"},
		{"an action needs a service", list(`Action="GetObject"`), "Statement[0].Action", `write it as "s3:GetObject"`},
		{"an action is a string", list(`Action=null`), "Statement[0].Action", "found null"},
		{"a resource in a list is a string", list(`Resource=["*",5]`), "Statement[0].Resource[1]", "found 5"},
		{"operators respect case", list(`Condition={"stringEquals":{"k":"a"}}`), "Statement[0].Condition", `unknown condition operator "stringEquals"`},
		{"Null has no IfExists", list(`Condition={"NullIfExists":{"k":"true"}}`), "Statement[0].Condition", `"NullIfExists"`},
		{"StringLike has no IgnoreCase", list(`Condition={"StringLikeIgnoreCase":{"k":"a"}}`), "Statement[0].Condition", `"StringLikeIgnoreCase"`},
		{"a doubled operator is refused", list(`Condition={"Bool":{"a":"true"},"Bool":{"b":"true"}}`), "Statement[0].Condition.Bool", "there twice"},
		{"a doubled key is refused", list(`Condition={"Bool":{"a":"true","a":"false"}}`), "Statement[0].Condition.Bool.a", "there twice"},
		{"an operator holds keys", list(`Condition={"Bool":"true"}`), "Statement[0].Condition.Bool", "it must be an object of condition keys"},
		{"a value is a scalar", list(`Condition={"Bool":{"a":[["true"]]}}`), "Statement[0].Condition.Bool.a", "found a list"},
		{"a condition is an object", list(`Condition=[]`), "Statement[0].Condition", "it must be an object of operators"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.text, nil)
			var syntax *SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("got %v", err)
			}
			if syntax.Path != tt.path || !strings.Contains(syntax.Message, tt.message) || syntax.Status != MalformedPolicy {
				t.Errorf("got %q at %q, status %q", syntax.Message, syntax.Path, syntax.Status)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("message of several lines: %q", err)
			}
		})
	}
}

func TestPositions(t *testing.T) {
	text := "{\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Sid\": \"é\", \"Principal\": \"*\", \"Action\": \"*\", \"Resource\": \"*\"},\n" +
		"    {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}"
	d := parse(t, text)
	type place struct {
		Name         string
		Line, Column int
	}
	var got []place
	for _, s := range d.Statements {
		got = append(got, place{s.Name(), s.Line, s.Column})
		if text[s.Offset] != '{' {
			t.Errorf("offset %d is not where a statement begins", s.Offset)
		}
	}
	if diff := cmp.Diff([]place{{"é", 3, 5}, {"statement 2", 4, 5}}, got); diff != "" {
		t.Error(diff)
	}
	_, err := Parse(strings.Replace(text, `"Deny"`, `"deny"`, 1), nil)
	if want := `Statement[1].Effect: it must be "Allow" or "Deny", found the string "deny" (line 4, column 16)`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestDocument(t *testing.T) {
	d := parse(t, `{"Id":"PolicyForCloudFrontPrivateContent","Statement":{"Sid":"1","Effect":"Allow",
		"Principal":{"AWS":"111122223333","Service":["cloudfront.amazonaws.com"]},"NotAction":"s3:Put*","Resource":["*"],
		"Condition":{"StringEqualsIfExists":{"AWS:SourceArn":["a","b"]},"Bool":{"aws:SecureTransport":true}}}}`)
	if d.Version != Version2008 || d.ID != "PolicyForCloudFrontPrivateContent" || len(d.Statements) != 1 {
		t.Fatalf("%+v", d)
	}
	s := d.Statements[0]
	if diff := cmp.Diff([]string{"s3:Put*"}, s.NotAction); diff != "" || s.Action != nil {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"cloudfront.amazonaws.com"}, s.Principal.Service); diff != "" {
		t.Error(diff)
	}
	type view struct {
		Operator, Base, Key, Name string
		Values                    []string
		IfExists                  bool
	}
	var got []view
	for _, c := range s.Conditions {
		got = append(got, view{c.Operator, c.Base(), c.Key, c.Name(), c.Values, c.IfExists()})
	}
	want := []view{
		{"StringEqualsIfExists", "StringEquals", "AWS:SourceArn", "aws:sourcearn", []string{"a", "b"}, true},
		{"Bool", "Bool", "aws:SecureTransport", "aws:securetransport", []string{"true"}, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUnknownParts(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	deny := `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`
	allow := statement("")
	tests := []struct {
		name, text  string
		allow, deny tri.Truth
	}{
		{"a document that is not known", opaque1, unknown, unknown},
		{"a document that is not known, as JSON", `"` + opaque1 + `"`, unknown, unknown},
		{"a symbol inside the syntax", `{"Statement":` + opaque1 + `}`, unknown, unknown},
		{"statements that are not known", `{"Statement":"` + opaque1 + `"}`, unknown, unknown},
		{"a statement that is not known", `{"Statement":[` + allow + `,"` + opaque1 + `"]}`, yes, unknown},
		{"a statement that is not known beside a deny", `{"Statement":[` + deny + `,"` + opaque1 + `"]}`, unknown, yes},
		{"an element of the document that is not known", `{"` + opaque1 + `":1,"Statement":[` + allow + `]}`, yes, unknown},
		{"an element of a statement that is not known", `{"Statement":[{"` + opaque1 + `":1,"Effect":"Deny"}]}`, no, unknown},
		{"an effect that is not known", `{"Statement":[` + statement(`Effect="`+opaque1+`"`) + `]}`, unknown, unknown},
		{"an effect that is not known of a statement that does not match", `{"Statement":{"Effect":"` + opaque1 + `","Principal":"*","Action":"s3:PutObject","Resource":"*"}}`, no, no},
		{"conditions that are not known", `{"Statement":[` + statement(`Condition="`+opaque1+`"`) + `]}`, unknown, no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, tt.text)
			got := d.Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object})
			if got.Allow.Truth() != tt.allow || got.Deny.Truth() != tt.deny {
				t.Errorf("allow %v, deny %v; want %v, %v", got.Allow.Truth(), got.Deny.Truth(), tt.allow, tt.deny)
			}
			for _, v := range []tri.Value{got.Allow, got.Deny} {
				if v.IsUnknown() && (len(v.Causes()) != 1 || string(v.Causes()[0].Symbol) != opaque1) {
					t.Errorf("causes %v", v.Causes())
				}
			}
		})
	}
}

func TestSecrets(t *testing.T) {
	var table symbol.Table
	secret := func(value string) string { return table.Secret(value, symbol.Origin{Address: "var.secret"}) }
	referer := func(s string) Context { return values{"aws:referer": {s}}.context }

	t.Run("values match revealed and print hidden", func(t *testing.T) {
		hidden := secret("open-sesame")
		d, err := Parse(document(Version2012, statement(`Condition={"StringLike":{"aws:Referer":"`+hidden+`*"}}`)), table.Reveal)
		if err != nil {
			t.Fatal(err)
		}
		r := d.Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object, Context: referer("open-sesame!")}).Results[0]
		if !r.Match.IsTrue() {
			t.Errorf("got %v", r.Match)
		}
		if diff := cmp.Diff([]string{hidden + "*"}, r.Conditions[0].Want); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"open-sesame*"}, d.Statements[0].Conditions[0].Revealed()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a policy that is a secret prints nothing of itself", func(t *testing.T) {
		hidden := secret(document(Version2012, `{"Sid":"mine","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}`))
		d, err := Parse(hidden, table.Reveal)
		if err != nil {
			t.Fatal(err)
		}
		if !d.Evaluate(Request{Action: "s3:GetObject", Resource: object}).Allowed().IsTrue() {
			t.Error("not allowed")
		}
		s := d.Statements[0]
		if s.Name() != "statement 1" || s.Resource[0] != hidden || s.Action[0] != hidden {
			t.Errorf("printable: %q %q %q", s.Name(), s.Resource, s.Action)
		}
	})
	t.Run("an error in a secret tells nothing of it", func(t *testing.T) {
		for _, text := range []string{`{"Statement":[{"Effectiveness":"x"}]}`, "hunter22"} {
			_, err := Parse(secret(text), table.Reveal)
			if err == nil || strings.Contains(err.Error(), "Effectiveness") || strings.Contains(err.Error(), "hunter22") {
				t.Errorf("got %v", err)
			}
		}
	})
}

func TestForgedSymbols(t *testing.T) {
	reveal := func(s string) string { return strings.ReplaceAll(s, secret1, "revealed") }
	text := document(Version2012, statement(`Resource=["arn:aws:s3:::b/\ue001","arn:aws:s3:::b/\udbc0\udc01"]`))
	d, err := Parse(text, reveal)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"revealed", "anything"} {
		r := d.Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/" + key})
		if !r.Allow.IsFalse() {
			t.Errorf("key %q: allowed %v", key, r.Allow)
		}
	}
}

// A statement of a key policy may lack a Resource or an Action, and then has no effect
// (KMS API Reference, PutKeyPolicy, Policy). That of a bucket policy may not.
func TestParseKeyPolicy(t *testing.T) {
	const reads = `"Principal": "*", "Effect": "Allow"`
	for name, c := range map[string]struct {
		statement string
		want      tri.Truth
	}{
		"without a Resource": {`{` + reads + `, "Action": "kms:*"}`, tri.No},
		"without an Action":  {`{` + reads + `, "Resource": "*"}`, tri.No},
		"with both":          {`{` + reads + `, "Action": "kms:*", "Resource": "*"}`, tri.Yes},
	} {
		t.Run(name, func(t *testing.T) {
			text := `{"Statement": [` + c.statement + `]}`
			document, err := ParseKeyPolicy(text, nil)
			if err != nil {
				t.Fatal(err)
			}
			r := Request{Action: "kms:Decrypt", Resource: "arn:aws:kms:eu-west-1:111122223333:key/k", Caller: Caller{Kind: Anonymous}}
			if got := document.Evaluate(r).Allow.Truth(); got != c.want {
				t.Errorf("allows %v, want %v", got, c.want)
			}
			if _, err := Parse(text, nil); (err == nil) != (c.want == tri.Yes) {
				t.Errorf("as a bucket policy: %v", err)
			}
		})
	}
}
