package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
)

var geoRestricted = Rule{
	Name:  "geo-restricted",
	Title: "viewers from some countries get 403",
	Worst: Notice,
	Run: func(p *Pass) {
		for _, d := range p.After.Distributions {
			if len(d.GeoLocations) > 0 && (d.GeoRestriction == "whitelist" || d.GeoRestriction == "blacklist") {
				p.Report(p.geo(d))
			}
		}
	},
}

func (p *Pass) geo(d *cloudfront.Distribution) Finding {
	who := "viewers from " + strings.Join(d.GeoLocations, ", ")
	if d.GeoRestriction == "whitelist" {
		who = "viewers from everywhere but " + strings.Join(d.GeoLocations, ", ")
	}
	return Finding{
		Severity: Notice, Change: p.changeAt([]string{d.Address}),
		Address: d.Address, Attribute: "restrictions[0].geo_restriction[0]",
		Message: who + " get 403 from " + d.Address,
		Fix:     "Nothing, if that is meant; else set restriction_type = \"none\".",
	}
}
