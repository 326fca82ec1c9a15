package policy

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// vocabulary is what drawn policies and requests are made of: few words, so
// that they often meet.
var vocabulary = struct{ principals, actions, resources, operators, keys, wants []string }{
	principals: []string{
		`"*"`, `{"AWS":"*"}`, `{"Service":"cloudfront.amazonaws.com"}`, `{"Service":"` + opaque1 + `"}`, `{"AWS":"` + oaiARN + `"}`,
		`{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ` + fresh1 + `"}`, `{"CanonicalUser":"0123abc"}`,
		`{"AWS":["arn:aws:iam::` + atom1 + `:root","` + opaque1 + `"]}`, `"` + opaque1 + `"`,
	},
	actions: []string{"s3:GetObject", "s3:*", "S3:Get*", "*", "s3:PutObject", opaque1, "s3:" + opaque1, "s3:GetObjec?"},
	resources: []string{
		"*", "arn:aws:s3:::b/*", "arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::b/images/*", "arn:*:s3:*:*:b/*", "arn:aws:s3:::" + opaque1 + "/*",
		opaque1, opaque1 + "/*", "arn:aws:s3:::b/" + fresh1 + "/*", "arn:aws:s3:::b/${dir}/*", "arn:aws:s3:::" + atom1 + "/*", "b/*",
	},
	operators: []string{
		"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "ArnLike", "ArnNotEquals", "Bool", "Null",
		"NumericLessThan", "NumericNotEquals", "DateGreaterThan", "IpAddress", "NotIpAddress", "BinaryEquals",
	},
	keys:  []string{"k", "K", "dir", "aws:SourceArn", "none"},
	wants: []string{"a", "true", "false", "1", "2026-06-01", "10.0.0.0/8", "images", distribution, "arn:aws:cloudfront::" + atom1 + ":distribution/" + fresh1, opaque1, opaque1 + "*", "*", "${dir}", "x" + atom1},
}

func drawStatement(t *rapid.T) string {
	pick := func(list []string) string { return rapid.SampledFrom(list).Draw(t, "word") }
	not := func() string { return pick([]string{"", "", "", "Not"}) }
	quoted := func(list []string) string {
		words := rapid.SliceOfN(rapid.SampledFrom(list), 1, 2).Draw(t, "list")
		return `["` + strings.Join(words, `","`) + `"]`
	}
	elements := []string{
		`"Effect":"` + pick([]string{"Allow", "Allow", "Deny", opaque1}) + `"`,
		`"` + not() + `Principal":` + pick(vocabulary.principals),
		`"` + not() + `Action":` + quoted(vocabulary.actions),
		`"` + not() + `Resource":` + quoted(vocabulary.resources),
	}
	if rapid.Bool().Draw(t, "conditional") {
		operator := pick(vocabulary.operators)
		if operator != "Null" {
			operator = pick([]string{"", "", "ForAllValues:", "ForAnyValue:"}) + operator + pick([]string{"", "IfExists"})
		}
		elements = append(elements, `"Condition":{"`+operator+`":{"`+pick(vocabulary.keys)+`":`+quoted(vocabulary.wants)+`}}`)
	}
	return "{" + strings.Join(elements, ",") + "}"
}

func drawDocument(t *rapid.T) string {
	statements := rapid.SliceOfN(rapid.Custom(drawStatement), 1, 3).Draw(t, "statements")
	return document(rapid.SampledFrom([]string{Version2012, Version2008}).Draw(t, "version"), statements...)
}

// asked is a request as text, so that symbols in it can be replaced.
type asked struct {
	Kind                       CallerKind
	ARN, Canonical, Resource   string
	K, Dir, SourceArn, K2, Set string
}

func drawAsked(t *rapid.T) asked {
	values := []string{"a", "true", "1", "2026-06-02", "10.1.1.1", atom1, opaque1, "images", "xa"}
	pick := func(list ...string) string { return rapid.SampledFrom(list).Draw(t, "word") }
	return asked{
		Kind:      rapid.SampledFrom([]CallerKind{Service, Identity, Anonymous}).Draw(t, "kind"),
		ARN:       pick(oaiARN, "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity "+fresh1),
		Canonical: pick("0123abc", opaque1),
		Resource:  pick(object, "arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:::"+opaque1+"/x", "arn:aws:s3:::"+atom1+"/images/a", "arn:aws:s3:::b/"+fresh1+"/x"),
		K:         pick(values...),
		Dir:       pick("images", "x", opaque1),
		SourceArn: pick(distribution, "arn:aws:cloudfront::"+atom1+":distribution/"+fresh1),
		K2:        pick(append(values, "")...),
		Set:       pick("one", "both"),
	}
}

