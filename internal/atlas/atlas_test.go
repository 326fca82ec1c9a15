package atlas

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/internal/glob"
)

func matcher(pattern string) glob.Matcher { return glob.View{Pattern: glob.Compile(pattern)}.Matcher() }

// site has a behavior for pictures, which asks one bucket, and a default one, which asks
// a website.
var site = Chart{
	Walls: []glob.Matcher{matcher("/admin*")},
	Looks: []Look{{
		{Pattern: matcher("/img/*"), Views: []int{0}},
		{Pattern: matcher("/\U00100001"), Views: []int{1}},
		{Pattern: matcher("*"), Views: []int{1}},
	}},
	Views: []View{
		{Patterns: []glob.Matcher{matcher("img/a*"), matcher("*.png")}},
		{Patterns: []glob.Matcher{matcher("*/index.html")}, Website: true, Index: "index.html"},
	},
}

func TestClassesOfPaths(t *testing.T) {
	for _, c := range []struct {
		name, one, other string
		alike            bool
	}{
		{"what no pattern tells apart", "/img/b", "/img/c", true},
		{"what a policy tells apart", "/img/a", "/img/b", false},
		{"what a behavior tells apart", "/img/b", "/css/b", false},
		{"what the web ACL tells apart", "/admin", "/other", false},
		{"keys are decoded", "/img/%61", "/img/a", true},
		{"behaviors see no percent signs that are not needed", "/%69mg/b", "/img/b", true},
		{"behaviors see no doubled slashes", "//img/b", "/css/b", false},
		{"nor dot segments", "/css/../img/b", "/img/b", true},
		{"a folder of a website asks for its index document", "/docs/", "/docs/a", false},
		{"letters have case", "/img/A", "/img/a", false},
		{"the root is a class of its own", "/", "/a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if alike := site.Class(c.one) == site.Class(c.other); alike != c.alike {
				t.Errorf("%q and %q", site.Class(c.one), site.Class(c.other))
			}
		})
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		name, path string
		want       []int
	}{
		{"the first that matches", "/img/a", []int{0}},
		{"those before it that may", "/a", []int{1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, site.Looks[0].Choose(c.path)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestDataAreWrittenOnce: what occurs again has the number that it had.
func TestDataAreWrittenOnce(t *testing.T) {
	var d Data
	served, forbidden := d.Answer(Answer{Verdict: "served", Status: 200}), d.Answer(Answer{Verdict: "forbidden", Status: 403})
	got := []int{
		served, forbidden, d.Answer(Answer{Verdict: "served", Status: 200}),
		d.Line("a"), d.Line("b"), d.Line("a"), d.Set([]int{served, forbidden}), d.Set([]int{served, served}), d.Set([]int{served, forbidden}),
	}
	if diff := cmp.Diff([]int{0, 1, 0, 0, 1, 0, 0, 1, 0}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]json.RawMessage{[]byte("[0,1]"), []byte("[0]")}, d.Sets); diff != "" {
		t.Error(diff)
	}
}

func TestPatternsAsText(t *testing.T) {
	for _, c := range []struct{ name, pattern, want string }{
		{"characters stand for themselves", "a/é", "a/é"},
		{"wildcards have marks", "a?b*", "a\x01b\x02"},
		{"values that are not known have marks by their kind", "\U00100001\U000F8001\U000F0001", "\x03\x04\x05"},
		{"a character that is a mark is marked", "\x02", "\x06\x02"},
		{"a byte that is no UTF-8 is written as one", "\xff", "\x07\u01ff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, written(matcher(c.pattern).Atoms)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Paths are matched in the form of RFC 3986: what needs no percent sign has none.
func TestNormalized(t *testing.T) {
	for path, want := range map[string]string{
		"/img/a":              "/img/a",
		"//img//a":            "/img/a",
		"/x/../img/./a/":      "/img/a/",
		"/%69mg/%41%7E%2d%5F": "/img/A~-_",
		"/x/%2E%2e/img/a":     "/img/a",
		"/a%20b%2Fc%40":       "/a%20b%2Fc%40",
		"/%C3%A9%zz%":         "/%C3%A9%zz%",
		"/%5B%60%7b%40":       "/%5B%60%7b%40",
	} {
		if got := Normalized(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}
