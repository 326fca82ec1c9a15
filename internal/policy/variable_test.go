package policy

import (
	"testing"

	"github.com/plan403/plan403/internal/tri"
)

func TestVariables(t *testing.T) {
	const yes, no, unknown = tri.Yes, tri.No, tri.Unknown
	ctx := func(name string) Key {
		switch name {
		case "aws:sourceaccount":
			return Key{Possible: [][]string{{"111122223333"}}}
		case "user":
			return Key{Possible: [][]string{{"im*ges"}}}
		case "dir":
			return Key{Possible: [][]string{{"images"}}}
		case "maybe":
			return Key{Possible: [][]string{nil, {"images"}}, Note: "not documented"}
		case "many":
			return Key{Possible: [][]string{{"images", "x"}}, Multi: true}
		case "aws:sourcearn":
			return Key{Possible: [][]string{{distribution}}}
		case "flag":
			return Key{Possible: [][]string{{"true"}}}
		}
		return Key{}
	}
	tests := []struct {
		name, version, over string
		want                tri.Truth
	}{
		{"a variable in a resource takes its value", Version2012, `Resource="arn:aws:s3:::b/${dir}/*"`, yes},
		{"names of variables ignore case", Version2012, `Resource="arn:aws:s3:::b/${DIR}/*"`, yes},
		{"in 2008 a variable is literal text", Version2008, `Resource="arn:aws:s3:::b/${dir}/*"`, no},
		{"a wildcard in a value is literal", Version2012, `Resource="arn:aws:s3:::b/${user}/*"`, no},
		{"a variable without value matches nothing", Version2012, `Resource="arn:aws:s3:::b/${none}*"`, no},
		{"a variable without value in NotResource is not documented", Version2012, `NotResource="arn:aws:s3:::b/${none}*"`, unknown},
		{"NotResource that names the object beside it", Version2012, `NotResource=["arn:aws:s3:::b/${none}*","arn:aws:s3:::b/*"]`, no},
		{"a variable without value takes its default", Version2012, `Resource="arn:aws:s3:::b/${none, 'images'}/*"`, yes},
		{"a variable with a value ignores its default", Version2012, `Resource="arn:aws:s3:::b/${dir, 'x'}/*"`, yes},
		{"a variable that may be absent is unknown", Version2012, `Resource="arn:aws:s3:::b/${maybe}/*"`, unknown},
		{"a variable that matches neither way does not", Version2012, `Resource="arn:aws:s3:::b/${maybe}/x"`, no},
		{"a multivalued key is no variable", Version2012, `Resource="arn:aws:s3:::b/${many}/*"`, unknown},
		{"an escaped star is a star", Version2012, `Resource="arn:aws:s3:::b/${*}"`, no},
		{"an escaped dollar", Version2012, `Resource="arn:aws:s3:::b/${$}"`, no},
		{"an unclosed variable is text", Version2012, `Resource="arn:aws:s3:::b/${dir"`, no},
		{"a colon in a variable is no part", Version2012, `Condition={"ArnLike":{"aws:SourceArn":"arn:aws:cloudfront::${aws:SourceAccount}:distribution/*"}}`, yes},
		{"a variable in StringLike", Version2012, `Condition={"StringLike":{"aws:SourceArn":"*::${aws:SourceAccount}:*"}}`, yes},
		{"in 2008 it never matches", Version2008, `Condition={"StringLike":{"aws:SourceArn":"arn:aws:cloudfront::${aws:SourceAccount}:distribution/*"}}`, no},
		{"a variable without value: positive operators do not match", Version2012, `Condition={"StringEquals":{"dir":"${none}"}}`, no},
		{"a variable without value: negated operators match", Version2012, `Condition={"StringNotEquals":{"dir":"${none}"}}`, yes},
		{"StringEquals with a variable", Version2012, `Condition={"StringEquals":{"dir":"${dir}"}}`, yes},
		{"an escaped star equals a star", Version2012, `Condition={"StringLike":{"user":"im${*}ges"}}`, yes},
		{"an escaped star is no wildcard", Version2012, `Condition={"StringLike":{"dir":"im${*}ges"}}`, no},
		{"numbers hold no variables", Version2012, `Condition={"NumericEquals":{"aws:SourceAccount":"${aws:SourceAccount}"}}`, unknown},
		{"Bool with a variable is documented both ways", Version2012, `Condition={"Bool":{"flag":"${flag}"}}`, unknown},
		{"Bool with a variable that differs does not match", Version2012, `Condition={"Bool":{"flag":"${dir}"}}`, no},
		{"actions hold no variables", Version2012, `Action="s3:${dir}"`, no},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := matchOf(t, document(tt.version, statement(tt.over)), oac, ctx); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestUnknownVersion(t *testing.T) {
	ctx := values{"dir": {"images"}}.context
	tests := []struct {
		name, resource string
		want           tri.Truth
	}{
		{"a variable may be text", "arn:aws:s3:::b/${dir}/*", tri.Unknown},
		{"without variables the version does not matter", "arn:aws:s3:::b/images/*", tri.Yes},
		{"it matches neither way", "arn:aws:s3:::b/${dir}", tri.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := matchOf(t, document(opaque1, statement(`Resource="`+tt.resource+`"`)), oac, ctx); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestManyReadings(t *testing.T) {
	ctx := func(string) Key { return Key{Possible: [][]string{{"a"}, {"b"}, nil}, Note: "n"} }
	text := `Resource="arn:aws:s3:::b/${a}${b}${c}${d}${e}${f}"`
	if got := matchOf(t, document(Version2012, statement(text)), oac, ctx); got != tri.Unknown {
		t.Errorf("got %v", got)
	}
}
