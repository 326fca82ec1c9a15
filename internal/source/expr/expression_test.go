package expr

import (
	"fmt"
	"sort"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
)

// bench evaluates expressions in which f and g are Fresh, a is an Atom, o and p
// are Opaque, s is the secret "hunter22", n the secret "42", u is unknown, and
// arn holds a and f. In results the symbols are shown as capitals, a secret as
// *, any other symbol as ?.
type bench struct {
	machine *Machine
	vars    map[string]cty.Value
	letters map[rune]string
}

func newBench() *bench {
	table := &symbol.Table{}
	files := fstest.MapFS{
		"plain.txt":       {Data: []byte("hello")},
		"list.tftpl":      {Data: []byte("%{ for x in xs ~}\n${x};\n%{ endfor ~}\n")},
		"nested.tftpl":    {Data: []byte(`${templatefile("nested.tftpl", {})}`)},
		"forged.txt":      {Data: []byte("\U000F0000")},
		"dir/a.json":      {Data: []byte(`{"a":1}`)},
		"dir/sub/b.json":  {Data: []byte(`{}`)},
		"dir/sub/b.tftpl": {Data: []byte(`x`)},
	}
	b := &bench{
		machine: New(table, &function.Files{FS: files, Base: "."}),
		vars:    map[string]cty.Value{"u": cty.DynamicVal, "us": cty.UnknownVal(cty.String), "none": cty.NullVal(cty.DynamicPseudoType)},
		letters: map[rune]string{},
	}
	for name, kind := range map[string]symbol.Kind{"f": symbol.Fresh, "g": symbol.Fresh, "a": symbol.Atom, "o": symbol.Opaque, "p": symbol.Opaque} {
		s, _ := table.New(kind, name, symbol.Origin{Address: "x." + name})
		b.vars[name] = cty.StringVal(s)
		b.letters[[]rune(s)[0]] = strings.ToUpper(name)
	}
	b.vars["s"] = cty.StringVal(table.Secret("hunter22", symbol.Origin{}))
	b.vars["n"] = cty.StringVal(table.Secret("42", symbol.Origin{}))
	b.vars["arn"] = cty.StringVal("arn:aws:cloudfront::" + b.vars["a"].AsString() + ":distribution/" + b.vars["f"].AsString())
	return b
}

func (b *bench) eval(t testing.TB, src string) (cty.Value, *Reason) {
	t.Helper()
	x, err := syntax.Expression([]byte(src), "test", hcl.InitialPos)
	if err != nil {
		t.Fatalf("%s: %s", src, err)
	}
	return b.evalNode(x)
}

func (b *bench) evalNode(x hclsyntax.Expression) (cty.Value, *Reason) {
	scope := map[string]cty.Value{}
	for k, v := range b.vars {
		scope[k] = v
	}
	return b.machine.Run(func() cty.Value { return b.machine.Value(x, b.machine.context(nil, scope)) })
}

