package simulate

import (
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/tri"
)

// MissingKey tells whether a request for an object that does not exist is
// answered 403 rather than 404: S3 tells only those who may list the bucket
// (S3 API Reference, GetObject, Permissions).
func (w *World) MissingKey(o Outcome) tri.Value {
	if o.Bucket == nil || o.Origin == nil || o.Origin.Endpoint.Form == cloudfront.Website {
		return tri.False
	}
	x := w.exchange(o.Distribution, o.Request).to(o.Result.Behavior, o.Origin)
	x.Bucket, x.Caller = o.Bucket, o.Caller
	request := x.originRequest()
	request.Implied = true
	return x.authorize(request).Allowed.Not()
}
