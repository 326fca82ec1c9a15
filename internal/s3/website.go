package s3

import (
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Website is the static website configuration.
type Website struct {
	Enabled tri.Value
	Index   string
	Address string
}

func (b *Bucket) readWebsite() {
	if r := b.store.one("bucket", b.Name, "aws_s3_bucket_website_configuration"); r != nil {
		b.Website = Website{Enabled: tri.True, Address: r.Address, Index: "index.html"}
		if i, ok := r.First("index_document"); ok && i.String("suffix") != "" {
			b.Website.Index = i.String("suffix")
		}
		return
	}
	b.Website = Website{Enabled: tri.False, Index: "index.html"}
	if b.Resource == nil {
		b.Website.Enabled = tri.Because(b.outside("website configuration"))
		return
	}
	if w, ok := b.Resource.First("website"); ok {
		b.Website.Enabled, b.Website.Address = tri.True, b.Resource.Address
		if i := w.String("index_document"); i != "" {
			b.Website.Index = i
		}
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
	r := b.store.one("bucket", b.Name, "aws_s3_bucket_cors_configuration")
	if r == nil {
		r = b.Resource
	}
	if r == nil {
		b.CORS.Configured = tri.Because(b.outside("CORS configuration"))
		return
	}
	rules, known := r.Blocks("cors_rule")
	b.CORS = CORS{Configured: tri.Of(len(rules) > 0), Rules: rules, Address: r.Address}
	if len(rules) == 0 && !known.IsTrue() {
		b.CORS.Configured = known
	}
}