func (b *bench) show(v cty.Value) string {
	switch s, ok := value.Text(v); {
	case !v.IsKnown():
		return "unknown"
	case v.IsNull():
		return "null"
	case ok:
		return fmt.Sprintf("'%s'", b.text(s))
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('g', -1)
	case v.Type() == cty.Bool:
		return fmt.Sprint(v.True())
	}
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		k, e := it.Element()
		part := b.show(e)
		if value.Keyed(v) {
			part = b.text(k.AsString()) + "=" + part
		}
		parts = append(parts, part)
	}
	switch {
	case value.Keyed(v):
		sort.Strings(parts)
		return "{" + strings.Join(parts, " ") + "}"
	case v.Type().IsSetType():
		sort.Strings(parts)
		return "set[" + strings.Join(parts, " ") + "]"
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func (b *bench) text(s string) string {
	var out strings.Builder
	for _, r := range s {
		letter, ok := b.letters[r]
		switch kind := symbol.KindOf(r); {
		case ok:
			out.WriteString(letter)
		case kind == symbol.Secret:
			out.WriteString("*")
		case kind != symbol.None:
			out.WriteString("?")
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

type expressionTest struct{ name, src, want string }

func runExpressions(t *testing.T, tests []expressionTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench()
			v, why := b.eval(t, tt.src)
			if diff := cmp.Diff(tt.want, b.show(v)); diff != "" {
				t.Errorf("%s\n%s", tt.src, diff)
			}
			if unknown := !v.IsWhollyKnown(); unknown != (why != nil) {
				t.Errorf("%s: unknown is %v, reason %v", tt.src, unknown, why)
			}
		})
	}
}

func TestTransparent(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"jsonencode keeps symbols", `jsonencode({a = f, b = [o]})`, `'{"a":"F","b":["O"]}'`},
		{"jsonencode puts a symbol in for an unknown", `jsonencode({a = f, b = u})`, `'{"a":"F","b":"?"}'`},
		{"jsondecode reads symbols inside strings", `jsondecode("{\"a\":\"${arn}\"}").a`, `'arn:aws:cloudfront::A:distribution/F'`},
		{"jsondecode does not take an unknown for a string", `jsondecode(jsonencode({a = u, b = f}))`, `{a=unknown b='F'}`},
		{"yamldecode reads symbols inside texts", `yamldecode("a: ${arn}\nb: [\"${f}\", 'x']\n")`, `{a='arn:aws:cloudfront::A:distribution/F' b=['F' 'x']}`},
		{"yamldecode does not take a symbol alone for a text", `yamldecode("a: ${a}\n")`, `unknown`},
		{"nor what may be a number with it", `yamldecode("a: 1${a}\n")`, `unknown`},
		{"nor what may be anything", `yamldecode("a: x/${o}\n")`, `unknown`},
		{"nor what may begin a list", `yamldecode("${a} x\n")`, `unknown`},
		{"yamldecode reads an opaque value in quotes", `yamldecode("a: \"x/${o}\"\n")`, `{a='x/O'}`},
		{"yamldecode follows aliases", `yamldecode("a: &x\n  k: ${arn}\nb: *x\n").b.k`, `'arn:aws:cloudfront::A:distribution/F'`},
		{"yamlencode keeps symbols", `yamlencode({a = f})`, "'\"a\": \"F\"\n'"},
		{"format with %s keeps symbols", `format("%s/%s", f, "x")`, `'F/x'`},
		{"format with %v keeps symbols", `format("%v", f)`, `'F'`},
		{"format puts a symbol in for an unknown", `format("%s/%s", f, us)`, `'F/?'`},
		{"formatlist keeps symbols", `formatlist("%s/*", [f, g])`, `['F/*' 'G/*']`},
		{"join keeps symbols", `join(",", [f, "x"])`, `'F,x'`},
		{"join puts a symbol in for an unknown", `join(",", [f, us])`, `'F,?'`},
		{"concat keeps symbols", `concat([f], ["x"])`, `['F' 'x']`},
		{"merge keeps symbols", `merge({a = f}, {b = "x"}, null)`, `{a='F' b='x'}`},
		{"a template keeps symbols", `"${f}-${g}"`, `'F-G'`},
		{"a template puts a symbol in for an unknown", `"${f}-${u}"`, `'F-?'`},
		{"a template of one part is that part", `"${[f]}"`, `['F']`},
		{"a directive goes through a list", `"%{ for x in [f, g] }${x},%{ endfor }"`, `'F,G,'`},
		{"toset keeps symbols", `toset([f, g, f])`, `set['F' 'G']`},
		{"tolist keeps symbols", `tolist([f])`, `['F']`},
		{"values and keys keep symbols", `[values({a = f}), keys({(f) = 1})]`, `[['F'] ['F']]`},
		{"flatten keeps symbols", `flatten([[f], [[g]]])`, `['F' 'G']`},
		{"for keeps symbols", `[for x in [f, g] : "${x}!"]`, `['F!' 'G!']`},
		{"a for object has symbols for keys", `{for k, v in {a = f} : v => k}`, `{F='a'}`},
		{"a splat keeps symbols", `[{a = f}, {a = g}][*].a`, `['F' 'G']`},
		{"a splat of one value is a list", `{a = f}[*].a`, `['F']`},
		{"a splat of null is empty", `none[*]`, `[]`},
		{"compact keeps what is not empty", `compact([f, "", null, "x"])`, `['F' 'x']`},
		{"distinct drops the same symbol", `distinct([f, g, f])`, `['F' 'G']`},
		{"sort keeps symbols", `toset(sort([g, f]))`, `set['F' 'G']`},
		{"coalesce takes a fresh value", `coalesce(null, "", f)`, `'F'`},
		{"coalescelist takes the first that is not empty", `coalescelist([], [f])`, `['F']`},
		{"lookup finds a key", `lookup({a = f}, "a", "x")`, `'F'`},
		{"one takes the only element", `one([f])`, `'F'`},
		{"element counts round", `element([f, g], 3)`, `'G'`},
		{"zipmap pairs", `zipmap(["a", "b"], [f, g])`, `{a='F' b='G'}`},
		{"setproduct pairs", `setproduct([f], ["x", "y"])`, `[['F' 'x'] ['F' 'y']]`},
		{"arguments are expanded", `concat([[f], [g]]...)`, `['F' 'G']`},
	})
}

