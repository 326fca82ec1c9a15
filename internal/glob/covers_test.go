package glob

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

func TestCovers(t *testing.T) {
	tests := []struct {
		name      string
		a         string
		bs, minus []string
		want      tri.Truth
		witness   string
	}{
		{"a wider pattern covers", "b/images/*", []string{"b/*"}, nil, tri.Yes, ""},
		{"a narrower one does not", "b/*", []string{"b/images/*"}, nil, tri.No, "b/"},
		{"two halves cover", "v?", []string{"v1", "v*"}, nil, tri.Yes, ""},
		{"enumerated versions leave others out", "b/v?/*", []string{"b/v1/*", "b/v2/*"}, nil, tri.No, "b/va/"},
		{"a denied part is left out", "b/*", []string{"b/*"}, []string{"b/secret/*"}, tri.No, "b/secret/"},
		{"a denied part elsewhere does not matter", "b/images/*", []string{"b/*"}, []string{"b/secret/*"}, tri.Yes, ""},
		{"nothing covers nothing but an empty set", "", nil, nil, tri.No, ""},
		{"the empty text is covered", "", []string{"*"}, nil, tri.Yes, ""},
		{"one fresh id does not cover another", "a/" + fresh1, []string{"a/" + fresh2}, nil, tri.No, "a/" + fresh1},
		{"a fresh id covers itself", "a/" + fresh1, []string{"a/" + fresh1}, nil, tri.Yes, ""},
		{"an opaque prefix may cover", "b/x", []string{"b/" + opaque1}, nil, tri.Unknown, ""},
		{"an opaque prefix may be denied", "b/x", []string{"b/*"}, []string{"b/" + opaque1}, tri.Unknown, ""},
		{"a denied fresh id is left out of a star", "b/*", []string{"b/*"}, []string{"b/" + fresh1}, tri.No, "b/" + fresh1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, witness := Covers(Compile(tt.a), compileAll(tt.bs), compileAll(tt.minus))
			if got != tt.want || witness != tt.witness {
				t.Errorf("got %v %q, want %v %q", got, witness, tt.want, tt.witness)
			}
		})
	}
}

func TestCoversIsTheDefinition(t *testing.T) {
	texts := short("ab/c", 6) // c stands for every letter that no pattern names
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.StringOfN(rapid.SampledFrom([]rune("ab/*?*")), 0, 3, -1)
		a := Compile(draw.Draw(t, "a"))
		bs := compileAll(rapid.SliceOfN(draw, 0, 3).Draw(t, "bs"))
		minus := compileAll(rapid.SliceOfN(draw, 0, 2).Draw(t, "minus"))
		got, witness := Covers(a, bs, minus)
		want, shortest := tri.Yes, ""
		for _, s := range texts {
			if left(a, bs, minus, s) {
				want, shortest = tri.No, s
				break
			}
		}
		if got != want || len(witness) != len(shortest) {
			t.Fatalf("got %v %q, want %v %q", got, witness, want, shortest)
		}
		if got == tri.No && !left(a, bs, minus, witness) {
			t.Fatalf("witness %q is not left out", witness)
		}
	})
}

func TestCoversGivesUp(t *testing.T) {
	a, b := Compile("*a??????????????????"), Compile("*b???????????????????????")
	if got, _ := Covers(a, []Pattern{b}, nil); got == tri.Yes {
		t.Error("covered")
	}
}

func FuzzCovers(f *testing.F) {
	f.Add("b/*", "b/images/*", "b/?*")
	f.Add("*"+opaque1, fresh1+"*", atom1)
	f.Fuzz(func(t *testing.T, a, b, minus string) {
		if len(a)+len(b)+len(minus) > 40 || !utf8.ValidString(a+b+minus) {
			return // broken bytes of two places may make up a character
		}
		pa, bs, ms := Compile(a), []Pattern{Compile(b)}, []Pattern{Compile(minus)}
		got, witness := Covers(pa, bs, ms)
		if got != tri.No {
			return
		}
		if pa.Match(witness) != tri.Yes {
			t.Errorf("witness %q is not in %q", witness, a)
		}
		if bs[0].Match(witness) != tri.No && ms[0].Match(witness) != tri.Yes {
			t.Errorf("witness %q is not left out", witness)
		}
	})
}
