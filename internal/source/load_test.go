package source

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"golang.org/x/tools/txtar"

	"github.com/plan403/plan403/internal/source/expr"
)

func TestOverride(t *testing.T) {
	p := newPlan()
	tr := load(t, `
-- main.tf --
locals {
  a = "main"
  b = "main"
}
variable "v" {
  type    = string
  default = "main"
}
resource "t" "d" {
  name   = "main"
  kept   = local.a
  over   = local.b
  v      = var.v
  origin { id = "1" }
  origin { id = "2" }
  other  { id = "3" }
  lifecycle {
    ignore_changes = [tags]
  }
}
-- a_override.tf --
locals { b = "a" }
resource "t" "d" {
  name = "a"
  dynamic "origin" {
    for_each = ["9"]
    content { id = origin.value }
  }
  lifecycle {
    ignore_changes = [policy, tags["x"]]
  }
}
-- override.tf.json --
{"resource": {"t": {"d": {"name": "json ${local.b}"}}}, "variable": {"v": {"default": "json"}}}
`)
	e := NewEvaluator(tr, p, &p.table)
	for attr, want := range map[string]string{"name": "json a", "kept": "main", "over": "a", "v": "json"} {
		v, _, _, why := e.Attribute(ref("", "d", cty.NilVal), attr)
		if p.show(v) != want {
			t.Errorf("%s is %s, want %s (%v)", attr, p.show(v), want, why)
		}
	}
	res := tr.Root.Resources["t.d"]
	if n := len(expr.Blocks(res.Body, "origin")); n != 1 {
		t.Errorf("%d origins: blocks are replaced by type, dynamic ones included", n)
	}
	if n := len(expr.Blocks(res.Body, "other")); n != 1 {
		t.Error("blocks of another type are gone")
	}
	if !tr.Ignores(ref("", "d", cty.NilVal), "policy") {
		t.Error("lifecycle is not merged")
	}
}

func TestJSON(t *testing.T) {
	p := newPlan()
	e := NewEvaluator(load(t, `
-- main.tf.json --
{
  "locals": {"n": "x", "list": ["${t.b.arn}/*"]},
  "variable": {"t": {"type": "list(string)", "default": ["d"]}},
  "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "us", "region": "us-east-1"}]},
  "resource": {"t": {
    "b": {"name": "b"},
    "d": {
      "provider": "aws.us",
      "policy": "${jsonencode({Resource = local.list, Same = t.b.arn == t.b.arn})}",
      "plain": "a $${b}",
      "nested": {"k-${local.n}": [1, true, null, "${var.t[0]}"]},
      "depends_on": ["t.b"],
      "lifecycle": {"ignore_changes": ["tags"]},
      "origin": [{"id": "${local.n}1"}, {"id": "2"}],
      "dynamic": {"extra": {"for_each": ["q"], "content": {"id": "${extra.value}"}}}
    }
  }},
  "module": {"m": {"source": "./m", "in": "${t.b.arn}"}}
}
-- m/main.tf.json --
{"variable": {"in": {}}, "resource": {"t": {"r": {"got": "${var.in}!"}}}}
`), p, &p.table)
	d := ref("", "d", cty.NilVal)
	tests := []struct {
		name string
		ref  ResourceRef
		attr string
		want string
	}{
		{"a string is a template", d, "policy", `{"Resource":["<b>/*"],"Same":true}`},
		{"an escape is none", d, "plain", "a ${b}"},
		{"keys are templates too", d, "nested", "[k-x=[1 true null d]]"},
		{"a module's argument", ref("module.m", "r", cty.NilVal), "got", "<b>!"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, _, _, why := e.Attribute(tt.ref, tt.attr)
			if got := p.show(v); got != strings.NewReplacer("${", "<", "}", ">").Replace(tt.want) && got != tt.want {
				t.Errorf("got %s (%v)", got, why)
			}
		})
	}
	res := e.tree.Root.Resources["t.d"]
	if len(res.DependsOn()) != 1 || res.Provider() != "aws.us" {
		t.Errorf("meta-arguments: %+v", res)
	}
	for _, name := range []string{"origin", "extra"} {
		if !e.HasBlock(d, name) {
			t.Errorf("no block %q", name)
		}
	}
}