func (a asked) request(put func(string) string) Request {
	ctx := func(name string) Key {
		switch name {
		case "k":
			list := [][]string{{put(a.K)}}
			if a.Set == "both" {
				list = append(list, nil)
			}
			if a.K2 != "" {
				list[0] = append(list[0], put(a.K2))
			}
			return Key{Possible: list, Multi: a.K2 != "", Note: "note"}
		case "dir":
			return Key{Possible: [][]string{{put(a.Dir)}}}
		case "aws:sourcearn":
			return Key{Possible: [][]string{{put(a.SourceArn)}}}
		}
		return Key{}
	}
	caller := Caller{Kind: a.Kind}
	switch a.Kind {
	case Service:
		caller.Service = "cloudfront.amazonaws.com"
	case Identity:
		caller.ARN, caller.CanonicalUser = put(a.ARN), put(a.Canonical)
	}
	return Request{Caller: caller, Action: "s3:GetObject", Resource: put(a.Resource), Context: ctx}
}

func same(s string) string { return s }

// Giving a symbol a value never turns a decided answer over.
func TestDecidedAnswersHoldForAllValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, a := drawDocument(t), drawAsked(t)
		d, err := Parse(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		before := d.Evaluate(a.request(same))
		values := strings.NewReplacer(
			fresh1, "ENEW"+rapid.StringMatching(`[A-Z]{0,3}`).Draw(t, "fresh"),
			atom1, rapid.SampledFrom([]string{"a", "b", "111122223333", "cloudfront", "true"}).Draw(t, "atom"),
			opaque1, rapid.SampledFrom([]string{
				"", "a", "b", "images", "*", "arn:aws:s3:::b", "arn:aws:s3:::b/images/a.jpg", "Allow", "Deny",
				"true", "cloudfront.amazonaws.com", oaiARN, "s3:GetObject", "0123abc", "1:2", distribution, "10.0.0.1", "a/b:c",
			}).Draw(t, "opaque"),
		).Replace
		known, err := Parse(values(text), nil)
		if errors.As(err, new(*SyntaxError)) {
			return // AWS would refuse the policy: there is nothing to compare
		}
		after := known.Evaluate(a.request(values))
		if was, is := before.Allowed().Truth(), after.Allowed().Truth(); was != tri.Unknown && is != tri.Unknown && was != is {
			t.Fatalf("%s\n%+v\nwas %v, is %v for\n%s", text, a, was, is, values(text))
		}
	})
}

func TestUnknownHasACause(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := Parse(drawDocument(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		got := d.Evaluate(drawAsked(t).request(same))
		for _, v := range []tri.Value{got.Allow, got.Deny, got.Allowed()} {
			if v.IsUnknown() != (len(v.Causes()) > 0) {
				t.Fatalf("%v with causes %v", v.Truth(), v.Causes())
			}
			for _, c := range v.Causes() {
				if c.Symbol == 0 && c.Reason == "" {
					t.Fatalf("empty cause in %v", v.Causes())
				}
			}
		}
	})
}

func TestOrderOfStatementsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements := rapid.SliceOfN(rapid.Custom(drawStatement), 1, 4).Draw(t, "statements")
		shuffled := rapid.Permutation(statements).Draw(t, "shuffled")
		r := drawAsked(t).request(same)
		a, err := Parse(document(Version2012, statements...), nil)
		b, err2 := Parse(document(Version2012, shuffled...), nil)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if x, y := a.Evaluate(r).Allowed(), b.Evaluate(r).Allowed(); x.Truth() != y.Truth() {
			t.Fatalf("%v, shuffled %v", x.Truth(), y.Truth())
		}
	})
}

