package report

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

func TestFingerprint(t *testing.T) {
	p := ordinary.broken()
	own := p.Findings[0]
	print := p.Fingerprint(own)
	changed := func(change func(*checks.Finding)) string {
		f := own
		change(&f)
		return p.Fingerprint(f)
	}
	for _, c := range []struct {
		name   string
		change func(*checks.Finding)
		same   bool
	}{
		{"moved lines change nothing", func(f *checks.Finding) {
			f.Range = &hcl.Range{Filename: "other.tf", Start: hcl.Pos{Line: 99, Column: 1}}
		}, true},
		{"other words change nothing", func(f *checks.Finding) { f.Message, f.Fix, f.Steps = "x", "", nil }, true},
		{"another severity changes nothing", func(f *checks.Finding) { f.Severity = checks.Notice }, true},
		{"another rule is another finding", func(f *checks.Finding) { f.Rule = "x" }, false},
		{"another resource is another finding", func(f *checks.Finding) { f.Address = "x" }, false},
		{"another attribute is another finding", func(f *checks.Finding) { f.Attribute = "x" }, false},
		{"another request is another finding", func(f *checks.Finding) { f.Outcomes = []int{1} }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := changed(c.change) == print; got != c.same {
				t.Errorf("same fingerprint: %v, want %v", got, c.same)
			}
		})
	}
}

func TestFingerprintsAreUnlike(t *testing.T) {
	r := Report{Plans: []Plan{ordinary.broken(), ordinary.broken()}}
	all := slices.Concat(r.Fingerprints()...)
	if n := len(slices.Compact(slices.Sorted(slices.Values(all)))); n != len(all) {
		t.Errorf("%d of %d are unlike", n, len(all))
	}
	if diff := cmp.Diff(Report{Plans: r.Plans[:1]}.Fingerprints()[0], r.Fingerprints()[0]); diff != "" {
		t.Errorf("a second plan changes the first one's:\n%s", diff)
	}
}
