package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/source/expr"
)

const expanding = `
-- main.tf --
variable "sites" { default = { a = 1, b = 2 } }
variable "n" { default = 2 }
variable "open" { type = number }
resource "t" "plain" { name = "x" }
resource "t" "counted" { count = var.n }
resource "t" "none" { count = 0 }
resource "t" "each" { for_each = var.sites }
resource "t" "off" {
  lifecycle { enabled = false }
}
resource "t" "open" { count = var.open }
resource "t" "after" { for_each = toset([t.plain.id]) }
data "d" "x" {}
module "site" {
  source   = "./site"
  for_each = var.sites
  n        = each.value
}
module "many" {
  source = "./site"
  count  = var.open
  n      = 1
}
module "gone" {
  source = "hashicorp/gone/aws"
  count  = 2
}
-- site/main.tf --
variable "n" {}
resource "t" "in" {
  count = var.n
  name  = "n-${count.index}"
}
`

func TestExpand(t *testing.T) {
	p := &plan{}
	p.add("managed.t.plain", nil, "id", "<id>")
	e := NewEvaluator(load(t, expanding), p, &p.table)
	list, missing, err := e.Expand(all)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range list {
		a := strings.TrimPrefix(x.Ref.Module+"."+resourceKey(x.Ref.Mode, x.Ref.Type, x.Ref.Name)+expr.KeySuffix(x.Ref.Key), ".")
		if x.Why != nil {
			a += " ?"
		}
		got = append(got, a)
	}
	want := []string{
		"data.d.x", "t.after ?", "t.counted[0]", "t.counted[1]", `t.each["a"]`, `t.each["b"]`, "t.open ?", "t.plain",
		"module.many.t.in ?", `module.site["a"].t.in[0]`, `module.site["b"].t.in[0]`, `module.site["b"].t.in[1]`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(missing) != 1 || missing[0].Address != "module.gone" || missing[0].Remedy == "" {
		t.Errorf("missing modules %+v", missing)
	}
	for _, x := range list {
		if x.Why != nil && x.Why.Reason == "" {
			t.Errorf("%+v does not say why", x.Ref)
		}
	}
	r := ResourceRef{Module: `module.site["b"]`, Mode: "managed", Type: "t", Name: "in", Key: cty.NumberIntVal(1)}
	if v, _, _, _ := e.Attribute(r, "name"); p.show(v) != "n-1" {
		t.Errorf("name is %#v", v)
	}
}

func TestExpandBounded(t *testing.T) {
	for name, inside := range map[string]string{
		"resources": `resource "t" "x" { count = 10000 }`,
		"modules": `module "b" {
  source = "../n"
  count  = 10000
}`,
	} {
		t.Run(name, func(t *testing.T) {
			p := &plan{}
			_, _, err := NewEvaluator(load(t, `
-- main.tf --
module "a" {
  source = "./m"
  count  = 10000
}
-- n/main.tf --
locals { x = 1 }
-- m/main.tf --
`+inside), p, &p.table).Expand(all)
			if err == nil {
				t.Error("a hundred million instances are listed")
			}
		})
	}
}

func all(_, _ string) bool { return true }