func TestLooking(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"a symbol equals itself", `f == f`, `true`},
		{"a fresh value equals no literal", `f == "E1"`, `false`},
		{"two tuples are compared by their elements", `[1, f] == [1, f]`, `true`},
		{"two objects as well", `{a = f} == {a = "x"}`, `false`},
		{"a tuple is no list", `[f] == tolist([f])`, `false`},
		{"contains looks for collections", `contains([[1]], [1])`, `true`},
		{"versions disagree on looking for null", `try(contains([f], null), "x")`, `unknown`},
		{"element refuses a set beside symbols", `try(element(toset([f]), 0), "x")`, `'x'`},
		{"distinct gives its elements one type", `distinct([1, "1", f])`, `['1' 'F']`},
		{"a text is sensitive that a secret is part of", `[issensitive(s), issensitive("a"), issensitive(f)]`, `[true false unknown]`},
		{"an opaque value may equal a literal", `o == "E1"`, `unknown`},
		{"a text around a symbol decides", `"x/${o}" == "y/${o}"`, `false`},
		{"a fresh value is not null", `f != null`, `true`},
		{"an opaque value may be null", `o == null`, `unknown`},
		{"a secret is compared by its value", `s == "hunter22"`, `true`},
		{"a secret calculates", `n + 1`, `43`},
		{"a symbol does not calculate", `a + 1`, `unknown`},
		{"a symbol has no order", `a < 3`, `unknown`},
		{"false decides and", `o == "x" && false`, `false`},
		{"true decides or", `o == "x" || true`, `true`},
		{"the length of a list is known", `length([f, o])`, `2`},
		{"the length of a string is not", `length(f)`, `unknown`},
		{"the length of a set of fresh values is known", `length(toset([f, g]))`, `2`},
		{"the length of a set that may hold doubles is not", `length(toset([o, "x"]))`, `unknown`},
		{"contains finds the same symbol", `contains([f, "x"], f)`, `true`},
		{"contains is decided for fresh values", `contains([f], "x")`, `false`},
		{"contains is open for opaque values", `contains([o], "x")`, `unknown`},
		{"contains finds a literal beside symbols", `contains([o, "x"], "x")`, `true`},
		{"a condition on an opaque value is open", `o == "x" ? "p" : "q"`, `unknown`},
		{"a condition with equal branches is not", `o == "x" ? f : f`, `'F'`},
		{"the branch not taken may fail", `true ? f : [][0]`, `'F'`},
		{"the branches have one type", `f == "x" ? "a" : 1`, `'1'`},
		{"a for condition that is open leaves it all open", `[for x in [o] : x if x == "y"]`, `unknown`},
		{"a for condition on a fresh value is decided", `[for x in [f, "y"] : x if x != "y"]`, `['F']`},
		{"upper makes a symbol of the call", `upper(f)`, `'?'`},
		{"the same call is the same value", `upper(f) == upper(f)`, `true`},
		{"another call is another", `upper(f) == upper(g)`, `unknown`},
		{"substr looks inside", `substr(f, 0, 1)`, `'?'`},
		{"regex looks inside", `regex("^E", f)`, `unknown`},
		{"regexall looks inside", `length(regexall("E", f))`, `unknown`},
		{"tonumber looks inside", `tonumber(a)`, `unknown`},
		{"format with a width looks inside", `format("%5s", f)`, `'?'`},
		{"md5 looks inside", `md5(f)`, `'?'`},
		{"a symbol is no index of a list", `["x"][a]`, `unknown`},
		{"a symbol finds the key that is itself", `{(o) = 1}[o]`, `1`},
		{"a symbol may be any key", `{x = 1}[o]`, `unknown`},
		{"lookup of a key that may be there is open", `lookup({(o) = 1}, "x", 2)`, `unknown`},
		{"lookup of a key that cannot be there is not", `lookup({(f) = 1}, "x", 2)`, `2`},
		{"an element of a set with symbols has no place", `tolist(toset([f, "x"]))[0]`, `unknown`},
		{"nor has one of a sorted list", `sort([f, "x"])[0]`, `unknown`},
		{"join shows the order of a set", `join(",", toset([f, "x"]))`, `unknown`},
		{"a directive shows the order of a set", `"${"%{ for x in toset([f, g]) }${x}%{ endfor }"}!"`, `'?!'`},
		{"coalesce of what may be empty is open", `coalesce(o, "x")`, `unknown`},
		{"compact of what may be empty is open", `compact([o])`, `unknown`},
		{"two keys that may be one are open", `{(o) = 1, x = 2}`, `unknown`},
		{"merge of keys that may be one is open", `merge({(o) = 1}, {x = 2})`, `unknown`},
		{"index finds a place", `index([f, "x"], "x")`, `1`},
		{"index behind what may be it is open", `index([o, "x"], "x")`, `unknown`},
		{"a splat of what may be null is open", `o[*]`, `unknown`},
		{"setintersection of fresh values is decided", `setintersection([f, "x"], ["x", g])`, `set['x']`},
		{"setintersection of opaque values is open", `setintersection([o], ["x"])`, `unknown`},
		{"a list of unknown order equals nothing for sure", `sort([f, g]) == sort([f, g])`, `unknown`},
	})
}

