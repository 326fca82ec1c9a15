package addr_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/addr"
)

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		text, module, block string
		key                 addr.Key
		deposed             string
	}{
		"a resource of the root module":    {text: "aws_s3_bucket.site", block: "aws_s3_bucket.site"},
		"a data source":                    {text: "data.aws_region.x", block: "data.aws_region.x"},
		"an instance of count":             {text: "aws_s3_bucket.site[10]", block: "aws_s3_bucket.site", key: addr.Index(10)},
		"an instance of for_each":          {text: `aws_s3_bucket.site["a"]`, block: "aws_s3_bucket.site", key: addr.Name("a")},
		"a key that looks like an address": {text: `module.a["x\"].module.b"].aws_s3_bucket.site["[0].y"]`, module: `module.a["x\"].module.b"]`, block: "aws_s3_bucket.site", key: addr.Name("[0].y")},
		"modules in modules":               {text: "module.a.module.b[0].aws_s3_bucket.site", module: "module.a.module.b[0]", block: "aws_s3_bucket.site"},
		"a template in a key":              {text: `aws_s3_bucket.site["$${x}%%{y}"]`, block: "aws_s3_bucket.site", key: addr.Name("${x}%{y}")},
		"a deposed object":                 {text: "aws_s3_bucket.site[0] (deposed 12ab)", block: "aws_s3_bucket.site", key: addr.Index(0), deposed: "12ab"},
	} {
		t.Run(name, func(t *testing.T) {
			r, ok := addr.Parse(c.text)
			if !ok || r.Module.String() != c.module || r.BlockName() != c.block || r.Key != c.key || r.Deposed != c.deposed {
				t.Errorf("%s is read as %v: %q %q %v %q", c.text, ok, r.Module, r.BlockName(), r.Key, r.Deposed)
			}
			if r.String() != c.text {
				t.Errorf("%s is written as %s", c.text, r)
			}
		})
	}
}

func TestParseOther(t *testing.T) {
	for _, text := range []string{"", "x", "module.a", "module.a.", "data.x", "a.b.c", "a..b", "[0]", `module.a["x`, "a[0].b"} {
		if r, ok := addr.Parse(text); ok {
			t.Errorf("%q is read as %s", text, r)
		}
	}
}

func TestModule(t *testing.T) {
	m, rest := addr.ParseModule(`module.a["x.y"].module.b[1].aws_s3_bucket.site`)
	if rest != "aws_s3_bucket.site" || m.Depth() != 2 || m.Call() != (addr.Step{Name: "b", Key: addr.Index(1)}) {
		t.Errorf("%s, %d deep, called by %v, before %s", m, m.Depth(), m.Call(), rest)
	}
	var path []string
	for _, p := range m.Path() {
		path = append(path, p.String())
	}
	if diff := cmp.Diff([]string{`module.a["x.y"]`, `module.a["x.y"].module.b[1]`}, path); diff != "" {
		t.Error(diff)
	}
	if !m.Parent().Parent().IsRoot() || !(addr.Module{}).Parent().IsRoot() {
		t.Error("the way up does not end in the root module")
	}
}

func TestReference(t *testing.T) {
	for text, want := range map[string]struct {
		block string
		rest  []string
	}{
		"aws_s3_bucket.site":              {block: "aws_s3_bucket.site"},
		"aws_s3_bucket.site[0].arn":       {block: "aws_s3_bucket.site", rest: []string{"arn"}},
		`data.x.y["a.b"].statement[0][1]`: {block: "data.x.y", rest: []string{"statement"}},
		"var.name":                        {},
		"module.cdn.domain":               {},
		"each.value":                      {},
		"data.x":                          {},
	} {
		r, rest, ok := addr.ParseReference(text).Block()
		if ok != (want.block != "") {
			t.Errorf("%s refers to a resource: %v", text, ok)
			continue
		}
		if ok && (r.BlockName() != want.block || !cmp.Equal(rest.Names(), want.rest)) {
			t.Errorf("%s refers to %s and %v of it", text, r.BlockName(), rest.Names())
		}
	}
}

func TestKeyOf(t *testing.T) {
	for _, c := range []struct {
		value cty.Value
		want  addr.Key
	}{
		{cty.StringVal("a"), addr.Name("a")},
		{cty.NumberIntVal(3), addr.Index(3)},
		{cty.NumberFloatVal(0.5), addr.NoKey},
		{cty.NilVal, addr.NoKey},
		{cty.UnknownVal(cty.String), addr.NoKey},
		{cty.True, addr.NoKey},
	} {
		if got := addr.KeyOf(c.value); got != c.want {
			t.Errorf("the key of %#v is %v", c.value, got)
		}
	}
}

// Whatever stands in the keys, what is written is read as it was.
func TestRoundTrip(t *testing.T) {
	word := rapid.StringMatching(`[a-z_][a-z0-9_-]{0,8}`)
	key := rapid.Custom(func(t *rapid.T) addr.Key {
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			return addr.Index(rapid.Int64Range(0, 1<<40).Draw(t, "index"))
		case 1:
			return addr.Name(rapid.OneOf(rapid.String(), rapid.StringMatching(`[$%{}"\\.\[\] a]{0,12}`)).Draw(t, "name"))
		}
		return addr.NoKey
	})
	rapid.Check(t, func(t *rapid.T) {
		var m addr.Module
		for range rapid.IntRange(0, 3).Draw(t, "depth") {
			m = m.Child(addr.Step{Name: word.Draw(t, "call"), Key: key.Draw(t, "call key")})
		}
		want := addr.Resource{
			Module: m, Mode: rapid.SampledFrom([]string{"managed", "data"}).Draw(t, "mode"),
			Type: "aws_" + word.Draw(t, "type"), Name: word.Draw(t, "name"), Key: key.Draw(t, "key"),
		}
		got, ok := addr.Parse(want.String())
		if !ok || got.Block() != want.Block() || got.Key != want.Key || got.Mode != want.Mode {
			t.Fatalf("%s is read as %s, %v", want, got, ok)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{`module.a["x"].aws_s3_bucket.b[0]`, "data.x.y", `a.b["\u00zz"]`, "module.", `a.b["$${"] (deposed x)`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := addr.Parse(text)
		if !ok {
			return
		}
		again, ok := addr.Parse(r.String())
		if !ok || again.String() != r.String() {
			t.Errorf("%q is written as %q and that as %q", text, r, again)
		}
	})
}
