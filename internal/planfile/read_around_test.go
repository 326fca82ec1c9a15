package planfile

import (
	"context"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestReadAround(t *testing.T) {
	const a, b = `{"format_version":"1.0","terraform_version":"1.1.1"}`, `{"format_version":"1.2","terraform_version":"1.2.2"}`
	const spread = "{\n  \"format_version\": \"1.0\",\n  \"terraform_version\": \"1.1.1\"\n}"
	tests := []struct {
		name, text, around string
		versions           []string
	}{
		{"nothing but a plan", a + "\n", "", []string{"1.1.1"}},
		{"the wrapper's command before", "[command]/bin/terraform-bin show -json tfplan\n" + a, "[command]/bin/terraform-bin show -json tfplan", []string{"1.1.1"}},
		{"commands to the runner after, one with the plan again", a + "\n\n::debug::Terraform exited with code 0.\n::set-output name=stdout::" + a + "\n", "::debug::Terraform exited with code 0.", []string{"1.1.1"}},
		{"a time before the line", "2026-11-29T01:02:03.123Z " + a, "2026-11-29T01:02:03.123Z", []string{"1.1.1"}},
		{"a plan that is not on one line", "Reading...\n" + spread + "\nDone.", "Reading...", []string{"1.1.1"}},
		{"a warning in a frame before", "╷\n│ Warning: Deprecated\n╵\n" + a, "Warning: Deprecated", []string{"1.1.1"}},
		{"two plans in two lines", a + "\n" + b + "\n", "", []string{"1.1.1", "1.2.2"}},
		{"two plans in one line", a + b, "", []string{"1.1.1", "1.2.2"}},
		{"names between plans", "time=1 msg=a\n" + a + "\ntime=2 msg=b\n" + b, "time=1 msg=a", []string{"1.1.1", "1.2.2"}},
		{"a long line before", strings.Repeat("x", 100_000) + "\n" + a, strings.Repeat("x", maxPrinted) + "…", []string{"1.1.1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plans, err := ReadAll(context.Background(), "plan.json", iotest.HalfReader(strings.NewReader(tt.text)), Options{})
			if err != nil {
				t.Fatal(err)
			}
			var versions []string
			for _, p := range plans {
				versions = append(versions, p.TerraformVersion)
			}
			if diff := cmp.Diff(tt.versions, versions); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.around, plans[0].Around); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadAroundErrors(t *testing.T) {
	const whole = `{"format_version":"1.0"}`
	tests := []struct{ name, text, want string }{
		{"a second plan that is cut short", whole + "\n" + `{"format_version":"1.0",`, "ends too early"},
		{"more than a megabyte before", strings.Repeat("no plan\n", maxAround/8+1) + whole, "more than 1 MiB of other text"},
		{"more than a megabyte after", whole + "\n" + strings.Repeat("no plan\n", maxAround/8+1), "more than 1 MiB of other text"},
		{"more plans than anybody has", strings.Repeat(whole+"\n", maxPlans+1), "more than 1000 plans"},
		{"JSON of another kind after a line", "text\n{}", `it begins with "text"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadAll(context.Background(), "plan.json", strings.NewReader(tt.text), Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}
