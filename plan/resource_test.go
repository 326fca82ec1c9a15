package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

func objectOf(attrs map[string]cty.Value) cty.Value { return cty.ObjectVal(attrs) }

// Module addresses: keys may hold any character.
func TestModuleNames(t *testing.T) {
	for address, want := range map[string][]string{
		"":                                     nil,
		"module.a":                             {"a"},
		"module.a.module.b":                    {"a", "b"},
		"module.a[0].module.b":                 {"a", "b"},
		`module.a["x"].module.b["y"]`:          {"a", "b"},
		`module.a["x.y"].module.b`:             {"a", "b"},
		`module.a["module.c"].module.b`:        {"a", "b"},
		`module.a["]"].module.b`:               {"a", "b"},
		`module.a["\"].module.c[\""].module.b`: {"a", "b"},
	} {
		if diff := cmp.Diff(want, moduleNames(address)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
}

func TestModuleOf(t *testing.T) {
	for address, want := range map[string]string{
		"aws_s3_bucket.docs":                                  "",
		"module.a.aws_s3_bucket.docs":                         "module.a",
		`module.a["x.y"].module.b[0].aws_s3_bucket.docs["z"]`: `module.a["x.y"].module.b[0]`,
		`module.a["x"].data.aws_region.current`:               `module.a["x"]`,
	} {
		if got := moduleOf(address); got != want {
			t.Errorf("%s is in %q, want %q", address, got, want)
		}
	}
}

// The names that went into an address come out again, whatever the keys are.
func TestModuleNamesKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringMatching(`[a-z_][a-z0-9_-]{0,8}`), 1, 4).Draw(t, "names")
		var b strings.Builder
		for i, n := range names {
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString("module." + n)
			if rapid.Bool().Draw(t, "keyed") {
				key := rapid.StringMatching(`[a-z.\]\[ ]{0,8}`).Draw(t, "key")
				b.WriteString(`["` + key + `"]`)
			}
		}
		if diff := cmp.Diff(names, moduleNames(b.String())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", b.String(), diff)
		}
	})
}

func FuzzModuleNames(f *testing.F) {
	for _, s := range []string{"module.a", `module.a["x`, "module.a[", "module.", `module.a["\u`, "module.a[99999999999999999999]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if n := len(moduleNames(address)); n > len(address) {
			t.Errorf("%q has %d modules", address, n)
		}
	})
}

// Booleans and numbers come as such or as text; what is of another type is
// unknown, not false.
func TestBool(t *testing.T) {
	b, _ := lifted(attrs{"yes": true, "no": false, "text": "true", "one": "1", "odd": "maybe"}, attrs{"open": true}, nil)
	got := map[string]string{}
	for _, name := range []string{"yes", "no", "text", "one", "odd", "open", "none"} {
		got[name] = b.Bool(name, true).Truth().String()
	}
	want := map[string]string{"yes": "yes", "no": "no", "text": "yes", "one": "yes", "odd": "unknown", "open": "unknown", "none": "yes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
