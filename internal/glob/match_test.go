package glob

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

// Symbols of each kind for the tests.
const (
	fresh1, fresh2   = "\U000F0001", "\U000F0002"
	atom1, atom2     = "\U000F8001", "\U000F8002"
	opaque1, opaque2 = "\U00100001", "\U00100002"
)

func TestMatch(t *testing.T) {
	const dist = "arn:aws:cloudfront::111122223333:distribution/"
	tests := []struct {
		name, pattern, text string
		want                tri.Truth
	}{
		{"a pattern without wildcards matches itself", "images/a", "images/a", tri.Yes},
		{"a pattern without wildcards matches no prefix", "images", "images/a", tri.No},
		{"case matters", "IMAGES/*", "images/a", tri.No},
		{"a star crosses slashes", "b/*", "b/x/y/z", tri.Yes},
		{"a star matches nothing too", "b/*", "b/", tri.Yes},
		{"a question mark is one character", "v?/a", "v1/a", tri.Yes},
		{"a question mark is not none", "v?/a", "v/a", tri.No},
		{"a question mark is not two", "v?/a", "v12/a", tri.No},
		{"a question mark is a character, not a byte", "v?/a", "vé/a", tri.Yes},
		{"a star in the middle tries again", "*.jpg", "a.jpg.jpg", tri.Yes},
		{"the zero pattern's text is empty", "", "", tri.Yes},
		{"broken bytes differ", "\xff", "\xfe", tri.No},
		{"a broken byte is itself", "\xff", "\xff", tri.Yes},

		{"a fresh id equals itself", dist + fresh1, dist + fresh1, tri.Yes},
		{"a fresh id equals no literal", dist + "E123", dist + fresh1, tri.No},
		{"a literal equals no fresh id", dist + fresh1, dist + "E123", tri.No},
		{"a fresh id equals no other", dist + fresh1, dist + fresh2, tri.No},
		{"a fresh id may begin with a letter", dist + "E*", dist + fresh1, tri.Unknown},
		{"a fresh id may be as long as the question marks", "E??", fresh1, tri.Unknown},
		{"a star covers a fresh id", dist + "*", dist + fresh1, tri.Yes},
		{"a star covers a fresh id and the rest", "arn:aws:cloudfront::*", dist + fresh1, tri.Yes},
		{"a fresh id is not empty", "?*", fresh1, tri.Yes},
		{"a fresh id holds no slash", "a/*/b", "a/" + fresh1 + "c", tri.No},
		{"a fresh id is never literal text next to another one", "a" + fresh2, fresh1, tri.No},
		{"text is longer than a fresh id", fresh1, fresh1 + "/x", tri.No},

		{"an account id may equal a literal", dist + "*", "arn:aws:cloudfront::" + atom1 + ":distribution/E1", tri.Unknown},
		{"an account id equals itself", "arn:aws:iam::" + atom1 + ":root", "arn:aws:iam::" + atom1 + ":root", tri.Yes},
		{"an account id may equal another", atom1, atom2, tri.Unknown},
		{"an account id may equal a fresh id", atom1, fresh1, tri.Unknown},
		{"an account id holds no colon", atom1, "a:b", tri.No},
		{"an account id is not empty", "a" + atom1, "a", tri.No},
		{
			"an id beyond an unknown account still differs", "arn:aws:cloudfront::*:distribution/E123",
			"arn:aws:cloudfront::" + atom1 + ":distribution/" + fresh1, tri.No,
		},
		{
			"an id beyond an unknown account is covered", "arn:aws:cloudfront::*:distribution/*",
			"arn:aws:cloudfront::" + atom1 + ":distribution/" + fresh1, tri.Yes,
		},

		{"an opaque value may be anything", opaque1, "anything/at:all", tri.Unknown},
		{"an opaque value may be empty", opaque1, "", tri.Unknown},
		{"an opaque value equals itself", "x" + opaque1, "x" + opaque1, tri.Yes},
		{"an opaque value leaves the text around it", opaque1 + "/x", "a/y", tri.No},
		{"an opaque value may hold wildcards' text", "a?c", opaque1, tri.Unknown},
		{"a star covers an opaque value", "b/*", "b/" + opaque1, tri.Yes},
		{"an opaque value may be empty under a question mark", "?*", opaque1, tri.Unknown},
		{"one opaque value is the same twice", opaque1 + "/" + opaque1, opaque1 + "/" + opaque1, tri.Yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Compile(tt.pattern).Match(tt.text); got != tt.want {
				t.Errorf("Compile(%q).Match(%q) = %v, want %v", tt.pattern, tt.text, got, tt.want)
			}
		})
	}
}

