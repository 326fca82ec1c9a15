package function

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/zclconf/go-cty/cty"
	"pgregory.net/rapid"
)

// The functions of Terraform 1.11, without try, can, templatefile and
// templatestring, which take expressions, and type, which is the console's:
// https://developer.hashicorp.com/terraform/language/functions
const terraform = `abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt
ceil chomp chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode dirname
distinct element endswith ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1
filesha256 filesha512 flatten floor format formatdate formatlist indent index issensitive join jsondecode jsonencode keys length
log lookup lower matchkeys max md5 merge min nonsensitive one parseint pathexpand plantimestamp pow range regex regexall replace
reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 sha256 sha512 signum slice sort split startswith
strcontains strrev substr sum textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool tolist tomap tonumber toset
tostring transpose trim trimprefix trimspace trimsuffix upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap`

func TestComplete(t *testing.T) {
	for _, name := range strings.Fields(terraform) {
		if _, ok := Lookup(name); !ok {
			t.Errorf("%s() is missing", name)
		}
	}
}

func newContext() *Context {
	table := &symbol.Table{}
	n := 0
	return &Context{
		Symbols: table,
		Files:   &Files{FS: fstest.MapFS{"a": {Data: []byte("x")}}, Base: "."},
		Missing: func(bool) (string, bool) {
			n++
			return table.New(symbol.Opaque, strings.Repeat("m", n), symbol.Origin{})
		},
		Typed: func(rune) bool { return true },
		Doubt: func() {},
	}
}

// No function panics, whatever it is given, and none makes up a symbol that
// stands for an identifier.
func TestAnyArguments(t *testing.T) {
	c := newContext()
	fresh, _ := c.Symbols.New(symbol.Fresh, "f", symbol.Origin{})
	opaque, _ := c.Symbols.New(symbol.Opaque, "o", symbol.Origin{})
	secret := c.Symbols.Secret("s", symbol.Origin{})
	leaves := []cty.Value{
		cty.StringVal(fresh), cty.StringVal("x/" + opaque), cty.StringVal(secret), cty.StringVal(""), cty.StringVal("a"), cty.StringVal("2018-01-02T23:12:01Z"),
		cty.StringVal("10.0.0.0/8"), cty.StringVal("/a(/"), cty.StringVal("%s%d"), cty.NumberIntVal(-1), cty.Zero, cty.NumberIntVal(3), cty.NumberFloatVal(0.5),
		cty.True, cty.NullVal(cty.String), cty.NullVal(cty.DynamicPseudoType), cty.UnknownVal(cty.String), cty.UnknownVal(cty.List(cty.String)), cty.DynamicVal,
		cty.EmptyTupleVal, cty.EmptyObjectVal, cty.ListValEmpty(cty.String), cty.SetValEmpty(cty.DynamicPseudoType), cty.MapValEmpty(cty.Bool),
	}
	names := strings.Fields(terraform)
	var draw func(t *rapid.T, depth int) cty.Value
	draw = func(t *rapid.T, depth int) cty.Value {
		kind := rapid.IntRange(0, 5).Draw(t, "kind")
		if depth == 0 || kind < 2 {
			return rapid.SampledFrom(leaves).Draw(t, "leaf")
		}
		list := []cty.Value{draw(t, depth-1), draw(t, depth-1)}
		switch {
		case kind == 2 && cty.CanListVal(list):
			return cty.ListVal(list)
		case kind == 3 && cty.CanSetVal(list):
			return cty.SetVal(list)
		case kind == 4:
			return cty.ObjectVal(map[string]cty.Value{"a": list[0], fresh: list[1]})
		case kind == 5:
			return cty.TupleVal(list).Mark(value.Unordered).Mark(value.Uncounted)
		}
		return cty.TupleVal(list)
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SampledFrom(names).Draw(t, "name")
		var args []cty.Value
		for range rapid.IntRange(0, 4).Draw(t, "count") {
			args = append(args, draw(t, 2))
		}
		given := value.Inspect(args...)
		f, _ := Lookup(name)
		v, err := f(c, args)
		if err != nil {
			return
		}
		if value.Inspect(v).Has(value.Word) && !given.Has(value.Word) {
			t.Fatalf("%s(%#v) made up %#v", name, args, v)
		}
	})
}

func TestFileExpression(t *testing.T) {
	tests := []struct {
		pattern, name string
		want          bool
	}{
		{"*.tf", "main.tf", true},
		{"*.tf", "a/main.tf", false},
		{"**/*.tf", "a/b/main.tf", true},
		{"**/*.tf", "main.tf", true},
		{"**", "a/b", true},
		{"a/?.{js,css}", "a/x.css", true},
		{"a/?.{js,css}", "a/xy.css", false},
		{"[a-c].txt", "b.txt", true},
		{"[a-c].txt", "d.txt", false},
		{"a.b", "axb", false},
	}
	for _, tt := range tests {
		re, err := fileExpression(tt.pattern)
		if err != nil || re.MatchString(tt.name) != tt.want {
			t.Errorf("%q fits %q: %v, %v", tt.pattern, tt.name, !tt.want, err)
		}
	}
}
