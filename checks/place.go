package checks

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/internal/trace"
)

// Mark is a place that tells why, with a few words.
type Mark struct {
	Label string
	// Range is the place in the source.
	Range hcl.Range
	// General: it tells little of this finding, and is shown only where all is.
	General bool
	// of is what Range is found by, the zero Place where Range is told.
	of trace.Place
}

// Site is where something is written.
type Site struct {
	Range hcl.Range
	// Argument is that of the resource that has the value which is made there.
	Argument hcl.Range
	// Via are the references that lead from it to Range.
	Via []Mark
}

// Near is where the resource itself says it, be it by a reference.
func (s *Site) Near() hcl.Range {
	if len(s.Via) > 0 {
		return s.Via[0].Range
	}
	return s.Range
}

// Locator finds what the configuration says in its source, nil without source
// and for what is not there.
type Locator func(trace.Place) *Site

// maxPlaces bounds the places of one finding.
const maxPlaces = 6

// site finds the places of a finding in the source.
func (p *Pass) site(f *Finding) {
	marks := f.Places
	f.Places = told(marks)
	if len(f.Places) > 0 {
		f.Range = &f.Places[0].Range // what is found in the source is nearer
	}
	if p.locate == nil {
		return
	}
	at := p.locate(trace.Place{Address: f.Address, Attribute: f.Attribute, Part: f.Part})
	if at == nil && f.Home != "" {
		at = p.locate(trace.Place{Address: f.Home})
	}
	if at == nil {
		return
	}
	f.Range, f.Along = &at.Range, []hcl.Range{at.Argument}
	for _, m := range at.Via {
		f.Along = append(f.Along, m.Range)
	}
	special, general := p.found(marks)
	via := at.Via[:min(1, len(at.Via))] // where the resource says it
	f.Places = distinct(slices.Concat(f.Places, special, via, general), at.Range)
}

// found finds marks in the source: those that tell of this finding, and the general
// ones.
func (p *Pass) found(marks []Mark) (special, general []Mark) {
	for _, m := range marks {
		if m.of == (trace.Place{}) {
			continue
		}
		found := p.locate(m.of)
		switch {
		case found == nil:
			continue
		case m.General:
			m.Range = found.Near()
			general = append(general, m)
		default:
			m.Range = found.Near()
			special = append(special, m)
		}
	}
	return special, general
}

// told are the places that need not be looked for.
func told(marks []Mark) []Mark {
	return slices.DeleteFunc(slices.Clone(marks), func(m Mark) bool { return m.of != (trace.Place{}) })
}

// distinct drops the places that are the finding's own or were named before.
func distinct(list []Mark, own hcl.Range) []Mark {
	seen := map[hcl.Range]bool{own: true}
	var out []Mark
	for _, m := range list {
		if !seen[m.Range] && len(out) < maxPlaces {
			seen[m.Range] = true
			out = append(out, m)
		}
	}
	return out
}

// mark is a place that is found when the finding is reported.
func mark(label, address, attribute string) Mark {
	return Mark{Label: label, of: trace.Place{Address: address, Attribute: attribute}}
}

// whoAsks are the places that a refusal comes from: what the request has that does
// not fit, or the origin that asks.
func (p *Pass) whoAsks(o simulate.Outcome, f simulate.Refusal) []Mark {
	var out []Mark
	d := o.Distribution.Place()
	switch f.Code {
	case trace.SourceMismatch, trace.ExplicitDeny:
		if strings.EqualFold(f.Key, "aws:SourceArn") {
			out = append(out, mark("CloudFront sends the ARN of this one", d, ""))
		}
	case trace.PrincipalMissing, trace.PolicyMissing:
		if o.Origin != nil && (o.Origin.AccessControl != nil || o.Origin.Identity != nil) {
			out = append(out, mark("CloudFront asks S3 as this", d, o.Origin.Access()))
		}
	case trace.ResourceMissing:
		if o.Origin != nil && o.Origin.Path != "" {
			out = append(out, mark("the origin path begins each key", d, o.Origin.At("origin_path")))
		}
		if b := o.Result.Behavior; b != nil && b.Pattern != "" {
			out = append(out, mark("these paths are asked for", b.Owner(), b.At("path_pattern")))
		}
	}
	if o.Origin != nil && len(out) == 0 {
		reads := mark("this origin reads the bucket", d, o.Origin.At("domain_name"))
		reads.General = true
		out = append(out, reads)
	}
	return out
}