func TestPieces(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"an ARN is split at its slash", `split("/", arn)`, `['arn:aws:cloudfront::A:distribution' 'F']`},
		{"an ARN is split at its colons", `split(":", arn)[5]`, `'distribution/F'`},
		{"a text is not split at what an identifier may hold", `split("-", f)`, `unknown`},
		{"a text is not split at what may touch a symbol", `split("/a", "x/${f}")`, `unknown`},
		{"a separator that cannot touch a symbol splits", `split("distribution/", arn)[1]`, `'F'`},
		{"an opaque value may hold the separator", `split("/", "x/${o}")`, `unknown`},
		{"replace outside symbols", `replace(arn, ":", "+")`, `'arn+aws+cloudfront++A+distribution/F'`},
		{"replace with a symbol", `replace("arn/ID", "ID", f)`, `'arn/F'`},
		{"replace inside a symbol is another value", `replace(arn, "-", "")`, `'?'`},
		{"replace with a pattern looks inside", `replace(arn, "/:/", "+")`, `'?'`},
		{"startswith before the symbols", `startswith(arn, "arn:aws:")`, `true`},
		{"startswith says no before the symbols", `startswith(arn, "arn:gov:")`, `false`},
		{"startswith inside a symbol is open", `startswith(f, "E")`, `unknown`},
		{"startswith finds the same symbol", `startswith(arn, "arn:aws:cloudfront::${a}:")`, `true`},
		{"endswith behind the symbols", `endswith("${f}/*", "/*")`, `true`},
		{"endswith inside a symbol is open", `endswith(arn, "x")`, `unknown`},
		{"strcontains finds a literal", `strcontains(arn, ":distribution/")`, `true`},
		{"strcontains says no where no symbol helps", `strcontains(arn, "/distribution/")`, `false`},
		{"strcontains inside a symbol is open", `strcontains(arn, "E1")`, `unknown`},
		{"trimprefix before the symbols", `trimprefix(arn, "arn:aws:")`, `'cloudfront::A:distribution/F'`},
		{"trimsuffix behind the symbols", `trimsuffix("${f}/*", "/*")`, `'F'`},
		{"an ARN is parsed around symbols", `provider::aws::arn_parse(arn)`, `{account_id='A' partition='aws' region='' resource='distribution/F' service='cloudfront'}`},
		{"an ARN is built of symbols", `provider::aws::arn_build("aws", "cloudfront", "", a, "distribution/${f}") == arn`, `true`},
		{"what may hold a colon is not parsed", `provider::aws::arn_parse("arn:aws:s3:::${o}")`, `unknown`},
		{"no ARN is an error", `can(provider::aws::arn_parse("x"))`, `false`},
		{"the path of a role is taken off", `provider::aws::trim_iam_role_path("arn:aws:iam::${a}:role/with/path/example")`, `'arn:aws:iam::A:role/example'`},
		{"trimspace around an identifier", `trimspace(" ${f} ")`, `'F'`},
		{"trimspace around anything", `trimspace(" ${o} ")`, `'?'`},
	})
}

