package expr

import (
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Without symbols an expression is worth what HCL itself makes of it.
func TestLikeHCL(t *testing.T) {
	vars := map[string]cty.Value{
		"s": cty.StringVal("x"), "n": cty.NumberIntVal(3), "none": cty.NullVal(cty.DynamicPseudoType),
		"l": cty.ListVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")}),
		"t": cty.SetVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a")}),
		"m": cty.MapVal(map[string]cty.Value{"k": cty.StringVal("v"), "j": cty.StringVal("w")}),
		"o": cty.ObjectVal(map[string]cty.Value{"a": cty.NumberIntVal(1), "b": cty.ListVal([]cty.Value{cty.True})}),
	}
	functions := map[string]function.Function{
		"upper": stdlib.UpperFunc, "concat": stdlib.ConcatFunc, "keys": stdlib.KeysFunc, "values": stdlib.ValuesFunc, "merge": stdlib.MergeFunc,
		"flatten": stdlib.FlattenFunc, "distinct": stdlib.DistinctFunc, "reverse": stdlib.ReverseListFunc, "sort": stdlib.SortFunc, "join": stdlib.JoinFunc,
		"element": stdlib.ElementFunc, "slice": stdlib.SliceFunc, "compact": stdlib.CompactFunc, "zipmap": stdlib.ZipmapFunc, "chunklist": stdlib.ChunklistFunc,
		"contains": stdlib.ContainsFunc, "lookup": stdlib.LookupFunc, "format": stdlib.FormatFunc, "formatlist": stdlib.FormatListFunc, "jsonencode": stdlib.JSONEncodeFunc,
		"setproduct": stdlib.SetProductFunc, "setunion": stdlib.SetUnionFunc, "coalesce": stdlib.CoalesceFunc, "length": stdlib.LengthFunc,
	}
	for _, src := range []string{
		`1 + 2 * 3 - 4 / 2 % 3`, `-n`, `!(n > 2)`, `n >= 3 && n <= 3 || n != 3`, `s == "x"`, `n == "3"`, `none == null`, `[1] == [2]`,
		`"${s}-${n}-${true}"`, `"${l}"`, `"%{ if n == 3 }yes%{ else }no%{ endif }"`, `"%{ for i, x in l }${i}${x} %{ endfor }"`, "<<-E\n    a ${s}\n      b\n  E\n",
		`l[0]`, `l[n - 2]`, `m["k"]`, `m.k`, `o.b[0]`, `o["a"]`, `{a = [1, {b = 2}]}.a[1].b`, `[[1, 2], [3]][0][1]`,
		`l[*]`, `t[*]`, `s[*]`, `none[*]`, `[{a = 1}, {a = 2}][*].a`, `[{a = 1}, {a = 2}].*.a`, `[{a = [1, 2]}][*].a[0]`,
		`[for x in l : upper(x)]`, `[for i, x in l : "${i}${x}"]`, `[for x in t : x]`, `{for k, v in m : v => k}`, `{for x in ["a", "b", "a"] : x => x...}`, `[for x in l : x if x != "a"]`,
		`{for k, v in o : k => v}`, `n == 3 ? "a" : 1`, `n == 4 ? [1] : ["a"]`, `n == 3 ? null : {a = 1}`, `true ? {a = 1} : {a = "x"}`, `{(s) = 1, y = 2, "z" = 3, ("a${s}") = 4}`,
		`concat(l, ["c"])`, `concat(l, l)`, `keys(m)`, `values(m)`, `values(o)`, `merge(m, {z = "y"})`, `flatten([l, [t, [1]]])`, `distinct(["a", "b", "a"])`, `reverse(l)`,
		`sort(["b", "a"])`, `join("-", l)`, `element(l, 3)`, `slice(l, 1, 2)`, `compact(["a", ""])`, `zipmap(l, [1, 2])`, `chunklist(l, 1)`, `contains(l, "a")`, `contains(t, "c")`,
		`lookup(m, "k", "d")`, `lookup(m, "q", "d")`, `format("%s %d %05.1f %q", s, n, 1.25, s)`, `formatlist("%s/%s", l, s)`, `jsonencode({a = l, b = none, c = o})`,
		`setproduct(l, t)`, `setunion(t, l)`, `coalesce(none, s)`, `length(m)`, `concat(l...)`, `join(",", [l, t]...)`,
	} {
		x, err := syntax.Expression([]byte(src), "test", hcl.InitialPos)
		if err != nil {
			t.Fatalf("%s: %s", src, err)
		}
		want, wantDiags := x.Value(&hcl.EvalContext{Variables: vars, Functions: functions})
		m := New(&symbol.Table{}, nil)
		scope := map[string]cty.Value{}
		for k, v := range vars {
			scope[k] = v
		}
		var got cty.Value
		m.Run(func() cty.Value {
			m.trying = true
			got, err = m.eval(x, m.context(nil, scope))
			return got
		})
		switch {
		case wantDiags.HasErrors() != (err != nil):
			t.Errorf("%s: error %v, HCL's %v", src, err, wantDiags)
		case err == nil && !alike(got, want):
			t.Errorf("%s: got %#v, HCL makes it %#v", src, got, want)
		}
	}
}

// alike compares contents: a list may be a tuple.
func alike(got, want cty.Value) bool {
	a, err1 := stdlib.JSONEncodeFunc.Call([]cty.Value{got})
	b, err2 := stdlib.JSONEncodeFunc.Call([]cty.Value{want})
	return err1 == nil && err2 == nil && got.IsWhollyKnown() && a.RawEquals(b)
}