func TestFold(t *testing.T) {
	tests := []struct {
		name, pattern, text string
		want                tri.Truth
	}{
		{"case is ignored", "S3:getOBJECT", "s3:GetObject", tri.Yes},
		{"wildcards still work", "S3:GET*", "s3:GetObject", tri.Yes},
		{"letters beyond ASCII fold", "Ä", "ä", tri.Yes},
		{"another word does not match", "s3:GetObject", "s3:PutObject", tri.No},
		{"a symbol is still itself", "X" + fresh1, "x" + fresh1, tri.Yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Compile(tt.pattern).Fold().Match(tt.text); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLiteralAndConcat(t *testing.T) {
	if got := CompileLiteral("a*").Match("ab"); got != tri.No {
		t.Errorf("a literal star matched: %v", got)
	}
	p := Concat(Compile("b/*/"), CompileLiteral("*"))
	if p.Match("b/x/*") != tri.Yes || p.Match("b/x/y") != tri.No {
		t.Errorf("concatenation lost a literal star")
	}
	if got := p.String(); got != "b/*/*" {
		t.Errorf("String() = %q", got)
	}
	if p := Concat(Compile("a*"), Compile("?*")); p.Match("a") != tri.No || p.Match("ab") != tri.Yes {
		t.Error("joined wildcards count wrong")
	}
}

func TestIntersects(t *testing.T) {
	tests := []struct {
		name, p, q string
		want       tri.Truth
	}{
		{"prefix and suffix meet", "images/*", "*.jpg", tri.Yes},
		{"different prefixes do not", "images/*", "video/*", tri.No},
		{"lengths decide", "??", "???", tri.No},
		{"a fresh id meets a star", "a/*", "a/" + fresh1, tri.Yes},
		{"two fresh ids do not meet", "a/" + fresh2, "a/" + fresh1, tri.No},
		{"an opaque value may meet anything", opaque1, "a/b", tri.Unknown},
		{"a star absorbs every symbol", "*", opaque1 + "/" + atom1, tri.Yes},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, q := Compile(tt.p), Compile(tt.q)
			if got := p.Intersects(q); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if got := q.Intersects(p); got != tt.want {
				t.Errorf("the other way round: got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAfter(t *testing.T) {
	tests := []struct {
		name, pattern, prefix string
		want                  []string
	}{
		{"a literal beginning is taken off", "arn:aws:s3:::b/*", "arn:aws:s3:::", []string{"b/*"}},
		{"a star stays", "*", "arn:aws:s3:::", []string{"*"}},
		{"a star leaves what may come next too", "arn:*/x", "arn:aws:s3:::b/", []string{"*/x", "x"}},
		{"another beginning leaves nothing", "arn:aws:iam:::x", "arn:aws:s3:::", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range Compile(tt.pattern).After(tt.prefix) {
				got = append(got, p.String())
			}
			if strings.Join(got, " ") != strings.Join(tt.want, " ") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

var (
	drawPattern = rapid.StringOfN(rapid.SampledFrom([]rune("ab/*?*")), 0, 6, -1)
	drawText    = rapid.StringOfN(rapid.SampledFrom([]rune("ab/")), 0, 6, -1)
)

// slow is matching by definition.
func slow(p, s string) bool {
	switch {
	case p == "":
		return s == ""
	case p[0] == '*':
		return slow(p[1:], s) || s != "" && slow(p, s[1:])
	}
	return s != "" && (p[0] == '?' || p[0] == s[0]) && slow(p[1:], s[1:])
}

// short returns all texts over the letters up to a length, shortest first.
func short(letters string, length int) []string {
	out, last := []string{""}, []string{""}
	for range length {
		var next []string
		for _, s := range last {
			for _, r := range letters {
				next = append(next, s+string(r))
			}
		}
		out, last = append(out, next...), next
	}
	return out
}

func TestMatchIsTheDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, s := drawPattern.Draw(t, "pattern"), drawText.Draw(t, "text")
		if got, want := Compile(p).Match(s), truth(slow(p, s)); got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
		if got, want := Compile(p).Intersects(CompileLiteral(s)), truth(slow(p, s)); got != want {
			t.Fatalf("intersection: got %v, want %v", got, want)
		}
	})
}

func TestIntersectsIsTheDefinition(t *testing.T) {
	texts := short("ab/", 6)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.StringOfN(rapid.SampledFrom([]rune("ab/*?*")), 0, 4, -1).Draw(t, "p")
		q := rapid.StringOfN(rapid.SampledFrom([]rune("ab/*?*")), 0, 4, -1).Draw(t, "q")
		want := tri.No
		for _, s := range texts {
			if slow(p, s) && slow(q, s) {
				want = tri.Yes
				break
			}
		}
		if got := Compile(p).Intersects(Compile(q)); got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("arn:aws:s3:::b/*", "arn:aws:s3:::b/"+opaque1)
	f.Add("*a?*b", "xaybzb")
	f.Add(atom1+fresh1+"?*", fresh1+atom1)
	f.Fuzz(func(t *testing.T, p, s string) {
		got := Compile(p).Match(s)
		if back := CompileLiteral(s).Intersects(Compile(p)); back != got {
			t.Errorf("Match says %v, Intersects the other way round %v", got, back)
		}
		if CompileLiteral(s).Match(s) != tri.Yes {
			t.Error("a text does not match itself")
		}
		if len(p)+len(s) < 24 && !Compile(p).symbols && !CompileLiteral(s).symbols && isASCII(p+s) {
			if want := truth(slow(p, s)); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		}
	})
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// A pattern matches its shortest text, and no shorter one.
func TestLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := Compile(rapid.StringOfN(rapid.SampledFrom([]rune("ab*?/")), 0, 8, -1).Draw(t, "pattern"))
		least := p.Least()
		if p.Match(least) != tri.Yes {
			t.Errorf("%s does not match %q", p, least)
		}
		if least != "" && p.Match(least[1:]) == tri.Yes {
			t.Errorf("%s matches %q, which is shorter than %q", p, least[1:], least)
		}
	})
}
