package policy

import (
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

func TestActionAndResource(t *testing.T) {
	tests := []struct {
		name, over, action, resource string
		want                         tri.Truth
	}{
		{"the grant matches", "", "s3:GetObject", object, tri.Yes},
		{"action names ignore case", `Action="S3:getobject"`, "s3:GetObject", object, tri.Yes},
		{"an action may have wildcards", `Action="s3:Get*"`, "s3:GetObject", object, tri.Yes},
		{"a question mark in an action", `Action="s3:GetObjec?"`, "s3:GetObject", object, tri.Yes},
		{"a star is every action", `Action="*"`, "s3:GetObject", object, tri.Yes},
		{"another action does not match", `Action="s3:PutObject"`, "s3:GetObject", object, tri.No},
		{"one action of a list is enough", `Action=["s3:PutObject","s3:GetObject"]`, "s3:GetObject", object, tri.Yes},
		{"an empty list of actions matches nothing", `Action=[]`, "s3:GetObject", object, tri.No},
		{"NotAction inverts", `NotAction="s3:PutObject"`, "s3:GetObject", object, tri.Yes},
		{"NotAction excludes what it lists", `NotAction=["s3:Get*"]`, "s3:GetObject", object, tri.No},
		{"an unknown action may match", `Action="` + opaque1 + `"`, "s3:GetObject", object, tri.Unknown},
		{"an unknown action beside a known one does not matter", `Action=["` + opaque1 + `","s3:GetObject"]`, "s3:GetObject", object, tri.Yes},

		{"a resource crosses slashes", `Resource="arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::b/x/y/z", tri.Yes},
		{"objects are not the bucket", `Resource="arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::b", tri.No},
		{"the bucket is not its objects", `Resource="arn:aws:s3:::b"`, "s3:GetObject", object, tri.No},
		{"b* is the bucket and its objects", `Resource="arn:aws:s3:::b*"`, "s3:GetObject", "arn:aws:s3:::b", tri.Yes},
		{"b* is its objects too", `Resource="arn:aws:s3:::b*"`, "s3:GetObject", object, tri.Yes},
		{"a resource without star is one key", `Resource="arn:aws:s3:::b/images"`, "s3:GetObject", object, tri.No},
		{"a trailing slash is the key with empty name", `Resource="arn:aws:s3:::b/"`, "s3:GetObject", object, tri.No},
		{"resources respect case", `Resource="arn:aws:s3:::b/Images/*"`, "s3:GetObject", object, tri.No},
		{"a question mark is one character", `Resource="arn:aws:s3:::b/images/?.jpg"`, "s3:GetObject", object, tri.Yes},
		{"a star alone is everything", `Resource="*"`, "s3:GetObject", object, tri.Yes},
		{"another partition does not match", `Resource="arn:aws-cn:s3:::b/*"`, "s3:GetObject", object, tri.No},
		{"a star stays in its part", `Resource="arn:*:b/*"`, "s3:GetObject", object, tri.Unknown},
		{"parts may be wildcards", `Resource="arn:*:s3:*:*:b/*"`, "s3:GetObject", object, tri.Yes},
		{"a star does not cross a colon", `Resource="arn:aws:*:::b/*"`, "s3:GetObject", "arn:aws:s3:x::b/y", tri.No},
		{"the last part takes further colons", `Resource="arn:aws:s3:::b/*"`, "s3:GetObject", "arn:aws:s3:::b/a:b", tri.Yes},
		{"too few colons grant nothing", `Resource="arn:aws:s3::b/*"`, "s3:GetObject", object, tri.No},
		{"too few colons are not excluded", `NotResource="arn:aws:s3::b/*"`, "s3:GetObject", object, tri.Unknown},
		{"NotResource inverts", `NotResource="arn:aws:s3:::b/private/*"`, "s3:GetObject", object, tri.Yes},
		{"NotResource excludes what it lists", `NotResource=["arn:aws:s3:::b/images/*"]`, "s3:GetObject", object, tri.No},
		{"a bucket to be created is itself", `Resource="arn:aws:s3:::` + fresh1 + `/*"`, "s3:GetObject", "arn:aws:s3:::" + fresh1 + "/a", tri.Yes},
		{"a bucket to be created is no other", `Resource="arn:aws:s3:::` + fresh1 + `/*"`, "s3:GetObject", "arn:aws:s3:::" + fresh2 + "/a", tri.No},
		{"an opaque ARN may match", `Resource="` + opaque1 + `/*"`, "s3:GetObject", object, tri.Unknown},
		{"an opaque ARN keeps its known end", `Resource="` + opaque1 + `/private/*"`, "s3:GetObject", object, tri.No},
		{"an opaque name keeps its known beginning", `Resource="arn:aws:s3:::c` + opaque1 + `/*"`, "s3:GetObject", object, tri.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := parse(t, document(Version2012, statement(tt.over)))
			got := d.Evaluate(Request{Caller: oac, Action: tt.action, Resource: tt.resource, Context: oacKeys.context})
			if got.Allow.Truth() != tt.want {
				t.Errorf("got %v, want %v", got.Allow, tt.want)
			}
		})
	}
}

