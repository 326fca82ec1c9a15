package expr

import (
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/syntax"
)

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
		if len(src) > 1<<12 {
			return
		}
		x, err := syntax.Expression([]byte(src), "fuzz", hcl.InitialPos)
		if err != nil {
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
