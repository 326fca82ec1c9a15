package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/s3"
)

// exchange is one viewer request on its way through a world, with what it has
// met so far. It is passed by value: where a request may go two ways, each way
// goes on with a copy.
type exchange struct {
	world        *World
	distribution *cloudfront.Distribution
	request      Request
	folder       string // in which the origin looks for keys, "" or "…/"
	admitted     bool   // the web ACL has let the viewer's own request through, or it is over
	Result
}

// exchange begins with a request that has met nothing yet.
func (w *World) exchange(d *cloudfront.Distribution, r Request) exchange {
	return exchange{world: w, distribution: d, request: r}
}

// to is the exchange as one behavior and one of its origins see it.
func (x exchange) to(b *cloudfront.Behavior, o *cloudfront.Origin) exchange {
	x.Behavior, x.Origin = b, o
	return x
}

// asking is the exchange with another path, as CloudFront asks for the root
// object in place of /.
func (x exchange) asking(path string) exchange {
	x.request.Path = path
	return x
}

// authorize puts an origin request to the bucket, or to the access point before
// it.
func (x exchange) authorize(r s3.Request) s3.Answer {
	if e := x.Origin.Endpoint; e.ThroughAccessPoint() {
		return x.world.Store.AccessPoint(e.Alias, e.Name).Authorize(r)
	}
	return x.bucket.Authorize(r)
}
