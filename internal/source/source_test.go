package source

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
	"golang.org/x/tools/txtar"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
)

// plan is a World written out by hand. Strings like <id> in it are Fresh
// symbols, and shown as <id> again.
type plan struct {
	table     symbol.Table
	instances map[string][]Instance
	variables map[string]cty.Value
	keys      map[string][]cty.Value
	asked     []string
}

func (p *plan) Instances(module, mode, typ, name string) []Instance {
	key := strings.TrimPrefix(module+"."+mode+"."+typ+"."+name, ".")
	p.asked = append(p.asked, key)
	return p.instances[key]
}

func (p *plan) RootVariable(name string) (cty.Value, bool) {
	v, ok := p.variables[name]
	return v, ok
}

func (p *plan) ModuleKeys(module, call string) []cty.Value { return p.keys[module+"/"+call] }

func (p *plan) str(s string) cty.Value {
	name, rest, ok := strings.Cut(strings.TrimPrefix(s, "<"), ">")
	if !ok {
		return cty.StringVal(s)
	}
	made, _ := p.table.New(symbol.Fresh, name, symbol.Origin{Attribute: name})
	p.table.Label(made, name, "")
	return cty.StringVal(made + rest)
}

// add notes an instance with string attributes.
func (p *plan) add(address string, key any, attrs ...string) {
	obj := map[string]cty.Value{}
	for i := 0; i+1 < len(attrs); i += 2 {
		obj[attrs[i]] = p.str(attrs[i+1])
	}
	in := Instance{Value: cty.ObjectVal(obj)}
	switch k := key.(type) {
	case int:
		in.Key = value.Number(k)
	case string:
		in.Key = cty.StringVal(k)
	}
	if p.instances == nil {
		p.instances = map[string][]Instance{}
	}
	p.instances[address] = append(p.instances[address], in)
}

func (p *plan) show(v cty.Value) string {
	if s, ok := value.Text(v); ok {
		return strings.NewReplacer("${", "<", "}", ">").Replace(p.table.Show(s))
	}
	if v.IsKnown() && !v.IsNull() && !value.Leaf(v) {
		var parts []string
		for it := v.ElementIterator(); it.Next(); {
			k, e := it.Element()
			part := p.show(e)
			if value.Keyed(v) {
				part = k.AsString() + "=" + part
			}
			parts = append(parts, part)
		}
		if !v.Type().IsListType() && !v.Type().IsTupleType() {
			sort.Strings(parts)
		}
		return "[" + strings.Join(parts, " ") + "]"
	}
	switch {
	case !v.IsKnown():
		return "unknown"
	case v.IsNull():
		return "null"
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('g', -1)
	}
	return fmt.Sprint(v.True())
}

