package fix

import (
	"fmt"
	"strings"
	"testing"
)

// sites are the site many times over, with the behavior of each access control as it
// is given.
func sites(behaviors ...string) string {
	var b strings.Builder
	for i, behavior := range behaviors {
		own := strings.NewReplacer(
			`"b"`, fmt.Sprintf(`"b%d"`, i), `"oac"`, fmt.Sprintf(`"oac%d"`, i), `"d"`, fmt.Sprintf(`"d%d"`, i),
			"aws_s3_bucket.b.", fmt.Sprintf("aws_s3_bucket.b%d.", i),
			"control.oac.", fmt.Sprintf("control.oac%d.", i), "distribution.d.", fmt.Sprintf("distribution.d%d.", i),
			`"never"`, fmt.Sprintf("%q", behavior),
		)
		b.WriteString(own.Replace(site))
	}
	return b.String()
}

// Many sites with one fault take one proof, whatever else is the matter with some of
// them.
func TestSitesAreMendedTogether(t *testing.T) {
	behaviors := make([]string, 40)
	for i := range behaviors {
		behaviors[i] = "never"
	}
	whole := sites(behaviors...)
	spoilt := strings.Replace(whole, `Action    = "s3:GetObject"`, `Action    = "s3:DeleteObject"`, 1)
	for name, c := range map[string]struct {
		source string
		judged int
		ended  int
	}{
		"all at once":                  {whole, 2 * 5 * len(behaviors), 40},
		"those that end by themselves": {spoilt, 40 * 5 * len(behaviors), 40},
		"as far as the bounds allow":   {spoilt, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			g, w := alone(t, folderOf(t, map[string]string{"main.tf": c.source}))
			r := g.Find(w, Options{Wants: serious, Judged: c.judged})
			n := 0
			for _, p := range r.Proposals {
				n += len(p.Ends)
				if p.Why == nil || p.Edits == nil {
					t.Errorf("%+v", p)
				}
			}
			if n != c.ended || c.ended == 0 && r.Untried == 0 {
				t.Errorf("%d findings are ended, %d not tried, %d left: %+v", n, r.Untried, len(r.Left), r.Left)
			}
			if n > 0 {
				carriedOut(t, g, w, r)
			}
		})
	}
}