func TestModules(t *testing.T) {
	dir := write(t, `
-- live/main.tf --
module "beside" { source = "../beside" }
module "fetched" { source = "registry/x/aws" }
module "absent" { source = "registry/y/aws" }
module "outside" { source = "../../elsewhere" }
module "broken" { source = "./broken" }
-- live/broken/main.tf --
resource "t" {
-- live/.terraform/modules/modules.json --
{"Modules":[{"Key":"","Dir":"."},{"Key":"fetched","Dir":".terraform/modules/fetched/sub"},{"Key":"fetched.in","Dir":".terraform/modules/in"}]}
-- live/.terraform/modules/fetched/sub/x.tf --
module "in" { source = "git::https://x" }
-- live/.terraform/modules/in/x.tf --
resource "t" "r" {}
-- beside/main.tf --
resource "t" "r" {}
-- beside/.hidden.tf --
not hcl
-- beside/main.tf~ --
not hcl
`)
	tr, err := LoadIn(dir, "live")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"beside": "", "fetched": "", "fetched.in": "",
		"absent":  "the module is not installed",
		"outside": `module directory "../../elsewhere" is outside the source directory`,
		"broken":  "broken/main.tf: line 1, column 14: unclosed configuration block",
	} {
		m := tr.Module(strings.Split(path, "."))
		if m == nil || m.Missing != want {
			t.Errorf("%s: %+v", path, m)
		}
	}
	if tr.Module([]string{"nope"}) != nil {
		t.Error("a module that is not called is there")
	}
	alone, err := LoadIn(filepath.Join(dir, "live"), ".")
	if err != nil {
		t.Fatal(err)
	}
	if m := alone.Module([]string{"beside"}); m.Missing == "" {
		t.Error("a module outside the directory is read")
	}
}

func TestConfined(t *testing.T) {
	dir := write(t, "-- in/main.tf --\nresource \"t\" \"r\" {\n  a = file(\"link.txt\")\n  b = fileexists(\"../out.txt\")\n}\n-- out.txt --\nsecret\n")
	in := filepath.Join(dir, "in")
	if err := os.Symlink(filepath.Join(dir, "out.txt"), filepath.Join(in, "link.txt")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(filepath.Join(dir, "out.txt"), filepath.Join(in, "link.tf")); err != nil {
		t.Skip(err)
	}
	if _, err := LoadIn(in, "."); err == nil {
		t.Error("a source file behind a link that leads outside is read")
	}
	os.Remove(filepath.Join(in, "link.tf"))
	tr, err := LoadIn(in, ".")
	if err != nil {
		t.Fatal(err)
	}
	p := newPlan()
	e := NewEvaluator(tr, p, &p.table)
	for _, attr := range []string{"a", "b"} {
		if v, _, _, _ := e.Attribute(ref("", "r", cty.NilVal), attr); v.IsWhollyKnown() {
			t.Errorf("%s tells what is outside: %s", attr, p.show(v))
		}
	}
}

func TestFromFiles(t *testing.T) {
	files := map[string][]byte{}
	for _, f := range txtar.Parse([]byte(`
-- main.tf --
module "a" { source = "./m" }
-- m/main.tf --
module "b" { source = "registry/x" }
resource "t" "r" { x = file("beside.txt") }
-- m-a.b/main.tf --
resource "t" "r" { x = path.module }
`)).Files {
		files[f.Name] = f.Data
	}
	modules := map[string]string{"": ".", "a": "m", "a.b": ".terraform/modules/a.b"}
	beside := write(t, "-- beside.txt --\nhello")
	for _, tt := range []struct{ name, extra, want string }{
		{"files beside the plan are read", beside, "hello\n"},
		{"without a directory there are none", "", "unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := FromFiles(files, modules, tt.extra)
			if err != nil {
				t.Fatal(err)
			}
			p := newPlan()
			e := NewEvaluator(tr, p, &p.table)
			if v, _, _, _ := e.Attribute(ref("module.a", "r", cty.NilVal), "x"); p.show(v) != tt.want {
				t.Errorf("got %s", p.show(v))
			}
			if v, _, _, _ := e.Attribute(ref("module.a.module.b", "r", cty.NilVal), "x"); p.show(v) != ".terraform/modules/a.b" {
				t.Errorf("got %s", p.show(v))
			}
		})
	}
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct{ name, archive, want string }{
		{"private-use characters", "-- main.tf --\n# \U000F0000\n", "main.tf: holds private-use characters, which plan403 reserves; remove them"},
		{"nesting", "-- main.tf --\na = " + strings.Repeat("[", 999) + "\n", "main.tf: nested deeper than 256 levels, or an expression of more than 1024 operators; split it into locals"},
		{"a large file", "-- main.tf --\n" + strings.Repeat("#", 5<<20), `file "main.tf" is larger than 4 MiB`},
		{"no configuration", "-- x.txt --\n", `no .tf files in "."`},
		{"faulty syntax", "-- main.tf --\nresource \"a\" \"b\" {\n  x = \n}\n", "main.tf: line 2, column 7: invalid expression"},
		{"faulty JSON", "-- main.tf.json --\n{\"a\":", "main.tf.json: not JSON: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := LoadIn(write(t, tt.archive), ".")
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v", err)
			}
		})
	}
	if tr, err := LoadIn(write(t, "-- main.tf --\nmodule \"a\" { source = \"./\" }\nmodule \"b\" { source = \"./\" }\n"), "."); err != nil || tr == nil {
		t.Errorf("a module that calls itself: %v", err)
	}
}