func TestTry(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"try takes what succeeds", `try(f, "x")`, `'F'`},
		{"try falls back from what certainly fails", `try({a = f}.b, "x")`, `'x'`},
		{"an index outside a list certainly fails", `try([f][1], "x")`, `'x'`},
		{"an attribute of null certainly fails", `try(none.a, "x")`, `'x'`},
		{"try does not fall back for what may succeed", `try(tonumber(a), 3)`, `unknown`},
		{"nor take what may fail", `try(regex("^E", f), "x")`, `unknown`},
		{"nor what may fail inside", `try({a = [tonumber(a)]}.a, "x")`, `unknown`},
		{"a function that never fails is safe", `try(upper(f), "x")`, `'?'`},
		{"a key that may be there", `try({(o) = 1}["x"], 2)`, `unknown`},
		{"the branch not taken does not count", `try(true ? f : tonumber(a), "x")`, `'F'`},
		{"can is true of what succeeds", `can(f)`, `true`},
		{"can is false of what certainly fails", `can({a = f}.b)`, `false`},
		{"can is open for what may fail", `can(regex("^E", f))`, `unknown`},
		{"can of an unknown is open", `can(u)`, `unknown`},
		{"try skips to the third", `try([][0], {}.a, f)`, `'F'`},
		{"try inside try", `try(try([][0]), f)`, `'F'`},
	})
}

