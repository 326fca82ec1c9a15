package policy

import (
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// resourceObjections: each Resource is the bucket or objects of it.
func (d *Document) resourceObjections(s *Statement, t target) []Objection {
	var out []Objection
	for i, p := range s.resources {
		var certain tri.Value
		var why string
		switch {
		case p.text == "*":
			why = `"*" is not the bucket`
			certain = certainly(s.NotResource != nil || s.Effect != Allow, `"*" there`)
		case !t.has(p):
			why = quote(p.shown) + " is not " + t.ARN + " or an object of it" + t.mistake(p)
			certain = certainly(s.NotResource != nil, "other buckets in NotResource")
		case p.wideBucket():
			why = quote(p.shown) + " may mean other buckets than " + t.ARN
			certain = unsettled("a wildcard in the name of the bucket")
		default:
			continue
		}
		out = append(out, d.objection(s.resourceSpots[i], certain, "Policy has invalid resource: "+why,
			"Name the bucket as "+t.ARN+" and its objects as "+t.ARN+"/*."))
	}
	return out
}

// has reports whether a pattern can mean the bucket or an object of it.
func (t target) has(p arnPattern) bool {
	wide := p.whole().widened()
	return wide.Intersects(t.bucket) != tri.No || wide.Intersects(t.objects) != tri.No
}

// mistake says what went wrong in an ARN, "" if it is just another bucket's.
func (t target) mistake(p arnPattern) string {
	parts := strings.SplitN(p.text, ":", segments)
	switch {
	case strings.Count(p.text, ":s3:::") > 1:
		return "; what follows arn:" + t.Partition + ":s3::: is already an ARN"
	case len(parts) < segments:
		return "; an ARN of S3 begins with arn:" + t.Partition + ":s3:::"
	case parts[1] != t.Partition:
		return "; the bucket is in the partition " + t.Partition
	}
	return ""
}

// wideBucket reports whether the part that names the bucket, or one before it,
// has a wildcard.
func (p arnPattern) wideBucket() bool {
	if p.loose || len(p.parts) < segments {
		return false
	}
	for i, part := range p.parts {
		name := part.whole.String()
		if i == segments-1 {
			name, _, _ = strings.Cut(name, "/")
		}
		if strings.ContainsAny(name, "*?") || part.varying != nil && strings.Contains(name, "${") {
			return true
		}
	}
	return false
}

// widened is the template with * for its variables.
func (t template) widened() glob.Pattern {
	if t.varying == nil {
		return t.whole
	}
	var wide []glob.Pattern
	for _, p := range t.pieces {
		if p.variable != "" {
			p.pattern = glob.Compile("*")
		}
		wide = append(wide, p.pattern)
	}
	return glob.Concat(wide...)
}