func TestRanges(t *testing.T) {
	tr := load(t, `
-- main.tf --
module "m" {
  source = "./m"
}
-- m/main.tf --
resource "t" "r" {
  policy = "x"
  origin {
    id = "a"
  }
  origin {
    domain_name = "b"
  }
  dynamic "rule" {
    for_each = []
    content {
      mode = "c"
    }
  }
}
`)
	r := ref(`module.m["x"]`, "r", cty.NilVal)
	tests := []struct {
		path []string
		line int
	}{
		{[]string{"policy"}, 2},
		{[]string{"origin"}, 3},
		{[]string{"origin", "domain_name"}, 7},
		{[]string{"rule", "mode"}, 12},
		{[]string{"none"}, 0},
		{[]string{"origin", "none"}, 0},
	}
	for _, tt := range tests {
		rng, ok := tr.AttributeRange(r, tt.path...)
		if rng.Start.Line != tt.line || ok != (tt.line > 0) {
			t.Errorf("%v is at %v", tt.path, rng)
		}
	}
	rng, ok := tr.ResourceRange(r)
	if !ok || rng.Filename != "m/main.tf" || rng.Start.Line != 1 {
		t.Errorf("the block is at %v", rng)
	}
	if !strings.HasPrefix(string(tr.Source("m/main.tf")), `resource "t"`) {
		t.Error("the source of a file is not at hand")
	}
}

// Whatever the files hold, loading and evaluating ends, without a fault.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(tree))
	f.Add([]byte(blocksSource))
	f.Add([]byte("-- main.tf.json --\n{\"resource\":{\"t\":{\"d\":{\"a\":\"${b}\"}}}}"))
	f.Add([]byte("-- main.tf --\nlocals { a = local.a }\nresource \"t\" \"d\" { a = local.a }\n-- override.tf --\nlocals { a = 1 }"))
	f.Fuzz(func(t *testing.T, archive []byte) {
		files := map[string][]byte{}
		for _, file := range txtar.Parse(archive).Files {
			files[file.Name] = file.Data
		}
		tr, err := FromFiles(files, nil, "")
		if err != nil {
			return
		}
		p := newPlan()
		e := NewEvaluator(tr, p, &p.table)
		for _, res := range tr.Root.Resources {
			attrs, _ := res.Body.JustAttributes()
			for name := range attrs {
				r := ResourceRef{Mode: res.Mode, Type: res.Type, Name: res.Name}
				_, _, _, why := e.Attribute(r, name)
				if why != nil && strings.Contains(why.Reason, "could not be evaluated") {
					t.Fatalf("a fault while evaluating %s", name)
				}
				e.HasBlock(r, name)
				e.ProviderFor(r)
				tr.AttributeRange(r, name, name)
			}
		}
	})
}
