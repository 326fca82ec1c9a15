package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/plan"
)

const policyInModule = "module.site[\"eu\"].module.bucket.aws_s3_bucket_policy.this"

// inModule is a report with one finding in a file of a module two calls deep.
func inModule(file string) Report {
	at := func(file string, line int) hcl.Range {
		return hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: 1}, End: hcl.Pos{Line: line, Column: 5}}
	}
	own := at(file, 7)
	return Report{Plans: []Plan{{
		Path:     "plan.json",
		Findings: []checks.Finding{{Rule: "oac-not-granted", Severity: checks.Error, Address: policyInModule, Attribute: "policy", Message: "refused", Range: &own}},
		Places: Places{Calls: map[string][]plan.CalledFrom{policyInModule: {
			{Module: `module.site["eu"].module.bucket`, Range: at(".terraform/modules/site/main.tf", 12)},
			{Module: `module.site["eu"]`, Range: at("infra/main.tf", 3)},
		}}},
	}}}
}

// Every format names the module blocks that lead to a finding. Those that show
// it in a repository's files stand at the block that is in one, if terraform
// init has fetched the file with the finding.
func TestModuleCalls(t *testing.T) {
	const fetched, local = ".terraform/modules/bucket/main.tf", "modules/bucket/main.tf"
	for _, c := range []struct{ name, format, file, want string }{
		{"text", "text", local, "  called from .terraform/modules/site/main.tf:12, infra/main.tf:3\n"},
		{"compact stays one line", "compact", fetched, fetched + ":7:1: error: refused; called from .terraform/modules/site/main.tf:12, module.site[\"eu\"].module.bucket; called from infra/main.tf:3, module.site[\"eu\"] (oac-not-granted)\n"},
		{"an annotation at a local module", "github", local, "::error file=modules/bucket/main.tf,line=7,"},
		{"an annotation at the block that calls a fetched one", "github", fetched, "::error file=infra/main.tf,line=3,"},
		{"an annotation says where it is", "github", fetched, "%0Aat .terraform/modules/bucket/main.tf:7, " + policyInModule + " policy%0A"},
		{"an annotation says where it came from", "github", local, "%0Acalled from infra/main.tf:3, module.site[\"eu\"]"},
		{"GitLab's local module", "gitlab", local, `"path": "modules/bucket/main.tf"`},
		{"GitLab's fetched module", "gitlab", fetched, `"path": "infra/main.tf"`},
		{"GitLab's description", "gitlab", fetched, `called from infra/main.tf:3, module.site[\"eu\"]; at .terraform/modules/bucket/main.tf:7, `},
		{"a test's output", "junit", local, "\ncalled from infra/main.tf:3, module.site[\"eu\"]\n"},
		{"a comment", "markdown", local, "called from `infra/main.tf:3` by `module.site[\"eu\"]`."},
		{"a link", "sarif", local, `[module.site\\[\"eu\"\\] is called here](2)`},
		{"JSON", "json", local, `"module": "module.site[\"eu\"]"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := written(t, c.format, inModule(c.file), Style{Width: 80}); !strings.Contains(got, c.want) {
				t.Errorf("no %q in\n%s", c.want, got)
			}
		})
	}
}

func TestSARIFPlacesOfModules(t *testing.T) {
	s := schema(t)
	places := func(file string) []any {
		out := validSARIF(t, s, written(t, "sarif", inModule(file), Style{}))
		result := dig(out, "runs", 0, "results", 0)
		list := []any{dig(result, "locations", 0, "physicalLocation", "artifactLocation", "uri")}
		related, _ := dig(result, "relatedLocations").([]any)
		for _, r := range related {
			list = append(list, dig(r, "physicalLocation", "artifactLocation", "uri"))
		}
		return list
	}
	for _, c := range []struct {
		name, file string
		want       []any
	}{
		{"a local module is the place", "modules/bucket/main.tf", []any{"modules/bucket/main.tf", ".terraform/modules/site/main.tf", "infra/main.tf"}},
		{"of a fetched one the call is", ".terraform/modules/bucket/main.tf", []any{"infra/main.tf", ".terraform/modules/bucket/main.tf", ".terraform/modules/site/main.tf", "infra/main.tf"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, places(c.file)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
