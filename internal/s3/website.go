package s3

import (
	"cmp"

	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Website is the static website configuration.
type Website struct {
	Enabled tri.Value
	Index   string
	Address string
	// redirects are in the order in which they are tried. redirectsKnown is not
	// true where there may be others.
	redirects      []Redirect
	redirectsKnown tri.Value
}

const separateWebsite, separateCORS = "aws_s3_bucket_website_configuration", "aws_s3_bucket_cors_configuration"

func (b *Bucket) readWebsite() {
	if r := b.store.one("bucket", b.Name, separateWebsite); r != nil {
		b.Website = Website{Enabled: tri.True, Address: r.Address, Index: "index.html"}
		b.Website.Index = cmp.Or(r.Within("index_document").String("suffix"), b.Website.Index)
		b.Website.readRedirects(r.Block)
		return
	}
	b.Website = Website{Enabled: tri.False, Index: "index.html", redirectsKnown: tri.True}
	if b.Resource == nil {
		b.Website.Enabled = tri.Because(b.outside("website configuration"))
		return
	}
	if !b.shows("website", separateWebsite) {
		return
	}
	if w, there := b.Resource.First("website"); !there.IsFalse() {
		b.Website.Enabled, b.Website.Address = there, b.Resource.Address
		b.Website.Index = cmp.Or(w.String("index_document"), b.Website.Index)
		b.Website.readRedirects(w)
	}
}

// CORS is the bucket's CORS configuration.
type CORS struct {
	// Configured tells whether there is any rule.
	Configured tri.Value
	Rules      []plan.Block
	Address    string
}

func (b *Bucket) readCORS() {
	r := b.store.one("bucket", b.Name, separateCORS)
	switch {
	case r != nil:
	case b.Resource == nil:
		b.CORS.Configured = tri.Because(b.outside("CORS configuration"))
		return
	case !b.shows("cors_rule", separateCORS):
		b.CORS.Configured = tri.False
		return
	default:
		r = b.Resource
	}
	rules, known := r.Blocks("cors_rule")
	b.CORS = CORS{Configured: tri.Of(len(rules) > 0), Rules: rules, Address: r.Address}
	if len(rules) == 0 && !known.IsTrue() {
		b.CORS.Configured = known
	}
}