// write puts the files of an archive into a new directory.
func write(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func load(t testing.TB, archive string) *Tree {
	t.Helper()
	tree, err := LoadIn(write(t, archive), ".")
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// ref reads `module.a["x"].t.name["k"]`, whose resource is of type t.
func ref(module, name string, key cty.Value) ResourceRef {
	return ResourceRef{Module: module, Mode: "managed", Type: "t", Name: name, Key: key}
}

const tree = `
-- main.tf --
variable "env" {
  type    = string
  default = "dev"
}
variable "sites" {
  type = map(object({ path = string, ttl = optional(number, 60) }))
}
locals {
  name   = "site-${var.env}"
  policy = jsonencode({ Resource = "${t.b.arn}/*", Source = t.d.arn })
  loop_a = local.loop_b
  loop_b = local.loop_a
}
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "us"
  region = var.env == "dev" ? "us-east-1" : "us-west-2"
}
resource "t" "b" {
  name = local.name
}
resource "t" "d" {
  policy   = local.policy
  loop     = [local.loop_a, "x"]
  ttl      = var.sites["a"].ttl
  outputs  = module.one.arn
  deep     = module.one.deep
  each     = module.many["x"].name
  all      = values(module.many)[*].name
  count    = 1
  indexed  = module.twice[1].name
  splat    = module.twice[*].name
  counted  = t.c[*].id
  keyed    = [for k, v in t.e : "${k}=${v.id}"]
  none     = t.off[*].id
  gone     = t.gone.id
  missing  = module.absent.x
  paths    = [path.module, path.root]
  cwd      = path.cwd
  ws       = terraform.workspace
  nothing  = local.nothing
  file     = file("${path.module}/data.txt")
  template = templatefile("modules/one/x.tftpl", { x = t.d[0].arn })
  long     = resource.t.b.arn
}
resource "t" "c" {
  count = 2
  id    = "c-${count.index}"
}
resource "t" "e" {
  for_each = var.sites
  path     = "${each.key}:${each.value.path}:${each.value.ttl}"
}
resource "t" "off" {
  count = var.env == "dev" ? 0 : 1
}
resource "t" "gone" {
}
module "one" {
  source = "./modules/one"
  arn    = t.d[0].arn
  providers = {
    aws = aws.us
  }
}
module "many" {
  source   = "./modules/one"
  for_each = toset(["x", "y"])
  arn      = each.key
  tags     = { (each.value) = "t" }
}
module "twice" {
  source = "./modules/one"
  count  = 2
  arn    = "arn-${count.index}"
}
module "absent" {
  source = "registry/thing/aws"
}
-- data.txt --
hello
-- modules/one/main.tf --
variable "arn" {}
variable "tags" {
  type     = map(string)
  nullable = false
  default  = { d = "default" }
}
variable "level" {
  type    = object({ name = optional(string, "low"), n = optional(number) })
  default = {}
}
resource "t" "in" {
  arn  = var.arn
  tags = var.tags
  lvl  = var.level.name
  path = path.module
}
resource "t" "west" {
  provider = aws.west
}
module "inner" {
  source = "../two"
  arn    = var.arn
  tags   = null
}
output "arn" { value = var.arn }
output "name" { value = "n-${var.arn}" }
output "deep" { value = module.inner.deep }
-- modules/one/x.tftpl --
<${x}>
-- modules/two/main.tf --
variable "arn" { type = string }
variable "tags" { default = "tags" }
resource "t" "leaf" {
  arn  = "${var.arn}!"
  tags = var.tags
}
output "deep" {
  value     = "deep ${var.arn}"
}
`

func newPlan() *plan {
	p := &plan{variables: map[string]cty.Value{
		"sites": cty.ObjectVal(map[string]cty.Value{
			"a": cty.ObjectVal(map[string]cty.Value{"path": cty.StringVal("/a")}),
			"b": cty.ObjectVal(map[string]cty.Value{"path": cty.StringVal("/b"), "ttl": cty.NumberIntVal(5)}),
		}),
	}}
	p.add("managed.t.b", nil, "arn", "<b>", "name", "site-dev")
	p.add("managed.t.d", 0, "arn", "<d>")
	p.add("managed.t.c", 0, "id", "<c0>")
	p.add("managed.t.c", 1, "id", "<c1>")
	p.add("managed.t.e", "a", "id", "<ea>")
	p.add("managed.t.e", "b", "id", "<eb>")
	return p
}

func TestAttribute(t *testing.T) {
	zero := cty.NumberIntVal(0)
	tests := []struct {
		name       string
		ref        ResourceRef
		attr, want string
		why        string // start of the reason
	}{
		{"a local holds a variable's default", ref("", "b", cty.NilVal), "name", "site-dev", ""},
		{"a policy holds symbols, also for what has no value", ref("", "d", zero), "policy", `{"Resource":"<b>/*","Source":"<t.d.arn>">`, ""},
		{"a cycle is unknown and leaves the rest", ref("", "d", zero), "loop", "[unknown x]", "the value refers to itself"},
		{"an optional attribute has its default", ref("", "d", zero), "ttl", "60", ""},
		{"an output", ref("", "d", zero), "outputs", "<d>", ""},
		{"an output of a module in a module", ref("", "d", zero), "deep", "deep <d>", ""},
		{"an output of one instance", ref("", "d", zero), "each", "n-x", ""},
		{"outputs of all instances", ref("", "d", zero), "all", "[n-x n-y]", ""},
		{"an output of a counted instance", ref("", "d", zero), "indexed", "n-arn-1", ""},
		{"a splat over counted instances", ref("", "d", zero), "splat", "[n-arn-0 n-arn-1]", ""},
		{"a splat over a resource", ref("", "d", zero), "counted", "[<c0> <c1>]", ""},
		{"a loop over a resource", ref("", "d", zero), "keyed", "[a=<ea> b=<eb>]", ""},
		{"a resource that is switched off is empty", ref("", "d", zero), "none", "[]", ""},
		{"a resource that the plan does not hold is unknown", ref("", "d", zero), "gone", "unknown", "the plan does not hold this resource"},
		{"a module that is not installed is unknown", ref("", "d", zero), "missing", "unknown", "the module is not installed"},
		{"paths of the root", ref("", "d", zero), "paths", "[. .]", ""},
		{"the working directory is not in a plan", ref("", "d", zero), "cwd", "<path.cwd>", ""},
		{"nor is the workspace", ref("", "d", zero), "ws", "<terraform.workspace>", ""},
		{"a name that is not declared", ref("", "d", zero), "nothing", "unknown", "the source does not declare it"},
		{"a file", ref("", "d", zero), "file", "hello\n", ""},
		{"a template", ref("", "d", zero), "template", "<<d>>\n", ""},
		{"a reference written the long way", ref("", "d", zero), "long", "<b>", ""},
		{"count.index", ref("", "c", cty.NumberIntVal(1)), "id", "c-1", ""},
		{"each.key and each.value", ref("", "e", cty.StringVal("b")), "path", "b:/b:5", ""},
		{"an argument of a module", ref("module.one", "in", cty.NilVal), "arn", "<d>", ""},
		{"a variable that is not nullable", ref("module.one", "in", cty.NilVal), "tags", "[d=default]", ""},
		{"a default is completed too", ref("module.one", "in", cty.NilVal), "lvl", "low", ""},
		{"path.module", ref("module.one", "in", cty.NilVal), "path", "modules/one", ""},
		{"an argument with each of the call", ref(`module.many["y"]`, "in", cty.NilVal), "tags", "[y=t]", ""},
		{"an argument with count of the call", ref(`module.twice[1]`, "in", cty.NilVal), "arn", "arn-1", ""},
		{"an argument through two modules", ref(`module.many["x"].module.inner`, "leaf", cty.NilVal), "arn", "x!", ""},
		{"null is an argument", ref("module.one.module.inner", "leaf", cty.NilVal), "tags", "null", ""},
	}
	p := newPlan()
	e := NewEvaluator(load(t, tree), p, &p.table)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, rng, present, why := e.Attribute(tt.ref, tt.attr)
			if !present || rng.Filename == "" {
				t.Fatalf("present %v, range %v", present, rng)
			}
			if diff := cmp.Diff(tt.want, p.show(v)); diff != "" {
				t.Error(diff, why)
			}
			switch {
			case tt.why == "" && why != nil:
				t.Errorf("reason %+v", why)
			case tt.why != "" && (why == nil || !strings.HasPrefix(why.Reason, tt.why)):
				t.Errorf("reason %+v", why)
			}
		})
	}
	if _, _, present, _ := e.Attribute(ref("", "b", cty.NilVal), "other"); present {
		t.Error("an argument that is not written is present")
	}
	if _, _, present, _ := e.Attribute(ref("module.nope", "b", cty.NilVal), "name"); present {
		t.Error("a module that is not there has an argument")
	}
}

