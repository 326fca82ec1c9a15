package simulate

import (
	"net/url"
	"strings"

	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/trace"
	"github.com/plan403/plan403/internal/tri"
)

// from asks one origin, by each protocol that may be its.
func (x exchange) from(o *cloudfront.Origin) Result {
	ways, open := o.Protocols()
	out := x.over(ways[0])
	for _, way := range ways[1:] {
		out = eitherBy(out, x.over(way), open)
	}
	return out
}

// over asks one origin and closes with what S3 answers.
func (x exchange) over(o *cloudfront.Origin) Result {
	x.Origin = o
	x.step(trace.Step{
		Step: "origin", Address: x.distribution.Place(), Attribute: o.At("domain_name"),
		Detail: x.detail(o.ID, ": ", o.Domain),
	})
	bucket, folder, closed := x.bucketBehind()
	if bucket == nil {
		return closed
	}
	x.bucket = bucket
	out := x.under(folder)
	if x.request.Path == "/" && !o.FolderKnown.IsTrue() { // without a path it asks for the listing
		return eitherBy(out, x.under(""), o.FolderKnown)
	}
	return out
}

// under asks the bucket for what the request names in a folder.
func (x exchange) under(folder string) Result {
	o := x.Origin
	kind, signing := o.Caller()
	x.Caller = kind
	x.folder = decoded(folder)
	key := x.folder + decoded(strings.TrimPrefix(x.request.Path, "/"))
	x.Key = keyOf(o, x.bucket, key)
	if failed, done := x.unreachable(); done {
		return failed
	}
	if kind == cloudfront.WebsiteCaller {
		return x.fromWebsite(key)
	}
	answer := x.ask(kind)
	if kind == cloudfront.OAC && !signing.IsTrue() {
		anonymous := x.ask(cloudfront.Anonymous)
		return either(answer, anonymous, causeOf(signing))
	}
	return answer
}

func causeOf(v tri.Value) tri.Cause {
	if c := v.Causes(); len(c) > 0 {
		return c[0]
	}
	return tri.Cause{}
}

// bucketBehind finds the bucket behind the origin and the folder in which the origin
// looks for keys. The result is closed when there is none.
func (x exchange) bucketBehind() (bucket *s3.Bucket, folder string, closed Result) {
	w, d, o := x.world, x.distribution, x.Origin
	e := o.Endpoint
	switch {
	case !o.KindKnown.IsTrue():
		return nil, "", undecided(x.Result, o.KindKnown, tri.Cause{
			Address: d.Place(), Attribute: o.Block.Path(),
			Reason: "it is not known whether the origin is an S3 origin",
		})
	case o.Kind == cloudfront.S3Origin && e.Form == cloudfront.NotS3:
		return nil, "", undecided(x.Result, o.SymbolsOfDomain(), tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"), Reason: o.Domain + " is not an S3 endpoint that " +
				"plan403 knows, and without custom_origin_config the origin is an S3 origin",
			Remedy: "use bucket_regional_domain_name, or add a custom_origin_config",
		})
	case o.Kind == cloudfront.VPCOrigin || e.Form == cloudfront.NotS3:
		x.Elsewhere = true
		return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"),
			Reason: "the origin is not an S3 bucket, so what it returns is not in the plan",
		})
	case e.Form == cloudfront.Undecided:
		cause := tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"), Reason: "the origin's domain name is not known",
			Remedy: "name the .tf files with --source",
		}
		if runes := symbol.In(o.Domain); len(runes) > 0 {
			cause = tri.Cause{Symbol: runes[0]}
		}
		return nil, "", undecided(x.Result, tri.Value{}, cause)
	case e.Form == cloudfront.PathStyle:
		name, rest, _ := strings.Cut(strings.TrimPrefix(o.Path, "/"), "/")
		if name == "" {
			return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
				Address: d.Place(), Attribute: o.At("domain_name"),
				Reason: "the bucket is part of the viewer's path",
			})
		}
		if rest != "" {
			rest += "/"
		}
		return w.Store.Bucket(name, e.Region, ""), rest, x.Result
	case e.Form == cloudfront.AccessPointAlias || e.Form == cloudfront.AccessPoint:
		if p := w.Store.AccessPoint(e.Alias, e.Name); p != nil {
			return p.Bucket, o.Folder, x.Result
		}
		return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
			Address: d.Place(), Attribute: o.At("domain_name"),
			Reason: "the access point " + e.Alias + e.Name + " is not in this plan", Remedy: "manage it here",
		})
	case e.Form == cloudfront.Website || e.Bucketed():
		return w.Store.Bucket(e.Bucket, e.Region, d.Partition), o.Folder, x.Result
	}
	return nil, "", undecided(x.Result, tri.Value{}, tri.Cause{
		Address: d.Place(), Attribute: o.At("domain_name"),
		Reason: "plan403 does not decide requests through this kind of S3 endpoint",
	})
}

// keyOf is the object key of an origin request. A website adds its index document to
// directories.
func keyOf(o *cloudfront.Origin, b *s3.Bucket, key string) string {
	if o.Endpoint.Form == cloudfront.Website && (key == "" || strings.HasSuffix(key, "/")) {
		return key + b.Website.Index
	}
	return key
}

// decoded is a part of a path without its percent signs.
func decoded(path string) string {
	if plain, err := url.PathUnescape(path); err == nil {
		return plain
	}
	return path
}

// Behind is the bucket of an origin, nil if it is none.
func (w *World) Behind(d *cloudfront.Distribution, o *cloudfront.Origin) *s3.Bucket {
	b, _, _ := w.exchange(d, Request{}).to(nil, o).bucketBehind()
	return b
}
