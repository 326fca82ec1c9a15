package simulate

import (
	"slices"

	"github.com/plan403/plan403/internal/cloudfront"
)

// unread are the arguments that no model reads: no answer hangs on them.
var unread = []string{
	"comment", "description", "force_destroy", "http_version", "price_class", "retain_on_delete",
	"wait_for_deployment",
}

// findIdle finds the updates that leave all that a request meets as it was. Where
// objects come or go, or an API refuses a change, more hangs on a step than what it
// changes.
func (l *orders) findIdle(p *surroundings) {
	created := func(s step) bool { return s.old == nil || s.new == nil }
	if l.halting != 0 || slices.ContainsFunc(l.steps, created) {
		return
	}
	for i, s := range l.steps {
		if s.idle() && (ownPlace(s.new) == "" || !p.refusable()) {
			l.idle |= 1 << i
		}
	}
}

// idle reports whether an update changes unread arguments only. Policies may ask for the
// tags of buckets.
func (s step) idle() bool {
	aside := unread
	switch s.new.Type {
	case "aws_s3_bucket", "aws_s3_bucket_public_access_block":
	case "aws_cloudfront_distribution", "aws_cloudfront_origin_access_control":
		aside = slices.Concat(unread, tagging)
	default:
		return false
	}
	matters := func(argument string) bool { return !slices.Contains(aside, argument) }
	return !slices.ContainsFunc(s.new.Differing(s.old.Block), matters)
}

// refusable reports whether the API may refuse to change the distribution.
func (p *surroundings) refusable() bool {
	d := p.after.Distribution(p.distribution)
	if d == nil {
		return true
	}
	return p.after.stopOf(d).stops() || cloudfront.ParseEndpoint(d.LogBucket()).Bucketed()
}