func TestLazy(t *testing.T) {
	p := newPlan()
	e := NewEvaluator(load(t, tree), p, &p.table)
	e.Attribute(ref("", "d", cty.NumberIntVal(0)), "outputs")
	e.Attribute(ref("", "d", cty.NumberIntVal(0)), "deep")
	if diff := cmp.Diff([]string{"managed.t.d"}, p.asked); diff != "" {
		t.Error("the plan is asked for what is not mentioned, or twice: ", diff)
	}
}

const blocksSource = `
-- main.tf --
variable "extra" {
  default = ["x", "y"]
}
resource "t" "d" {
  enabled = true
  origin {
    id     = "a"
    domain = t.b.domain
  }
  dynamic "origin" {
    for_each = var.extra
    iterator = it
    content {
      id     = "${it.key}-${it.value}"
      domain = t.b.domain
      dynamic "header" {
        for_each = { h = it.value }
        content {
          name = header.key
          value = "${header.value}${it.key}"
        }
      }
    }
  }
  dynamic "late" {
    for_each = t.b.unknown == "x" ? [1] : []
    content {
      id = "late"
    }
  }
}
resource "t" "b" {}
`

func TestDecode(t *testing.T) {
	p := &plan{}
	p.add("managed.t.b", nil, "domain", "<domain>")
	opaque, _ := p.table.New(symbol.Opaque, "o", symbol.Origin{})
	obj := p.instances["managed.t.b"][0].Value.AsValueMap()
	obj["unknown"] = cty.StringVal(opaque)
	p.instances["managed.t.b"][0].Value = cty.ObjectVal(obj)

	text := func(name string) hcldec.Spec { return &hcldec.AttrSpec{Name: name, Type: cty.String} }
	header := &hcldec.BlockTupleSpec{TypeName: "header", Nested: hcldec.ObjectSpec{"name": text("name"), "value": text("value")}}
	spec := hcldec.ObjectSpec{
		"enabled": &hcldec.AttrSpec{Name: "enabled", Type: cty.Bool},
		"origin":  &hcldec.BlockTupleSpec{TypeName: "origin", Nested: hcldec.ObjectSpec{"id": text("id"), "domain": text("domain"), "header": header}},
	}
	e := NewEvaluator(load(t, blocksSource), p, &p.table)
	v, why := e.Decode(ref("", "d", cty.NilVal), spec)
	want := "[enabled=true origin=[" +
		"[domain=<domain> header=[] id=a] " +
		"[domain=<domain> header=[[name=h value=x0]] id=0-x] " +
		"[domain=<domain> header=[[name=h value=y1]] id=1-y]]]"
	if diff := cmp.Diff(want, p.show(v)); diff != "" || why != nil {
		t.Error(diff, why)
	}
	late, why := e.Decode(ref("", "d", cty.NilVal), hcldec.ObjectSpec{"late": &hcldec.BlockListSpec{TypeName: "late", Nested: text("id")}})
	if late.IsWhollyKnown() || why == nil {
		t.Errorf("a block that hangs on a symbol is %s, reason %v", p.show(late), why)
	}
	wrong, why := e.Decode(ref("", "d", cty.NilVal), hcldec.ObjectSpec{"origin": &hcldec.BlockSpec{TypeName: "origin", Nested: text("id")}})
	if wrong.IsWhollyKnown() || why == nil {
		t.Errorf("blocks that do not fit are %s, reason %v", p.show(wrong), why)
	}
	for name, want := range map[string]bool{"origin": true, "late": true, "header": false} {
		if got := e.HasBlock(ref("", "d", cty.NilVal), name); got != want {
			t.Errorf("HasBlock(%q) is %v", name, got)
		}
	}
}

