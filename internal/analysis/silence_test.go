package analysis

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/config"
)

func TestLeftIgnores(t *testing.T) {
	now := time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC)
	ignore := func(file string, line int, until time.Time) config.Ignore {
		return config.Ignore{Reason: "why", Until: until, Range: hcl.Range{Filename: file, Start: hcl.Pos{Line: line, Column: 1, Byte: 10 * line}}}
	}
	past := now.AddDate(0, 0, -1)
	u := usage{}
	u.add([]tried{
		{ignore: ignore("b.tf", 12, time.Time{}), fits: false},
		{ignore: ignore("b.tf", 3, time.Time{}), fits: false},
		{ignore: ignore("b.tf", 4, time.Time{}), fits: true},
		{ignore: ignore("a.hcl", 1, past), fits: true},
		{ignore: ignore("a.hcl", 2, past), fits: false},
		{ignore: ignore("a.hcl", 3, time.Time{}), fits: false},
		{ignore: ignore(".terraform/modules/site/main.tf", 1, time.Time{}), fits: false},
	})
	u.add([]tried{{ignore: ignore("a.hcl", 3, time.Time{}), fits: true}, {ignore: ignore("b.tf", 3, time.Time{}), fits: false}})
	want := []string{
		"a.hcl:1:1: this ended on 2027-04-30 (why); remove it or move the day",
		"a.hcl:2:1: this ended on 2027-04-30 (why); remove it or move the day",
		"b.tf:3:1: this ignores nothing (why); remove it",
		"b.tf:12:1: this ignores nothing (why); remove it",
	}
	if diff := cmp.Diff(want, u.left(now)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
