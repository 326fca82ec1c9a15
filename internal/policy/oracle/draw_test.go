//go:build oracle

package oracle

import (
	"encoding/json"
	"math/rand/v2"
	"strings"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/tri"
)

const (
	distribution = "arn:aws:cloudfront::111122223333:distribution/E2EXAMPLE"
	oaiARN       = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE"
)

// pair is a policy and a request, as the evaluator reads them.
type pair struct {
	Policy    json.RawMessage `json:"policy"`
	Principal string          `json:"principal"`
	Action    string          `json:"action"`
	Resource  string          `json:"resource"`
	Context   map[string]any  `json:"context"`
	kind      policy.CallerKind
}

func (p pair) mentions(word string) bool { return strings.Contains(string(p.Policy), word) }

// ours is this module's answer.
func (p pair) ours() (tri.Value, error) {
	d, err := policy.Parse(string(p.Policy), nil)
	if err != nil {
		return tri.Value{}, err
	}
	caller := policy.Caller{Kind: p.kind}
	switch p.kind {
	case policy.Service:
		caller.Service = p.Principal
	case policy.Identity:
		caller.ARN, caller.CanonicalUser = p.Principal, "0123abc"
	}
	return d.Evaluate(policy.Request{Caller: caller, Action: p.Action, Resource: p.Resource, Context: p.key}).Allowed(), nil
}

