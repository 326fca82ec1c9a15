package source

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
)

const writing = `
-- main.tf --
variable "hosts" { default = ["a", "b"] }
locals { all = t.b }
resource "t" "b" {
  count = 1
  name  = "x"
  plain { a = 1 }
  plain {
    b = 2
    in { c = 3 }
  }
  dynamic "origin" {
    for_each = var.hosts
    content {
      host = origin.value
      dynamic "header" {
        for_each = [1]
        iterator = it
        content { n = it.value }
      }
    }
  }
  lifecycle { ignore_changes = [name] }
}
resource "t" "c" {
  a = t.b[0].plain.deep
  b = t.b[0].arn
  c = data.d.x.y
  d = local.all[*].loose
  e = [for b in t.b : b.other]
}
data "d" "x" {}
-- override.tf --
resource "t" "b" {
  size = 1
  plain { d = 4 }
}
-- x.tf.json --
{"resource": {"t": {"j": {"name": "${t.b[0].json}", "plain": [{"a": 1}], "count": 1}}}}
`

func TestWritten(t *testing.T) {
	p := &plan{}
	e := NewEvaluator(load(t, writing), p, &p.table)
	for _, tt := range []struct {
		name      string
		arguments []string
		blocks    []string
	}{
		{"b", []string{"name", "size"}, []string{"origin", "plain"}},
		{"c", []string{"a", "b", "c", "d", "e"}, nil},
		{"j", []string{"name", "plain"}, nil},
	} {
		arguments, blocks := e.Written(ref("", tt.name, cty.NilVal))
		if diff := cmp.Diff([][]string{tt.arguments, tt.blocks}, [][]string{arguments, blocks}); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestWrittenSpec(t *testing.T) {
	p := &plan{}
	e := NewEvaluator(load(t, writing), p, &p.table)
	for name, want := range map[string]string{
		"origin": "[[header=[[n=1]] host=a] [header=[[n=1]] host=b]]",
		"plain":  "[[d=4]]", // those of the override take the place of the others
	} {
		r := ref("", "b", cty.NumberIntVal(0))
		spec, ok := e.WrittenSpec(r, name)
		if !ok {
			t.Fatalf("no spec of %s", name)
		}
		v, why := e.Decode(r, hcldec.ObjectSpec{"x": spec})
		if got := p.show(v.GetAttr("x")); got != want || why != nil {
			t.Errorf("%s is %s, %v; want %s", name, got, why, want)
		}
	}
	if _, ok := e.WrittenSpec(ref("", "j", cty.NumberIntVal(0)), "plain"); ok {
		t.Error("JSON tells blocks from arguments")
	}
}

func TestAsked(t *testing.T) {
	got := load(t, writing).Asked()
	want := Asked{
		Of: map[string]map[string]bool{
			"t": {"plain": true, "arn": false, "json": false}, "data.d": {"y": false},
		},
		Others: map[string]bool{"value": true, "all": true, "loose": true, "other": true, "hosts": true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