// S3 refuses a document with such a resource, or matches it in some way: a Deny
// of it is then in force, or the grants beside it are not.
func TestDenyOfTooFewColons(t *testing.T) {
	text := document(Version2012, `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3::b/*"}`)
	if got := matchOf(t, text, oac, nil); got != tri.Unknown {
		t.Errorf("got %v, want unknown", got)
	}
}

func TestPrincipal(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	tests := []struct {
		name, over          string
		oac, oai, anonymous tri.Truth
	}{
		{"a star is everybody", `Principal="*"`, yes, yes, yes},
		{"an AWS star is the same", `Principal={"AWS":"*"}`, yes, yes, yes},
		{"an AWS star in a list is the same", `Principal={"AWS":["123456789012","*"]}`, yes, yes, yes},
		{"the service principal is oac", `Principal={"Service":"cloudfront.amazonaws.com"}`, yes, no, no},
		{"a service of China never matches", `Principal={"Service":"cloudfront.amazonaws.com.cn"}`, no, no, no},
		{"another service is not oac", `Principal={"Service":["logging.s3.amazonaws.com"]}`, no, no, no},
		{"the OAI's ARN is oai", `Principal={"AWS":"` + oaiARN + `"}`, no, yes, no},
		{"another OAI's ARN is not", `Principal={"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E9"}`, no, no, no},
		{"wildcards in an ARN are literal", `Principal={"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity *"}`, no, no, no},
		{"the canonical user is oai", `Principal={"CanonicalUser":"0123abc"}`, no, yes, no},
		{"another canonical user is not", `Principal={"CanonicalUser":"0123abd"}`, no, no, no},
		{"an account id names none of them", `Principal={"AWS":"111122223333"}`, no, no, no},
		{"a root ARN names none of them", `Principal={"AWS":"arn:aws:iam::111122223333:root"}`, no, no, no},
		{"a deleted principal names none of them", `Principal={"AWS":"AIDAEXAMPLE"}`, no, no, no},
		{"a federated principal names none of them", `Principal={"Federated":"accounts.google.com"}`, no, no, no},
		{"any of several kinds", `Principal={"AWS":"` + oaiARN + `","Service":"cloudfront.amazonaws.com"}`, yes, yes, no},
		{"the id of a distribution names none of them", `Principal={"AWS":"` + fresh1 + `"}`, no, no, no},
		{"an unknown AWS principal may be a star", `Principal={"AWS":"` + opaque1 + `"}`, unknown, unknown, unknown},
		{"an unknown service may be CloudFront", `Principal={"Service":"` + opaque1 + `"}`, unknown, no, no},
		{"an unknown principal may be anyone", `Principal="` + opaque1 + `"`, unknown, unknown, unknown},
		{"an unknown account is no caller of CloudFront", `Principal={"AWS":"arn:aws:iam::` + atom1 + `:root"}`, no, no, no},
		{"an unknown kind of principal may be any", `Principal={"` + opaque1 + `":"x"}`, unknown, unknown, unknown},
		{"an empty list is nobody", `Principal={"AWS":[]}`, no, no, no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := document(Version2012, statement(tt.over))
			for c, want := range map[Caller]tri.Truth{oac: tt.oac, oai: tt.oai, anonymous: tt.anonymous} {
				if got := matchOf(t, text, c, nil); got != want {
					t.Errorf("%v: got %v, want %v", c.Kind, got, want)
				}
			}
		})
	}
}

func TestNotPrincipal(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	tests := []struct {
		name, effect, list  string
		oac, oai, anonymous tri.Truth
	}{
		{"a listed service is exempt", "Deny", `{"Service":"cloudfront.amazonaws.com"}`, no, yes, yes},
		{"a listed account exempts nobody here", "Deny", `{"AWS":"arn:aws:iam::111122223333:root"}`, yes, yes, yes},
		{"a listed OAI is not documented", "Deny", `{"AWS":"` + oaiARN + `"}`, yes, unknown, yes},
		{"a star exempts everybody", "Deny", `"*"`, no, no, no},
		{"with Allow it is not documented", "Allow", `{"Service":"cloudfront.amazonaws.com"}`, no, unknown, unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := document(Version2012, `{"Effect":"`+tt.effect+`","NotPrincipal":`+tt.list+`,"Action":"s3:*","Resource":"*"}`)
			for c, want := range map[Caller]tri.Truth{oac: tt.oac, oai: tt.oai, anonymous: tt.anonymous} {
				if got := matchOf(t, text, c, nil); got != want {
					t.Errorf("%v: got %v, want %v", c.Kind, got, want)
				}
			}
		})
	}
}

func TestFreshIdentity(t *testing.T) {
	mine := Caller{Kind: Identity, ARN: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity " + fresh1, CanonicalUser: opaque1}
	tests := []struct {
		name, principal string
		want            tri.Truth
	}{
		{"the identity made with the bucket", `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ` + fresh1 + `"}`, tri.Yes},
		{"an identity named by its old id", `{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E123"}`, tri.No},
		{"its canonical user", `{"CanonicalUser":"` + opaque1 + `"}`, tri.Yes},
		{"a canonical user known before", `{"CanonicalUser":"0123"}`, tri.Unknown},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := matchOf(t, document(Version2012, statement("Principal="+tt.principal)), mine, nil); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
