package policy

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

// Symbols of each kind for the tests.
const (
	fresh1, fresh2 = "\U000F0001", "\U000F0002"
	atom1          = "\U000F8001"
	opaque1        = "\U00100001"
	secret1        = "\uE001"
)

const (
	distribution = "arn:aws:cloudfront::111122223333:distribution/E2EXAMPLE"
	oaiARN       = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"
	object       = "arn:aws:s3:::b/images/a.jpg"
)

var (
	oac       = Caller{Kind: Service, Service: "cloudfront.amazonaws.com"}
	oai       = Caller{Kind: Identity, ARN: oaiARN, CanonicalUser: "0123abc"}
	anonymous = Caller{}
)

// values are the keys of a request that each have one known list of values.
type values map[string][]string

func (v values) context(name string) Key {
	list, ok := v[name]
	if !ok {
		return Key{}
	}
	return Key{Possible: [][]string{list}, Multi: len(list) > 1}
}

var oacKeys = values{
	"aws:sourcearn": {distribution}, "aws:sourceaccount": {"111122223333"},
	"aws:principalisawsservice": {"true"}, "aws:principalservicename": {"cloudfront.amazonaws.com"},
	"aws:viaawsservice": {"false"}, "s3:signatureversion": {"AWS4-HMAC-SHA256"},
}

// conflicting are the keys of which it is documented both that a service's
// request has them and that it does not.
func conflicting(name string) Key {
	for key, value := range map[string]string{"aws:sourceip": "18.64.0.1", "aws:securetransport": "true", "s3:tlsversion": "1.2"} {
		if key == name {
			return Key{Possible: [][]string{nil, {value}}, Note: "documented both ways"}
		}
	}
	return oacKeys.context(name)
}

func parse(t testing.TB, text string) *Document {
	t.Helper()
	d, err := Parse(text, nil)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return d
}

// statement writes a statement that allows oac to read everything in b, with
// elements replaced by those of over, or left out where these are empty.
func statement(over string) string {
	elements := map[string]string{}
	order := []string{"Effect", "Principal", "Action", "Resource", "Condition"}
	for _, e := range order {
		elements[e] = map[string]string{
			"Effect": `"Allow"`, "Principal": `{"Service":"cloudfront.amazonaws.com"}`,
			"Action": `"s3:GetObject"`, "Resource": `"arn:aws:s3:::b/*"`,
		}[e]
	}
	name, value, _ := strings.Cut(over, "=")
	base := strings.TrimPrefix(name, "Not")
	if base != name {
		delete(elements, base)
	}
	if name != "" {
		elements[name] = value
	}
	if base != name {
		order = append(order, name)
	}
	var parts []string
	for _, e := range order {
		if elements[e] != "" {
			parts = append(parts, `"`+e+`":`+elements[e])
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func document(version string, statements ...string) string {
	return `{"Version":"` + version + `","Statement":[` + strings.Join(statements, ",") + `]}`
}

// match evaluates the one statement of a policy.
func matchOf(t testing.TB, text string, c Caller, ctx Context) tri.Truth {
	t.Helper()
	d := parse(t, text)
	r := d.Evaluate(Request{Caller: c, Action: "s3:GetObject", Resource: object, Context: ctx})
	return r.Allow.Or(r.Deny).Truth()
}