func TestADenyNeverAllows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		statements := rapid.SliceOfN(rapid.Custom(drawStatement), 1, 3).Draw(t, "statements")
		more := strings.NewReplacer(`"Effect":"Allow"`, `"Effect":"Deny"`, `"Effect":"`+opaque1+`"`, `"Effect":"Deny"`).Replace(drawStatement(t))
		r := drawAsked(t).request(same)
		a, err := Parse(document(Version2012, statements...), nil)
		b, err2 := Parse(document(Version2012, append(statements, more)...), nil)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		if x, y := a.Evaluate(r).Allowed(), b.Evaluate(r).Allowed(); x.IsFalse() && !y.IsFalse() || x.IsUnknown() && y.IsTrue() {
			t.Fatalf("%v, with the deny %v", x.Truth(), y.Truth())
		}
	})
}

// seeds are policies as people write them.
func seeds() []string {
	arn := "arn:aws:cloudfront::" + atom1 + ":distribution/" + fresh1
	allow := statement(`Condition={"StringEquals":{"AWS:SourceArn":"` + arn + `"}}`)
	return []string{
		document(Version2008, allow),
		document(Version2012, allow, `{"Sid":"EnforceNetworkPerimeter","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],
			"Condition":{"NotIpAddressIfExists":{"aws:SourceIp":["203.0.113.0/24"]},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"},"ArnNotLikeIfExists":{"aws:PrincipalArn":["arn:aws:iam::*:role/terraform-*"]}}}`),
		document(Version2012, allow, `{"Effect":"Deny","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringNotEquals":{"aws:SourceArn":"`+opaque1+`"}}}`),
		`{"Version":"2008-10-17","Id":"PolicyForCloudFrontPrivateContent","Statement":[{"Sid":"1","Effect":"Allow","Principal":{"AWS":"` + oaiARN + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`,
		document(Version2012, `{"Effect":"Allow","NotPrincipal":{"AWS":["1"]},"NotAction":"s3:Put*","NotResource":"arn:aws:s3:::b/${aws:username, 'x'}","Condition":{"NumericLessThan":{"s3:TlsVersion":1.2},"Null":{"k":true},"DateLessThan":{"aws:CurrentTime":"2026-06-01T00:00:00Z"}}}`),
		`{"Statement":"` + opaque1 + `"}`, opaque1, `{"Statement":[{"Effect":"` + secret1 + `"}]}`, secret1, "{}", "[[[[", `{"a":{"a":{"a":1}}}`,
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Parse(text, nil)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Line < 1 || syntax.Column < 1 || syntax.Offset > len(text) || strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("bad error %#v", err)
			}
			return
		}
		if len(d.Statements) == 0 {
			t.Error("a policy without statements")
		}
		for i, s := range d.Statements {
			if s.Index != i || s.Offset > len(text) {
				t.Errorf("statement %d: index %d, offset %d", i, s.Index, s.Offset)
			}
		}
	})
}

func FuzzEvaluate(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s, object, distribution, "true")
	}
	f.Add(seeds()[0], "arn:aws:s3:::"+opaque1, "arn:aws:cloudfront::"+atom1+":distribution/"+fresh1, "10.0.0.1")
	f.Fuzz(func(t *testing.T, text, resource, sourceARN, value string) {
		d, err := Parse(text, func(s string) string { return strings.ReplaceAll(s, secret1, value) })
		if err != nil {
			return
		}
		ctx := func(name string) Key {
			if name == "aws:sourcearn" {
				return Key{Possible: [][]string{{sourceARN}}}
			}
			return Key{Possible: [][]string{nil, {value}}, Note: "note"}
		}
		for _, c := range []Caller{oac, oai, anonymous} {
			got := d.Evaluate(Request{Caller: c, Action: "s3:GetObject", Resource: resource, Context: ctx})
			if got.Allowed().IsTrue() && !got.Allow.IsTrue() || len(got.Results) > len(d.Statements) {
				t.Error("decision does not fit its results")
			}
			if n := len(slices.Collect(got.Nearest())); n != got.Missed() {
				t.Errorf("%d results were near, and %d missed", n, got.Missed())
			}
		}
		d.TailPatterns(ctx)
	})
}

func TestSymbolsOfTests(t *testing.T) {
	for s, want := range map[string]symbol.Kind{fresh1: symbol.Fresh, atom1: symbol.Atom, opaque1: symbol.Opaque, secret1: symbol.Secret} {
		if got := symbol.KindOf([]rune(s)[0]); got != want {
			t.Errorf("%q is of kind %v, want %v", s, got, want)
		}
	}
}

// longWay decides a request by all elements of all statements, one request at a time.
func longWay(d *Document, r Request) (out Decision, nearest []Result) {
	out = Decision{Allow: tri.False, Deny: tri.False}
	for i := range d.Statements {
		s := &d.Statements[i]
		one := Result{Statement: s, Match: tri.Because(s.Unknown...)}
		if len(s.Unknown) == 0 {
			one.Principal, one.Action = s.principal(r.Caller), s.action(r.Action)
			one.Resource = s.resource(newARN(r.Resource), r.Context)
			one.Condition, one.Conditions = s.met(r.Context)
			one.Match = one.Principal.And(one.Action).And(one.Resource).And(one.Condition)
		}
		switch s.Effect {
		case Allow:
			out.Allow = out.Allow.Or(one.Match)
			if one.Match.IsFalse() {
				nearest = append(nearest, one)
			}
		case Deny:
			out.Deny = out.Deny.Or(one.Match)
		default:
			may := one.Match.And(tri.Because(s.effect...))
			out.Allow, out.Deny = out.Allow.Or(may), out.Deny.Or(may)
		}
	}
	slices.SortStableFunc(nearest, func(a, b Result) int { return a.distance() - b.distance() })
	return out, nearest
}

// What is remembered of requests of one situation decides the next one as if it were
// the first.
func TestTheShortWayAgreesWithTheLongOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := Parse(drawDocument(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := drawAsked(t).request(same)
		r.Situation = "one"
		varying := rapid.Bool().Draw(t, "varying")
		for _, resource := range rapid.SliceOfN(rapid.SampledFrom([]string{
			object, "arn:aws:s3:::b", "arn:aws:s3:::b/x", "arn:aws:s3:::" + opaque1 + "/x", "arn:aws:s3:::b/images/x", "b/x",
		}), 1, 4).Draw(t, "resources") {
			r.Resource = resource
			if varying {
				r.Context = about(r.Context, resource)
			}
			want, nearest := longWay(d, r)
			got := d.Evaluate(r)
			if diff := cmp.Diff([]tri.Value{want.Allow, want.Deny}, []tri.Value{got.Allow, got.Deny}, valuesOf); diff != "" {
				t.Fatal(resource, diff)
			}
			if diff := cmp.Diff(shortOf(nearest), shortOf(slices.Collect(got.Nearest())), valuesOf); diff != "" {
				t.Fatal(resource, diff)
			}
			if got.Missed() != len(nearest) {
				t.Fatalf("%d missed, not %d", got.Missed(), len(nearest))
			}
		}
	})
}

// about is a context in which the key k is about the object.
func about(ctx Context, object string) Context {
	return func(name string) Key {
		if name == "k" {
			return Key{Possible: [][]string{{object[len(object)-1:]}}, Varies: true}
		}
		return ctx(name)
	}
}

// valuesOf compares values with their causes.
var valuesOf = cmp.Transformer("causes", func(v tri.Value) any {
	return struct {
		Truth  tri.Truth
		Causes []tri.Cause
	}{v.Truth(), v.Causes()}
})

// shortResult is a result without its statement's parts.
type shortResult struct {
	Index                                         int
	Match, Principal, Action, Resource, Condition tri.Value
	Conditions                                    []ConditionResult
}

func shortOf(list []Result) (out []shortResult) {
	for _, r := range list {
		out = append(out, shortResult{
			r.Statement.Index, r.Match, r.Principal, r.Action, r.Resource, r.Condition, r.Conditions,
		})
	}
	return out
}

func TestStatementsForCallersDecideForThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := Parse(drawDocument(t), nil)
		if err != nil {
			t.Fatal(err)
		}
		r := drawAsked(t).request(same)
		part, whole := d.For(oac, r.Caller).Evaluate(r).Allowed(), d.Evaluate(r).Allowed()
		if part.IsTrue() != whole.IsTrue() || part.IsFalse() != whole.IsFalse() {
			t.Fatalf("its statements say %v, all of them %v", part, whole)
		}
	})
}
