package expr

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestCheckSource(t *testing.T) {
	many := strings.Repeat
	tests := []struct {
		name, src string
		ok        bool
	}{
		{"ordinary nesting", "a = [{ b = (1 + 2) * f(g(1)) }]\n", true},
		{"many statements", many("a = 1 + 1\n", 5000), true},
		{"a long list", "a = [" + many("[1], ", 5000) + "]\n", true},
		{"a long template", `a = "` + many("${x}", 5000) + `"` + "\n", true},
		{"a long heredoc", "a = <<E\n" + many("x ${y} \"z\"\n", 5000) + "E\n", true},
		{"many blocks", many("r \"a\" \"b\" {\n  c = [1]\n}\n", 3000), true},
		{"nested brackets", "a = " + many("[", 50_000), false},
		{"nested parentheses", "a = " + many("(", 50_000), false},
		{"nested templates", "a = " + many(`"${`, 50_000), false},
		{"nested blocks", many("a {\n", 50_000), false},
		{"nested directives", `a = "` + many("%{ if true }", 50_000) + `"`, false},
		{"a chain of not", "a = " + many("!", 50_000) + "true\n", false},
		{"a chain of minus", "a = " + many("-", 50_000) + "1\n", false},
		{"a chain of sums", "a = 1" + many(" + 1", 50_000) + "\n", false},
		{"a chain of conditions", "a = 1" + many(" ? 1 : 1", 50_000) + "\n", false},
		{"a chain of indexes", "a = b" + many("[c]", 50_000) + "\n", false},
		{"a chain of splats", "a = b" + many(".*.c", 50_000) + "\n", false},
		{"a chain in the deepest bracket", "a = " + many("[", 200) + "1" + many(" + 1", 1000) + many("]", 200) + "\n", false},
		{"a chain around brackets", "a = " + many("(", 200) + "1" + many(" + 1)", 200) + many(" + 1", 900) + "\n", false},
		{"more punctuation than any configuration", many("[],", 1<<20), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckSource([]byte(tt.src))
			if (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCheckJSON(t *testing.T) {
	many := strings.Repeat
	tests := []struct {
		name, src string
		ok        bool
	}{
		{"an ordinary file", `{"a": [{"b": "${c}"}], "a": 1}`, true},
		{"nested arrays", `{"a": ` + many("[", 50_000), false},
		{"nested templates in a string", `{"a": "` + many("${[", 50_000) + `"}`, false},
		{"a nested type in a string", `{"a": "` + many("list(", 50_000) + `"}`, false},
		{"no JSON", `a = 1`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := CheckJSON([]byte(tt.src))
			if (err == nil) != tt.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Any expression ends with a value, and without a fault in what evaluates it.
func FuzzEvaluate(f *testing.F) {
	for _, src := range []string{
		`jsonencode({a = f, b = [o, u]})`, `[for k, v in {a = f} : k => v... if v != "x"]`, `"%{ for x in [f] }${x}%{ endfor }"`,
		`try(tonumber(a), f.b[0], lookup({}, o, 1))`, `arn[*].x["y"]`, `-(1e99) % 0`, `split("/", arn)...`, `<<E` + "\n${f}\nE\n",
		`{for v in toset([f, o]) : v => v}[p]`, `merge([{}]...)`, `formatlist("%s", [f], toset(["x"]))`, `core::one(none)`, `s == n ? [s] : {}`,
		`yamldecode(yamlencode([f]))`, `regex("(a)(?P<b>c)", "ac")`, `cidrsubnets("::/0", 128, 1)`, `setproduct([], [f])`, `zipmap(keys({a = 1}), [none])`,
		`element([], -1)`, `chunklist([1], -1)`, `slice([1], 1, 0)`, `range(1, 0, 0)`, `indent(-1, "a\nb")`, `substr("a", -5, 9)`, `format("%[9]s", 1)`,
		`fileset(".", "{{{")`, `templatestring("$${x.y}", {x = f})`, `formatdate("'", "x")`, `parseint("zz", 99)`, `log(0, 0)`, `pow(0, -1)`, `textdecodebase64("AA==", "nope")`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 1<<12 || CheckSource([]byte(src)) != nil {
			return
		}
		x, diags := hclsyntax.ParseExpression([]byte(src), "fuzz", hcl.InitialPos)
		if diags.HasErrors() {
			return
		}
		b := newBench()
		start := time.Now()
		v, why := b.evalNode(x)
		if d := time.Since(start); d > 10*time.Second {
			t.Fatalf("%q took %v", src, d)
		}
		if why != nil && why.Reason == faulty {
			t.Fatalf("a fault while evaluating %q", src)
		}
		if v.IsWhollyKnown() != (why == nil) {
			t.Fatalf("%q is %#v with the reason %v", src, v, why)
		}
	})
}
