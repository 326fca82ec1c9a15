package glob

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/tri"
)

func TestCovers(t *testing.T) {
	tests := []struct {
		name    string
		a       string
		bs      []string
		want    tri.Truth
		witness string
	}{
		{"a wider pattern covers", "b/images/*", []string{"b/*"}, tri.Yes, ""},
		{"a narrower one does not", "b/*", []string{"b/images/*"}, tri.No, "b/"},
		{"two halves cover", "v?", []string{"v1", "v*"}, tri.Yes, ""},
		{"enumerated versions leave others out", "b/v?/*", []string{"b/v1/*", "b/v2/*"}, tri.No, "b/va/"},
		{"nothing covers nothing but an empty set", "", nil, tri.No, ""},
		{"the empty text is covered", "", []string{"*"}, tri.Yes, ""},
		{"one fresh id does not cover another", "a/" + fresh1, []string{"a/" + fresh2}, tri.No, "a/" + fresh1},
		{"a fresh id covers itself", "a/" + fresh1, []string{"a/" + fresh1}, tri.Yes, ""},
		{"an opaque prefix may cover", "b/x", []string{"b/" + opaque1}, tri.Unknown, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, witness := Covers(Compile(tt.a), compileAll(tt.bs)...)
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
		got, witness := Covers(a, bs...)
		want, shortest := tri.Yes, ""
		for _, s := range texts {
			if left(a, bs, s) {
				want, shortest = tri.No, s
				break
			}
		}
		if got != want || len(witness) != len(shortest) {
			t.Fatalf("got %v %q, want %v %q", got, witness, want, shortest)
		}
		if got == tri.No && !left(a, bs, witness) {
			t.Fatalf("witness %q is not left out", witness)
		}
	})
}

func TestCoversGivesUp(t *testing.T) {
	a, b := Compile("*a??????????????????"), Compile("*b???????????????????????")
	if got, _ := Covers(a, b); got == tri.Yes {
		t.Error("covered")
	}
}

func FuzzCovers(f *testing.F) {
	f.Add("b/*", "b/images/*", "b/?*")
	f.Add("*"+opaque1, fresh1+"*", atom1)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if len(a)+len(b)+len(c) > 40 || !utf8.ValidString(a+b+c) {
			return // broken bytes of two places may make up a character
		}
		pa, bs := Compile(a), []Pattern{Compile(b), Compile(c)}
		got, witness := Covers(pa, bs...)
		if got != tri.No {
			return
		}
		if pa.Match(witness) != tri.Yes {
			t.Errorf("witness %q is not in %q", witness, a)
		}
		if bs[0].Match(witness) != tri.No || bs[1].Match(witness) != tri.No {
			t.Errorf("witness %q is not left out", witness)
		}
	})
}
