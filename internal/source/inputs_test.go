package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/zclconf/go-cty/cty"
)

const withVariables = `
-- main.tf --
variable "a" { default = "default" }
variable "b" {}
variable "c" {}
variable "d" {}
variable "e" {}
variable "f" {}
variable "n" { type = number }
variable "l" { type = list(string) }
variable "any" { type = any }
variable "bare" { type = list }
variable "o" {
  type = object({ x = string, y = optional(number, 3) })
}
resource "t" "b" {}
-- terraform.tfvars --
b = "tfvars"
c = "tfvars"
d = "tfvars"
e = "tfvars"
f = "tfvars"
undeclared = 1
-- terraform.tfvars.json --
{"c": "json", "d": "json", "e": "json", "f": "${no template}"}
-- b.auto.tfvars --
d = "b.auto"
e = "b.auto"
-- a.auto.tfvars.json --
{"d": "a.auto", "l": ["x"]}
`

// The order of Terraform 1.11.4: default, environment, terraform.tfvars,
// terraform.tfvars.json, *.auto.tfvars by name, then options in their order.
func TestVariables(t *testing.T) {
	tree := load(t, withVariables)
	got, err := tree.Variables(Inputs{
		Environ: []string{"TF_VAR_a=env", "TF_VAR_b=env", "TF_VAR_n=7", "TF_VAR_any=[1]", "TF_VAR_nobody=1", "PATH=/"},
		Given: []Given{
			{Var: "e=first"},
			{Name: "x.tfvars", File: []byte("e = \"file\"\no = { x = \"y\" }\n")},
			{Var: "bare=[\"q\"]"},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &plan{}
	shown := map[string]string{}
	for name, v := range got {
		shown[name] = p.show(v)
	}
	want := map[string]string{
		"a": "env", "b": "tfvars", "c": "json", "d": "b.auto", "e": "file", "f": "<no template>",
		"n": "7", "l": "[x]", "any": "[1]", "bare": "[q]", "o": "[x=y]",
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		t.Error(diff)
	}
}

func TestVariablesRefused(t *testing.T) {
	tree := load(t, withVariables)
	tests := []struct {
		name  string
		given Given
		want  string
	}{
		{"a name that is not declared", Given{Var: "nope=1"}, `declares no variable "nope"`},
		{"no value", Given{Var: "a"}, "it must be NAME=VALUE"},
		{"an expression that does not parse", Given{Var: "l=["}, "does not parse"},
		{"a file that does not parse", Given{Name: "x.tfvars", File: []byte("a = [")}, "x.tfvars"},
		{"a file with blocks", Given{Name: "x.tfvars", File: []byte("a {}\n")}, "holds more than arguments"},
		{"a reference", Given{Name: "x.tfvars", File: []byte("a = var.b\n")}, `variable "a"`},
		{"a text that spells a symbol", Given{Var: "a=\U000F0000"}, "private-use"},
		{"a file that nests too deep", Given{Name: "x.tfvars", File: []byte("a = " + strings.Repeat("[", 1000))}, "nested deeper"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tree.Variables(Inputs{Given: []Given{tt.given}}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// What nobody gives is a symbol: the same wherever it is asked for.
func TestMissingVariable(t *testing.T) {
	p := &plan{}
	e := NewEvaluator(load(t, `
-- main.tf --
variable "name" { type = string }
variable "site" { type = object({ host = string, hosts = list(string) }) }
resource "t" "b" {
  name = "x-${var.name}"
  same = var.name == var.name
  host = var.site.host
  list = var.site.hosts
  none = fileexists("none.txt")
}
`), p, &p.table)
	want := map[string]string{"name": "x-<var.name>", "same": "true", "host": "<var.site.host>", "list": "unknown", "none": "unknown"}
	for attr, want := range want {
		v, _, _, why := e.Attribute(ref("", "b", cty.NilVal), attr)
		if got := p.show(v); got != want {
			t.Errorf("%s is %s, want %s (%v)", attr, got, want, why)
		}
	}
}
