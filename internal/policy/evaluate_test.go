package policy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

func TestDecision(t *testing.T) {
	allow := statement("")
	deny := `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}`
	maybeDeny := `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"` + opaque1 + `"}`
	other := statement(`Action="s3:PutObject"`)
	tests := []struct {
		name       string
		statements []string
		want       tri.Truth
	}{
		{"an allow that matches lets through", []string{allow}, tri.Yes},
		{"without an allow that matches nothing passes", []string{other}, tri.No},
		{"deny wins over allow", []string{allow, deny}, tri.No},
		{"the order does not matter", []string{deny, allow}, tri.No},
		{"an unknown deny leaves it open", []string{allow, maybeDeny}, tri.Unknown},
		{"an unknown deny without an allow is a no", []string{other, maybeDeny}, tri.No},
		{"an unknown allow beside a sure one does not matter", []string{allow, statement(`Resource="` + opaque1 + `"`)}, tri.Yes},
		{"an unknown allow alone leaves it open", []string{statement(`Resource="` + opaque1 + `"`)}, tri.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, document(Version2012, tt.statements...)).Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object})
			if got := d.Allowed().Truth(); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNearest(t *testing.T) {
	text := `{"Statement":[
		{"Sid":"principal","Effect":"Allow","Principal":{"AWS":"` + oaiARN + `"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
		{"Sid":"two","Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/x"},
		{"Sid":"action","Effect":"Allow","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"},
		{"Sid":"deny","Effect":"Deny","Principal":"*","Action":"s3:PutObject","Resource":"arn:aws:s3:::b/*"},
		{"Sid":"resource","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/x"},
		{"Sid":"unknown","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"` + opaque1 + `"},
		{"Sid":"matches","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
		{"Sid":"condition","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"k":"true"}}}]}`
	d := parse(t, text).Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object})
	var got []string
	for r := range d.Nearest() {
		got = append(got, r.Statement.Sid)
	}
	if diff := cmp.Diff([]string{"condition", "resource", "action", "principal", "two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestConditionResults(t *testing.T) {
	text := document(Version2012, statement(`Principal={"AWS":"1"}`), statement(`Condition={"StringEquals":{"AWS:SourceArn":["E1","E2"]}}`))
	d := parse(t, text).Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: object, Context: oacKeys.context})
	r := d.Results[len(d.Results)-1]
	if !r.Principal.IsTrue() || !r.Action.IsTrue() || !r.Resource.IsTrue() || !r.Condition.IsFalse() {
		t.Errorf("%+v", r)
	}
	c := r.Conditions[0]
	if c.Operator != "StringEquals" || c.Key != "AWS:SourceArn" || !c.Match.IsFalse() {
		t.Errorf("%+v", c)
	}
	if diff := cmp.Diff([]string{"E1", "E2"}, c.Want); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Key{Possible: [][]string{{distribution}}}, c.Got); diff != "" {
		t.Error(diff)
	}
}

func TestTailPatterns(t *testing.T) {
	ctx := values{"dir": {"images"}}.context
	tests := []struct {
		name, over string
		want       []string
	}{
		{"the last part of an ARN", `Resource=["arn:aws:s3:::b/*","arn:aws:s3:::b"]`, []string{"b/*", "b"}},
		{"each once", `Resource=["arn:aws:s3:::b/*","arn:aws-cn:s3:::b/*"]`, []string{"b/*"}},
		{"everything", `Resource="*"`, []string{"*"}},
		{"what NotResource lists", `NotResource="arn:aws:s3:::b/private/*"`, []string{"b/private/*"}},
		{"a variable's value", `Resource="arn:aws:s3:::b/${dir}/*"`, []string{"b/images/*"}},
		{"a variable without value speaks of nothing", `Resource="arn:aws:s3:::b/${none}/*"`, nil},
		{"an opaque ARN", `Resource="` + opaque1 + `/images/*"`, []string{opaque1 + "/images/*", "/images/*", "images/*", "*"}},
		{"the encryption context", `Condition={"StringLike":{"kms:EncryptionContext:aws:s3:arn":"arn:aws:s3:::b/x/*"}}`, []string{"b/*", "b/x/*"}},
		{"no other key", `Condition={"StringLike":{"aws:SourceArn":"arn:aws:s3:::b/x/*"}}`, []string{"b/*"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range parse(t, document(Version2012, statement(tt.over))).TailPatterns(ctx) {
				got = append(got, p.String())
			}
			if tt.name == "an opaque ARN" { // only the first is essential
				got, tt.want = got[:1], tt.want[:1]
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Keys that no pattern tells apart get one answer.
func TestTailPatternsDecide(t *testing.T) {
	resources := []string{
		"arn:aws:s3:::b/*", "arn:aws:s3:::b/images/*", "arn:*:s3:::*/x?", "*", opaque1, opaque1 + "/a", "arn:aws:s3:::" + opaque1 + "/*",
		"arn:" + opaque1 + "/images/*", "arn:aws:s3:::b/${dir}/*", "arn:aws:s3:::b/" + fresh1 + "/*", "arn:aws:s3:::b/" + atom1,
	}
	texts := []string{"b", "b/", "b/x", "b/xa", "b/images/", "b/images/a", "b/images/x/a", "c/x", "b/xx/images/", "b/a", "b/:a"}
	ctx := values{"dir": {"images"}}.context
	for _, resource := range resources {
		d := parse(t, document(Version2012, statement(`Resource="`+resource+`"`)))
		answers := map[string]tri.Truth{}
		for _, text := range texts {
			key := look(d.TailPatterns(ctx), text)
			got := d.Evaluate(Request{Caller: oac, Action: "s3:GetObject", Resource: "arn:aws:s3:::" + text, Context: ctx}).Allow.Truth()
			if before, ok := answers[key]; ok && before != got {
				t.Errorf("%q: key %q is answered %v, one that looks alike %v", resource, text, got, before)
			}
			answers[key] = got
		}
	}
}

func look(patterns []glob.Pattern, text string) string {
	var out []string
	for _, p := range patterns {
		out = append(out, p.Match(text).String())
	}
	return strings.Join(out, " ")
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1, 10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var statements []string
			for i := range n {
				statements = append(statements, statement(fmt.Sprintf(`Resource=["arn:aws:s3:::b/team%d/*","arn:aws:s3:::b/team%d-public/*"]`, i, i)),
					statement(`Condition={"StringEquals":{"AWS:SourceArn":"`+distribution+`"},"Bool":{"aws:SecureTransport":"true"}}`))
			}
			d := parse(b, document(Version2012, statements...))
			r := Request{Caller: oac, Action: "s3:GetObject", Resource: object, Context: oacKeys.context}
			b.ReportAllocs()
			for b.Loop() {
				d.Evaluate(r)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	text := document(Version2012, strings.Split(strings.Repeat(statement("")+"\n", 100), "\n")[:100]...)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		parse(b, text)
	}
}