func TestFunctionsPlain(t *testing.T) {
	// From the examples of Terraform's documents, but for those with a comment.
	runExpressions(t, []expressionTest{
		{"alltrue", `[alltrue(["true", true]), alltrue([true, false]), alltrue([])]`, `[true false true]`},
		{"anytrue", `[anytrue(["true"]), anytrue([false]), anytrue([])]`, `[true false false]`},
		{"chunklist", `chunklist(["a", "b", "c", "d", "e"], 2)`, `[['a' 'b'] ['c' 'd'] ['e']]`},
		{"cidrhost", `[cidrhost("10.12.112.0/20", 16), cidrhost("10.12.112.0/20", 268), cidrhost("fd00:fd12:3456:7890:00a2::/72", 34)]`, `['10.12.112.16' '10.12.113.12' 'fd00:fd12:3456:7890::22']`},
		{"cidrnetmask", `cidrnetmask("172.16.0.0/12")`, `'255.240.0.0'`},
		{"cidrsubnet", `[cidrsubnet("172.16.0.0/12", 4, 2), cidrsubnet("10.1.2.0/24", 4, 15), cidrsubnet("fd00:fd12:3456:7890::/56", 16, 162)]`, `['172.18.0.0/16' '10.1.2.240/28' 'fd00:fd12:3456:7800:a200::/72']`},
		{"cidrsubnets", `cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)`, `['10.1.0.0/20' '10.1.16.0/20' '10.1.32.0/24' '10.1.48.0/20']`},
		{"coalesce", `[coalesce("a", "b"), coalesce("", "b"), coalesce(1, 2)]`, `['a' 'b' 1]`},
		{"compact", `compact(["a", "", "b", null, "c"])`, `['a' 'b' 'c']`},
		{"contains", `[contains(["a", "b", "c"], "a"), contains(["a", "b", "c"], "d")]`, `[true false]`},
		{"csvdecode", `csvdecode("a,b,c\n1,2,3\n4,5,6")`, `[{a='1' b='2' c='3'} {a='4' b='5' c='6'}]`},
		{"endswith", `[endswith("hello world", "world"), endswith("hello world", "hello")]`, `[true false]`},
		{"formatdate", `formatdate("DD MMM YYYY hh:mm ZZZ", "2018-01-02T23:12:01Z")`, `'02 Jan 2018 23:12 UTC'`},
		{"index", `index(["a", "b", "c"], "b")`, `1`},
		{"indent", `indent(2, "a\nb")`, "'a\n  b'"},
		{"keys are in order", `keys({c = 1, a = 2})`, `['a' 'c']`},
		{"matchkeys", `matchkeys(["i-1", "i-2", "i-3"], ["w", "e", "e"], ["e"])`, `['i-2' 'i-3']`},
		{"merge takes the last", `merge({a = "b", c = "d"}, {e = "f", c = "z"})`, `{a='b' c='z' e='f'}`},
		{"one", `[one([]), one(["a"])]`, `[null 'a']`},
		{"parseint", `[parseint("100", 10), parseint("FF", 16)]`, `[100 255]`},
		{"range", `[range(3), range(1, 4), range(1, 8, 2)]`, `[[0 1 2] [1 2 3] [1 3 5 7]]`},
		{"regex", `regex("[a-z]+", "53453453.345345aaabbbccc23454")`, `'aaabbbccc'`},
		{"replace", `[replace("1 + 2 + 3", "+", "-"), replace("hello world", "/w.*d/", "everybody")]`, `['1 - 2 - 3' 'hello everybody']`},
		{"setsubtract", `setsubtract(["a", "b", "c"], ["a", "c"])`, `set['b']`},
		{"setproduct", `setproduct(["d", "s"], ["1", "2"])`, `[['d' '1'] ['d' '2'] ['s' '1'] ['s' '2']]`},
		{"slice", `slice(["a", "b", "c", "d"], 1, 3)`, `['b' 'c']`},
		{"sort", `sort(["e", "d", "a", "x"])`, `['a' 'd' 'e' 'x']`},
		{"strcontains", `strcontains("hello world", "wor")`, `true`},
		{"sum", `sum([10, 13, 6, 4.5])`, `33.5`},
		{"timeadd", `timeadd("2017-11-22T00:00:00Z", "10m")`, `'2017-11-22T00:10:00Z'`},
		{"timecmp", `timecmp("2017-11-22T00:00:00Z", "2017-11-22T01:00:00Z")`, `-1`},
		{"transpose", `transpose({a = ["1", "2"], b = ["2", "3"]})`, `{1=['a'] 2=['a' 'b'] 3=['b']}`},
		{"urlencode", `urlencode("Hello World!")`, `'Hello+World%21'`},
		{"uuidv5", `uuidv5("dns", "www.terraform.io")`, `'a5008fae-b28c-5ba5-96cd-82b4c53552d6'`},
		{"textencodebase64", `textencodebase64("Hello World", "UTF-16LE")`, `'SABlAGwAbABvACAAVwBvAHIAbABkAA=='`},
		{"textdecodebase64", `textdecodebase64("SABlAGwAbABvACAAVwBvAHIAbABkAA==", "UTF-16LE")`, `'Hello World'`},
		{"base64decode", `base64decode("SGVsbG8gV29ybGQ=")`, `'Hello World'`},
		{"sha256", `sha256("hello world")`, `'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9'`},
		{"md5", `md5("hello world")`, `'5eb63bbbe01eeed093cb22bb8f5acdc3'`},
		{"base64sha256", `base64sha256("hello world")`, `'uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek='`},
		{"yamldecode", `yamldecode("{a: 1, b: [x]}")`, `{a=1 b=['x']}`},
		{"zipmap", `zipmap(["a", "b"], [1, 2])`, `{a=1 b=2}`},
		{"core:: is a namespace of these", `core::upper("x")`, `'X'`},
		{"file", `file("plain.txt")`, `'hello'`},
		{"file from the root", `file("./dir/../plain.txt")`, `'hello'`},
		{"fileexists", `[fileexists("plain.txt"), fileexists("none.txt"), can(fileexists("dir"))]`, `[true unknown false]`},
		{"fileset", `[fileset(".", "*.txt"), fileset("dir", "**/*.json"), fileset("dir", "*.{json,md}")]`, `[set['forged.txt' 'plain.txt'] set['a.json' 'sub/b.json'] set['a.json']]`},
		{"filemd5", `filemd5("plain.txt")`, `'5d41402abc4b2a76b9719d911017c592'`},
		{"filebase64", `filebase64("plain.txt")`, `'aGVsbG8='`},
		{"templatefile", `templatefile("list.tftpl", {xs = [f, "x"]})`, "'F;\nx;\n'"},
		{"templatestring", `[for t in ["$${x}!"] : templatestring(t, {x = f})][0]`, `'F!'`},
		{"templatestring takes a reference only", `try(templatestring("x", {}), "y")`, `'y'`},
	})
}

