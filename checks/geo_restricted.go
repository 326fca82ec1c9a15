package checks

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/words"
)

var geoRestricted = Rule{
	Name:  "geo-restricted",
	Title: "viewers in some countries get 403",
	Worst: Notice,
	Run: func(p *Pass) {
		for _, d := range p.After.Distributions {
			if len(d.GeoLocations) > 0 && (d.GeoRestriction == "whitelist" || d.GeoRestriction == "blacklist") {
				p.Report(p.geo(d))
			}
		}
	},
}

// maxCountries bounds the countries that a finding lists.
const maxCountries = 12

func (p *Pass) geo(d *cloudfront.Distribution) Finding {
	who := "viewers in " + words.Some(d.GeoLocations, maxCountries)
	if d.GeoRestriction == "whitelist" {
		who = "viewers outside " + words.Some(d.GeoLocations, maxCountries)
	}
	return Finding{
		Severity: Notice, Change: p.geoChange(d),
		Address: d.GeoAt.Address, Attribute: d.GeoAt.Attribute,
		What: who + " get 403 from " + d.Address,
		Fix:  "Nothing, if that is meant; else set restriction_type = \"none\" and locations = [].",
	}
}

// geoChange is Existing if every country that is refused was refused before.
func (p *Pass) geoChange(d *cloudfront.Distribution) Change {
	old := p.Before.Distribution(d.Address)
	if old == nil || old.GeoRestriction != "whitelist" && old.GeoRestriction != "blacklist" {
		return Introduced
	}
	within := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(s string) bool { return !slices.Contains(b, s) })
	}
	apart := func(a, b []string) bool {
		return !slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
	}
	now, before := d.GeoLocations, old.GeoLocations
	switch {
	case d.GeoRestriction == old.GeoRestriction && d.GeoRestriction == "whitelist" && within(before, now),
		d.GeoRestriction == old.GeoRestriction && d.GeoRestriction == "blacklist" && within(now, before),
		d.GeoRestriction == "blacklist" && old.GeoRestriction == "whitelist" && apart(now, before):
		return Existing
	}
	return Introduced
}
