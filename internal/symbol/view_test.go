package symbol

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestOf: two roots that are read together may use one address for two things, and
// share their secrets.
func TestOf(t *testing.T) {
	whole := &Table{}
	a, b := whole.Of("a.json:"), whole.Of("b.json:")
	origin := Origin{Address: "aws_s3_bucket.site", Attribute: "id"}
	of := func(table *Table) string {
		s, _ := table.New(Fresh, "aws_s3_bucket.site.id", origin)
		table.Label("arn:"+s, "aws_s3_bucket.site", "arn")
		return s
	}
	inA, inB := of(a), of(b)
	if inA == inB || inA != of(a) {
		t.Errorf("symbols %q and %q of two roots, want two that stay", inA, inB)
	}
	for _, tt := range []struct {
		name  string
		at    *Table
		text  string
		shown string
	}{
		{"at home an address stands alone", a, inA, "${aws_s3_bucket.site.id}"},
		{"elsewhere it names its file", b, inA, "${a.json:aws_s3_bucket.site.id}"},
		{"so does a label", b, "arn:" + inA, "${a.json:aws_s3_bucket.site.arn}"},
		{"and at home it does not", a, "arn:" + inA, "${aws_s3_bucket.site.arn}"},
		{"the whole names every root", whole, inB, "${b.json:aws_s3_bucket.site.id}"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.shown, tt.at.Display(tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if got := b.Origin([]rune(inA)[0]).Address; got != "a.json:aws_s3_bucket.site" {
		t.Errorf("origin at %s", got)
	}
}

// TestSecretsOfOneRootAreHiddenInAll calls all that notes or hides a secret on one
// view and asks another.
func TestSecretsOfOneRootAreHiddenInAll(t *testing.T) {
	whole := &Table{}
	a, b := whole.Of("a:"), whole.Of("b:")
	secret := a.Secret("correct-horse", Origin{})
	a.Derive("battery-staple")
	a.DeriveParts("left/trombone-case")
	a.Conceal("purple-monkey") // hidden in source alone, between quotes
	for _, table := range []*Table{a, b, whole} {
		for _, value := range []string{"correct-horse", "battery-staple", "trombone-case"} {
			if shown := table.Display("x" + value + "y"); shown != "x(sensitive)y" {
				t.Errorf("%s is shown as %s", value, shown)
			}
			if masked := string(table.Mask([]byte("x" + value + "y"))); masked == "x"+value+"y" {
				t.Errorf("%s is not masked", value)
			}
		}
		if masked := string(table.Mask([]byte(`"purple-monkey"`))); masked == `"purple-monkey"` {
			t.Error("what is concealed is not masked")
		}
		if table.Reveal(secret) != "correct-horse" {
			t.Errorf("%q is revealed as %q", secret, table.Reveal(secret))
		}
	}
	b.Disclose("correct-horse")
	if shown := a.Display(secret); shown != "correct-horse" {
		t.Errorf("what one root shows openly is %s in another", shown)
	}
}