func TestRefused(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"an escape makes no symbol", `["\U000F0000"][0] == f`, `unknown`},
		{"nor does one in a key", `{"\U000F0000" = 1}`, `{?=1}`},
		{"nor one in an index", `{(f) = 1}["\U000F0000"]`, `unknown`},
		{"nor does jsondecode", `jsondecode("\"\\udb80\\udc00\"")`, `unknown`},
		{"nor does yamldecode", `yamldecode("\"\\U000F0000\"")`, `unknown`},
		{"nor does base64decode", `base64decode("87CAgA==")`, `unknown`},
		{"nor does urldecode", `urldecode("%F3%B0%80%80")`, `unknown`},
		{"nor does a file", `file("forged.txt")`, `unknown`},
		{"a file outside is not read", `file("../x")`, `unknown`},
		{"nor an absolute one", `file("/etc/passwd")`, `unknown`},
		{"nor does try tell that one is missing", `try(file("none.txt"), "x")`, `unknown`},
		{"a template that renders itself ends", `templatefile("nested.tftpl", {})`, `unknown`},
		{"an unknown function is an unknown value", `provider::aws::nothing("x")`, `unknown`},
		{"a time is not known", `timestamp()`, `unknown`},
		{"what is not known may be a list", `[for x in f : x]`, `unknown`},
		{"a list is no JSON text, whatever is in it", `try(jsondecode([f]), "a list")`, `'a list'`},
		{"an unknown name is an unknown value", `missing.x`, `unknown`},
		{"yaml aliases of aliases are not followed without end", `yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]")`, `unknown`},
		{"a long range", `range(1000000)`, `unknown`},
		{"a wide format", `format("%09999999d", 1)`, `unknown`},
		{"a format whose width is an argument", `format("%*d", 1000000000, 1)`, `unknown`},
		{"a large product", `setproduct(range(1000), range(1000))`, `unknown`},
		{"a number of many digits", `tostring(1e99999999)`, `unknown`},
		{"a power of many digits", `"${pow(10, 100000)}!"`, `'?!'`},
		{"a replacement that multiplies", `length(replace(join("", [for i in range(9000) : "aaaaaaaaaa"]), "a", join("", [for i in range(9000) : "aaaaaaaaaa"])))`, `unknown`},
		{"loops inside loops", `[for a in range(10000) : [for b in range(10000) : [for c in range(10000) : c]]]`, `unknown`},
	})
}

