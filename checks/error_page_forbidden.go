package checks

import (
	"strconv"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

var errorPageForbidden = Rule{
	Name:  "error-page-forbidden",
	Title: "the custom error page itself returns 403",
	Worst: Error,
	Run: func(p *Pass) {
		for i, o := range p.Outcomes {
			if o.ErrorPage == 0 || o.Verdict != simulate.Forbidden {
				continue
			}
			f := o.Refusals[len(o.Refusals)-1]
			f.Step = trace.Step{Address: o.Distribution.Place(), Attribute: "custom_error_response"}
			if page, ok := o.Distribution.ErrorPage(o.ErrorPage); ok {
				f.Step.Address, f.Step.Attribute = page.Owner(), page.At("response_page_path")
			}
			p.Explain(i, f, Finding{
				Severity: Warning,
				What:     "the error page " + o.Path + " of " + o.Distribution.Address + " itself returns 403",
				Why:      "viewers get a plain 403 instead of the page for status " + strconv.Itoa(o.ErrorPage),
				Fix: "Give the page's path a behavior whose origin CloudFront may read, and check that the origin " +
					"path and the bucket policy cover it.",
				Related: []string{o.Bucket().Address()},
			})
		}
	},
}
