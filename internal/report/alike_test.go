package report

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// Findings that one change ends are printed once, with what else fails below; they
// stay findings of their own in every count.
func TestAlike(t *testing.T) {
	at := hcl.Range{Filename: "main.tf", Start: hcl.Pos{Line: 1, Column: 1}, End: hcl.Pos{Line: 1, Column: 3}}
	of := func(what, fix string) checks.Finding {
		return checks.Finding{Rule: "r", Severity: checks.Error, What: what, Fix: fix, Range: &at}
	}
	p := Plan{Path: "p", Findings: []checks.Finding{of("a fails", "mend it"), of("b fails", "mend b"), of("c fails", "mend it"), of("d fails", "mend it"), of("e fails", "mend it"), of("f fails", "mend it")}}
	want := `error r [introduced]: a fails
  --> main.tf:1:1
  likewise: c fails
            d fails
            e fails
            and 1 more
  fix: mend it

error r [introduced]: b fails
`
	if got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 80}); !strings.HasPrefix(got, want) {
		t.Errorf("%s\nwant it to begin with\n%s", got, want)
	}
	for i := range p.Findings {
		p.Findings[i].Range, p.Findings[i].Address, p.Findings[i].Attribute = nil, "acl.a", "rule[0]"
	}
	p.Findings[3].Address, p.Findings[4].Why = "acl.b", "it blocks more"
	want = `error r [introduced]: a fails
  --> acl.a rule[0]
  likewise: c fails
            f fails
  fix: mend it

error r [introduced]: b fails
`
	if got := written(t, "text", Report{Plans: []Plan{p}}, Style{Width: 80}); !strings.HasPrefix(got, want) {
		t.Errorf("without source:\n%s\nwant it to begin with\n%s", got, want)
	}
	if n := (Report{Plans: []Plan{p}}).Count().Errors; n != 6 {
		t.Errorf("%d errors, want 6", n)
	}
}