func TestSecrets(t *testing.T) {
	runExpressions(t, []expressionTest{
		{"a function of a secret is secret", `upper(s)`, `'*'`},
		{"what is made of a secret is secret", `split("t", s)`, `['*' '*']`},
		{"sensitive hides strings", `sensitive({a = "xyzzy"})`, `{a='*'}`},
		{"nonsensitive leaves them hidden", `nonsensitive(s)`, `'*'`},
		{"a secret number converts", `tonumber(n)`, `42`},
		{"a secret decides a condition", `s == "hunter22" ? 1 : 2`, `1`},
		{"a secret that hides a symbol is open", `upper(sensitive(f)) == "X"`, `unknown`},
		{"a secret JSON text is decoded", `jsondecode(sensitive("{\"a\":\"xyzzy\"}")).a`, `'*'`},
		{"a secret has a length", `length(s)`, `8`},
	})
	b := newBench()
	b.eval(t, `sensitive("xyzzy")`)
	_, why := b.eval(t, `[tonumber(sensitive("xyzzy")), {a = 1}[sensitive("xyzzy")]]`)
	if why == nil || strings.Contains(why.Reason+why.Address, "xyzzy") {
		t.Errorf("the reason tells the secret, or is missing: %+v", why)
	}
}

func TestReasons(t *testing.T) {
	tests := []struct{ name, src, address, reason string }{
		{"a comparison names the symbol", `o == "x"`, "x.o", "the comparison depends on a value that is known only after apply"},
		{"a text that a function makes keeps the address", `tonumber(trimprefix("x${f}", "xE"))`, "x.f.trimprefix(…)", "tonumber() depends on a value that is known only after apply"},
		{"a function names the symbol", `length(f)`, "x.f", "length() depends on a value that is known only after apply"},
		{"an unknown function is named", `foo::bar(1)`, "foo::bar()", "plan403 does not know this function"},
		{"a failing function says why", `element([], 0)`, "element()", "cannot use element function with an empty list"},
		{"a file that is not there is named", `templatefile("none.tftpl", {})`, `templatefile("none.tftpl")`, `no file "none.tftpl" in the source directory`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, why := newBench().eval(t, tt.src)
			if why == nil || why.Address != tt.address || why.Reason != tt.reason {
				t.Errorf("got %+v", why)
			}
		})
	}
}

func TestBounded(t *testing.T) {
	doubling := "{a = [for x in [" + strings.Repeat("[", 30) + "1" + strings.Repeat("]", 30) + "] : x]}"
	for _, src := range []string{
		doubling,
		`join("", [for i in range(100000) : join("", [for j in range(1000) : "aaaaaaaaaaaaaaaa"])])`,
		`regexall("", join("", [for i in range(100000) : "aaaaaaaaaa"]))`,
		`jsondecode("[${join(",", range(100000))}]")`,
		`split("", join("", [for i in range(100000) : "aaaaaaaaaa"]))`,
		`distinct([for i in range(100000) : "x${i}"])`,
	} {
		start := time.Now()
		newBench().eval(t, src)
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%.60s took %v", src, d)
		}
	}
}
