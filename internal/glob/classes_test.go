package glob

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

func views(patterns ...string) []View {
	var out []View
	for _, p := range patterns {
		out = append(out, View{Pattern: Compile(p)})
	}
	return out
}

func witnesses(classes []Class) []string {
	var out []string
	for _, c := range classes {
		out = append(out, c.Witness)
	}
	return out
}

// percent encodes as CloudFront's path patterns see a key.
func percent(r rune) string {
	if r == '/' {
		return "/"
	}
	return url.PathEscape(string(r))
}

func TestClasses(t *testing.T) {
	tests := []struct {
		name  string
		start string
		views []View
		want  []string
	}{
		{"without views all texts are alike", "/", nil, []string{"/a"}},
		{"a prefix has an inside and an outside", "/", views("/images/*"), []string{"/a", "/images/"}},
		{"the start itself is in no class", "/", views("/"), []string{"/a"}},
		{"patterns that overlap split four ways", "/", views("/images/*", "*.jpg"), []string{"/a", "/.jpg", "/images/", "/images/.jpg"}},
		{
			"a prefix view sees the text behind its prefix", "/",
			[]View{{Prefix: "b", Pattern: Compile("b/x/*")}},
			[]string{"/a", "/x/"},
		},
		{"a letter that is asked for is not the other letter", "/", views("/a"), []string{"/a", "/b"}},
		{"a question mark counts characters", "/", views("/?"), []string{"/a", "/aa"}},
		{
			"an encoded space is three characters", "/",
			[]View{{Pattern: Compile("/???"), Encode: percent}, {Pattern: Compile("/?")}},
			[]string{"/a", "/!", "/aa", "/aaa"},
		},
		{
			"a pattern may ask for an encoded character", "/",
			[]View{{Pattern: Compile("/%20x"), Encode: percent}},
			[]string{"/a", "/ x"},
		},
		{
			"a pattern may ask for an encoded character beyond ASCII", "/",
			[]View{{Pattern: Compile("/%C3%BC"), Encode: percent}},
			[]string{"/a", "/ü"},
		},
		{"a fold view takes both cases", "/", []View{{Pattern: Compile("/A").Fold()}, {Pattern: Compile("/A")}}, []string{"/a", "/b", "/A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, complete := Classes(tt.start, tt.views, 0)
			if !complete {
				t.Error("not complete")
			}
			if diff := cmp.Diff(tt.want, witnesses(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClassesAnswers(t *testing.T) {
	got, _ := Classes("/", []View{
		{Pattern: Compile("/images/*")},
		{Prefix: "b", Pattern: Compile("b/" + opaque1 + "/*")},
		{Prefix: "b/" + fresh1, Pattern: Compile("b/" + fresh1 + "/x")},
		{Prefix: "b/" + fresh1, Pattern: Compile("b/" + fresh2 + "/x")},
	}, 0)
	want := []Class{
		{"/a", []tri.Truth{tri.No, tri.No, tri.No, tri.No}},
		{"/x", []tri.Truth{tri.No, tri.No, tri.Yes, tri.No}},
		{"//", []tri.Truth{tri.No, tri.Unknown, tri.No, tri.No}},
		{"/images/", []tri.Truth{tri.Yes, tri.Unknown, tri.No, tri.No}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestClassesStopsAtTheLimit(t *testing.T) {
	got, complete := Classes("", views("a*", "b*", "c*"), 2)
	if len(got) != 2 || complete {
		t.Errorf("%d classes, complete %v", len(got), complete)
	}
	if _, complete := Classes("", views("a*"), 2); !complete {
		t.Error("two classes do not exceed a limit of two")
	}
}

func TestClassesIsBounded(t *testing.T) {
	_, complete := Classes("", views("*a????????????????????????", "*b???????????????????????*c????????????"), 0)
	if complete {
		t.Error("2^24 states were walked")
	}
}

func TestClassesIsThePartition(t *testing.T) {
	texts := short("ab/ c", 5)[1:]
	rapid.Check(t, func(t *rapid.T) {
		vs := drawViews(t, "ab/*?*")
		classes, _ := Classes("", vs, 0)
		found := map[string]string{} // answers: witness
		for i, c := range classes {
			key := fmt.Sprint(c.Match)
			if found[key] != "" {
				t.Fatalf("two classes answer %v", key)
			}
			found[key] = c.Witness
			if diff := cmp.Diff(c.Match, answers(vs, c.Witness)); diff != "" {
				t.Fatalf("witness %q: %s", c.Witness, diff)
			}
			if i > 0 && len(classes[i-1].Witness) > len(c.Witness) {
				t.Fatal("not in order of length")
			}
		}
		for _, s := range texts {
			w, ok := found[fmt.Sprint(answers(vs, s))]
			if !ok || len(w) > len(s) {
				t.Fatalf("%q is in no class, or shorter than its witness %q", s, w)
			}
		}
	})
}

func drawViews(t *rapid.T, letters string) []View {
	draw := rapid.StringOfN(rapid.SampledFrom([]rune(letters)), 0, 5, -1)
	var out []View
	for range rapid.IntRange(0, 4).Draw(t, "views") {
		v := View{Pattern: Compile(draw.Draw(t, "pattern"))}
		if rapid.Bool().Draw(t, "encode") {
			v.Encode = percent
		}
		if rapid.Bool().Draw(t, "prefix") {
			v.Prefix = drawText.Draw(t, "prefix text")
		}
		out = append(out, v)
	}
	return out
}

func answers(vs []View, x string) []tri.Truth {
	out := []tri.Truth{}
	for _, v := range vs {
		out = append(out, v.Pattern.Match(v.Prefix+encodeText(x, v.Encode)))
	}
	return out
}

func TestClassesWithSymbolsIsThePartition(t *testing.T) {
	texts := short("ab/.", 4)[1:]
	rapid.Check(t, func(t *rapid.T) {
		vs := drawViews(t, "ab/*?*"+fresh1+atom1+opaque1)
		classes, _ := Classes("", vs, 0)
		found := map[string]bool{}
		for _, c := range classes {
			found[fmt.Sprint(c.Match)] = true
			if diff := cmp.Diff(c.Match, answers(vs, c.Witness)); diff != "" {
				t.Fatalf("witness %q: %s", c.Witness, diff)
			}
		}
		for _, s := range texts {
			if !found[fmt.Sprint(answers(vs, s))] {
				t.Fatalf("%q is in no class", s)
			}
		}
	})
}

// Views of another bucket's keys are answered from memory as they would be
// without.
func TestMemo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first, second := drawViews(t, "ab/*?*"+fresh1+atom1), []View(nil)
		for i, v := range first {
			if rapid.Bool().Draw(t, "named") {
				first[i] = View{Prefix: "a" + v.Prefix, Pattern: Compile("a" + v.Pattern.String()), Encode: v.Encode}
				v = View{Prefix: "bb" + v.Prefix, Pattern: Compile("bb" + v.Pattern.String()), Encode: v.Encode}
			}
			second = append(second, v)
		}
		var memo Memo
		for _, vs := range [][]View{first, first, second, second} {
			want, whole := Classes("/", vs, 5)
			got, complete := memo.Classes("/", vs, 5)
			if diff := cmp.Diff(want, got); diff != "" || complete != whole {
				t.Fatal(diff, complete)
			}
		}
	})
}

func TestDecodingFindsWhatPatternsAskFor(t *testing.T) {
	if got := string(unescaped("/a%20b/%E2%82%AC%zz%4")); got != " €" {
		t.Errorf("got %q", got)
	}
}

func BenchmarkClasses(b *testing.B) {
	for _, n := range []int{25, 50, 100, 200} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var vs []View
			for i := range n {
				vs = append(vs, View{Prefix: "bucket", Pattern: Compile(fmt.Sprintf("bucket/teams/team-%03d/public/*", i))})
			}
			for i := range 20 {
				vs = append(vs, View{Pattern: Compile(fmt.Sprintf("/section%02d/*", i))})
			}
			b.ReportAllocs()
			for b.Loop() {
				Classes("/", vs, 0)
			}
		})
	}
}

func BenchmarkClassesSuffixes(b *testing.B) {
	var vs []View
	for i := range 50 {
		vs = append(vs, View{Prefix: "bucket", Pattern: Compile(fmt.Sprintf("bucket/teams/team-%03d/public/*", i))})
	}
	for _, ext := range strings.Fields("jpg png gif svg css js html txt json woff") {
		vs = append(vs, View{Pattern: Compile("*." + ext), Encode: percent})
		vs = append(vs, View{Pattern: Compile("/static-" + ext + "/*"), Encode: percent})
	}
	b.ReportAllocs()
	for b.Loop() {
		Classes("/", vs, 0)
	}
}

// A site whose folders no other one has: patterns of paths and, behind the bucket's
// name, of keys.
func BenchmarkClassesOfASite(b *testing.B) {
	vs := []View{{Pattern: Compile("*/")}, {Pattern: Compile("*//*")}}
	both := func(pattern string) {
		vs = append(vs, View{Pattern: Compile(pattern), Encode: percent}, View{Pattern: Compile(pattern)})
	}
	for i := range 17 {
		both(fmt.Sprintf("/x%d-%d/*", (7919+i*104729)%1000003, i))
	}
	for _, pattern := range []string{"/static/*", "*.png", "/index*", "*"} {
		both(pattern)
	}
	b.ReportAllocs()
	for b.Loop() {
		Classes("/", vs, 0)
	}
}

func BenchmarkMatch(b *testing.B) {
	p := Compile("arn:aws:s3:::bucket/teams/*/public/*.jpg")
	text := "arn:aws:s3:::bucket/teams/" + strings.Repeat("x", 500) + "/public/a.jpg"
	b.ReportAllocs()
	for b.Loop() {
		p.Match(text)
	}
}