func (p pair) key(name string) policy.Key {
	for k, v := range p.Context {
		if !strings.EqualFold(k, name) {
			continue
		}
		if list, ok := v.([]string); ok {
			return policy.Key{Possible: [][]string{list}, Multi: true}
		}
		return policy.Key{Possible: [][]string{{v.(string)}}}
	}
	return policy.Key{}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// keys are condition keys by the type of their values, with values that
// requests have and values that policies want.
var keys = []struct {
	name        string
	multi       bool
	have, want  []string
	alsoStrings bool
	operators   []string
}{
	{
		"aws:SourceArn", false,
		[]string{distribution, "arn:aws:cloudfront::111122223333:distribution/E9"},
		[]string{distribution, "arn:aws:cloudfront::111122223333:distribution/*", "arn:aws:cloudfront::*:distribution/E2EXAMPL?", "arn:*:cloudfront:*:*:*", "arn:aws:cloudfront::${aws:SourceAccount}:distribution/*", "E2EXAMPLE", "arn:aws:*:distribution/E2EXAMPLE"},
		true,
		[]string{"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"},
	},
	{"aws:SourceAccount", false, []string{"111122223333", "444455556666"}, []string{"111122223333", "1*", "${aws:SourceAccount}", "${aws:PrincipalTag/team, '111122223333'}"}, true, nil},
	{"aws:UserAgent", false, []string{"Amazon CloudFront", "a*", "x"}, []string{"amazon cloudfront", "Amazon*", "a${*}", "?", "", "${aws:PrincipalTag/team}"}, true, nil},
	{"aws:Referer", false, []string{"https://a.example/"}, []string{"https://*.example/*", "https://a.example/"}, true, nil},
	{"aws:PrincipalTag/team", false, []string{"web", "111122223333"}, []string{"web", "w?b", "${aws:principaltag/team}"}, true, nil},
	{"aws:PrincipalOrgPaths", true, nil, []string{"o-1/r-1/ou-1/", "o-1/*", "o-2/r-1/", "*"}, true, nil},
	{"aws:SecureTransport", false, []string{"true", "false"}, []string{"true", "false"}, false, []string{"Bool"}},
	{"aws:PrincipalIsAWSService", false, []string{"true", "false"}, []string{"true", "false"}, false, []string{"Bool"}},
	{"aws:SourceIp", false, []string{"203.0.113.9", "10.1.2.3", "2001:db8::1"}, []string{"203.0.113.0/24", "10.0.0.0/8", "10.1.2.3", "10.1.2.4/30", "2001:db8::/32", "2001:db8::1"}, false, []string{"IpAddress", "NotIpAddress"}},
	{
		"s3:TlsVersion", false,
		[]string{"1.2", "1.3", "1"},
		[]string{"1.2", "1.20", "2", "1.3"},
		false,
		[]string{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"},
	},
	{
		"aws:CurrentTime", false,
		[]string{"2026-06-01T00:00:00Z", "2026-05-31T23:59:59Z"},
		[]string{"2026-06-01T00:00:00Z", "2026-06-01T02:00:00+02:00", "2026-06-01", "1780272000"},
		false,
		[]string{"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	},
}

var stringOperators = []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"}

func draw(r *rand.Rand) pair {
	p := pair{
		Action:   pick(r, "s3:GetObject", "s3:GetObject", "s3:PutObject"),
		Resource: pick(r, "arn:aws:s3:::b/images/a.jpg", "arn:aws:s3:::b/x", "arn:aws:s3:::b/team/web/x"),
		Context:  map[string]any{},
		kind:     pick(r, policy.Service, policy.Service, policy.Identity, policy.Anonymous),
	}
	switch p.kind {
	case policy.Service:
		p.Principal = "cloudfront.amazonaws.com"
	case policy.Identity:
		p.Principal = oaiARN
	}
	for _, k := range keys {
		switch {
		case r.IntN(2) == 0:
		case k.multi:
			p.Context[k.name] = pick(r, []string{"o-1/r-1/ou-1/"}, []string{"o-1/r-1/ou-1/", "o-2/r-1/"}, []string{"o-3/"})
		default:
			p.Context[k.name] = pick(r, k.have...)
		}
	}
	p.Policy = drawPolicy(r)
	return p
}

func drawPolicy(r *rand.Rand) json.RawMessage {
	var statements []any
	for range 1 + r.IntN(3) {
		statements = append(statements, drawStatement(r))
	}
	doc := map[string]any{"Version": pick(r, "2012-10-17", "2012-10-17", "2008-10-17"), "Statement": statements}
	if len(statements) == 1 && r.IntN(2) == 0 {
		doc["Statement"] = statements[0]
	}
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // strings and maps of strings
	}
	return text
}

func drawStatement(r *rand.Rand) map[string]any {
	s := map[string]any{"Effect": pick(r, "Allow", "Allow", "Deny")}
	s["Principal"] = pick[any](r, "*", map[string]any{"AWS": "*"}, map[string]any{"Service": "cloudfront.amazonaws.com"},
		map[string]any{"Service": []string{"logging.s3.amazonaws.com", "cloudfront.amazonaws.com"}}, map[string]any{"AWS": oaiARN},
		map[string]any{"CanonicalUser": "0123abc"}, map[string]any{"AWS": []string{"111122223333", "arn:aws:iam::111122223333:root"}})
	s[pick(r, "Action", "Action", "Action", "NotAction")] = pick[any](r, "s3:GetObject", "s3:*", "*", "S3:getobject", "s3:Get*", []string{"s3:PutObject", "s3:GetObjec?"}, "s3:Put*")
	s[pick(r, "Resource", "Resource", "Resource", "NotResource")] = pick[any](r, "*", "arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::b/images/*",
		[]string{"arn:aws:s3:::b/x", "arn:aws:s3:::b/images/?.jpg"}, "arn:aws:s3:::b/*.jpg", "arn:*:s3:::b/*", "arn:aws:s3:::b/team/${aws:PrincipalTag/team}/*",
		"arn:aws:s3:::b/${aws:PrincipalTag/none, 'images'}/*", "arn:aws:s3:::b/Images/*")
	if r.IntN(3) > 0 {
		s["Condition"] = drawCondition(r)
	}
	return s
}

func drawCondition(r *rand.Rand) map[string]any {
	block := map[string]any{}
	for range 1 + r.IntN(2) {
		k := keys[r.IntN(len(keys))]
		operators := k.operators
		if k.alsoStrings {
			operators = append(append([]string{}, operators...), stringOperators...)
		}
		operator := pick(r, operators...) + pick(r, "", "", "IfExists")
		if k.multi || r.IntN(6) == 0 {
			operator = pick(r, "ForAllValues:", "ForAnyValue:") + operator
		}
		wants := []string{pick(r, k.want...)}
		if r.IntN(2) == 0 {
			wants = append(wants, pick(r, k.want...))
		}
		if r.IntN(8) == 0 {
			operator, wants = "Null", []string{pick(r, "true", "false")}
		}
		block[operator] = map[string]any{pick(r, k.name, strings.ToLower(k.name), strings.ToUpper(k.name[:3])+k.name[3:]): wants}
	}
	return block
}
