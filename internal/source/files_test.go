package source

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReads(t *testing.T) {
	tests := []struct {
		name    string
		program Program
		files   []string
		want    []string
	}{
		{"Terraform passes over OpenTofu's files", Terraform, []string{"a.tf", "a.tofu", "b.tofu", "c.tf.json", "c.tofu.json"}, []string{"a.tf", "c.tf.json"}},
		{"a .tofu file takes the place of the .tf file", OpenTofu, []string{"a.tf", "a.tofu", "b.tf"}, []string{"a.tofu", "b.tf"}},
		{"a .tofu.json file that of the .tf.json file", OpenTofu, []string{"a.tf.json", "a.tofu.json"}, []string{"a.tofu.json"}},
		{"but not that of the other syntax", OpenTofu, []string{"a.tf", "a.tofu.json"}, []string{"a.tf", "a.tofu.json"}},
		{"OpenTofu's files count where nobody tells", AnyProgram, []string{"a.tf", "a.tofu"}, []string{"a.tofu"}},
		{"hidden and backup files do not", OpenTofu, []string{".a.tf", "#a.tf#", "a.tf~", "a.tofu.bak", "a.tfvars"}, nil},
		{"an override of OpenTofu's is one", OpenTofu, []string{"override.tf", "override.tofu"}, []string{"override.tofu override"}},
		{"names may end in _override", Terraform, []string{"a_override.tf.json"}, []string{"a_override.tf.json override"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range tt.program.reads(tt.files) {
				if f.override {
					f.name += " override"
				}
				got = append(got, f.name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A stale .tf file beside the .tofu file does not count, nor the .tofu file
// where Terraform made the plan.
func TestProgramOfTree(t *testing.T) {
	dir := write(t, `
-- a.tf --
resource "x" "old" {}
-- a.tofu --
resource "x" "new" {}
`)
	for program, want := range map[Program]string{Terraform: "x.old", OpenTofu: "x.new", AnyProgram: "x.new"} {
		tree, err := LoadAs(program, dir, ".")
		if err != nil || len(tree.Root.Resources) != 1 || tree.Root.Resources[want] == nil {
			t.Errorf("program %d: %v, want %s (%v)", program, tree.Root.Resources, want, err)
		}
	}
}
