package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPlanArguments(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string
		fail string
	}{
		{name: "none is fine"},
		{name: "what stands after -- goes to terraform", args: []string{"--", "-target", "a.b", "-var=x=1"}, want: []string{"-target", "a.b", "-var=x=1"}},
		{name: "a second -- is terraform's", args: []string{"--", "--"}, want: []string{"--"}},
		{name: "a plan as well is one too many", args: []string{"plan.json", "--"}, fail: `"plan.json"`},
		{name: "the place of the plan is ours", args: []string{"--", "-out=tfplan"}, fail: "-out cannot be given"},
		{name: "so it is in two words", args: []string{"--", "--out", "tfplan"}, fail: "-out cannot be given"},
		{name: "a value may be called out", args: []string{"--", "-target", "out", ""}, want: []string{"-target", "out", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := planArguments(tt.args)
			if (err != nil) != (tt.fail != "") || err != nil && !strings.Contains(err.Error(), tt.fail) {
				t.Fatalf("got error %v, want %q in it", err, tt.fail)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" && len(got)+len(tt.want) > 0 {
				t.Error(diff)
			}
		})
	}
}