func TestProviders(t *testing.T) {
	p := newPlan()
	e := NewEvaluator(load(t, `
-- main.tf --
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "us"
  region = "us-${"east"}-1"
}
resource "aws_x" "plain" {}
resource "aws_x" "us" { provider = aws.us }
resource "aws_x" "odd" { provider = aws.by[var.nothing] }
provider "aws" {
  alias    = "by"
  for_each = { eu = "eu-west-1", us = "us-east-1" }
  region   = each.value
}
resource "aws_x" "each" { provider = aws.by["${"e"}u"] }
module "mapped" {
  source    = "./m"
  providers = { aws = aws.us, aws.west = aws }
}
module "implied" { source = "./m" }
module "own" { source = "./own" }
-- m/main.tf --
resource "aws_x" "plain" {}
resource "aws_x" "west" { provider = aws.west }
module "deeper" { source = "./deeper" }
-- m/deeper/main.tf --
resource "aws_x" "plain" {}
-- own/main.tf --
provider "aws" { region = "x" }
resource "aws_x" "plain" {}
`), p, &p.table)
	tests := []struct{ name, module, resource, key string }{
		{"the default provider", "", "plain", "aws"},
		{"a provider with an alias", "", "us", "aws.us"},
		{"a provider that is computed cannot be told", "", "odd", ""},
		{"a module's provider is mapped", "module.mapped", "plain", "aws.us"},
		{"an alias is mapped", "module.mapped", "west", "aws"},
		{"a module in a module inherits", "module.mapped.module.deeper", "plain", "aws.us"},
		{"the default provider is inherited", "module.implied", "plain", "aws"},
		{"an alias is not", "module.implied", "west", ""},
		{"a module that configures its own", "module.own", "plain", ""},
		{"one of several instances of a provider", "", "each", `aws.by["eu"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			key, ok := e.ProviderFor(ResourceRef{Module: tt.module, Mode: "managed", Type: "aws_x", Name: tt.resource})
			if key != tt.key || ok != (tt.key != "") {
				t.Errorf("got %q, %v", key, ok)
			}
		})
	}
	if v, ok := e.ProviderAttribute("aws.us", "region"); !ok || p.show(v) != "us-east-1" {
		t.Errorf("region is %#v, %v", v, ok)
	}
	if v, ok := e.ProviderAttribute(`aws.by["us"]`, "region"); !ok || p.show(v) != "us-east-1" {
		t.Errorf("region of an instance is %#v, %v", v, ok)
	}
	if _, ok := e.ProviderAttribute("aws.none", "region"); ok {
		t.Error("a provider that is not there has a region")
	}
}
