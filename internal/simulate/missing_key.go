package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/tri"
)

// MissingKey tells whether a request for an object that does not exist is
// answered 403 rather than 404: S3 tells only those who may list the bucket
// (S3 API Reference, GetObject, Permissions).
func (w *World) MissingKey(o Outcome) tri.Value {
	if !o.Reached() || o.Origin == nil || o.Origin.Endpoint.Form == cloudfront.Website {
		return tri.False
	}
	x := w.exchange(o.Distribution, o.Request)
	x.Met = o.Met
	x.Key = ""
	request := x.originRequest()
	request.Implied = true
	return x.authorize(request).Allowed.Not()
}
