package simulate

import (
	"net/url"

	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/tri"
)

// askS3 is what S3 answers to an origin request, with the parameters of the
// viewer's query string that the behavior forwards. Where it is not known whether
// it forwards some, S3 is asked with them and without.
func (x exchange) askS3(r s3.Request) s3.Answer {
	certain, possible, forwards := x.parameters()
	r.Parameters = certain
	answer := x.authorize(r)
	if forwards.IsTrue() {
		return answer
	}
	r.Parameters = possible
	return answer.Agree(x.authorize(r), forwards.Causes()...)
}

// parameters are those that certainly reach S3, those that may, and whether that is
// known of all. A query string that is no form is read as far as it goes.
func (x exchange) parameters() (certain, possible url.Values, known tri.Value) {
	if x.request.Query == "" {
		return nil, nil, tri.True
	}
	all, _ := url.ParseQuery(x.request.Query)
	certain, possible, known = url.Values{}, url.Values{}, tri.True
	for name, values := range all {
		switch forwards := x.Behavior.ForwardsParameter(name); {
		case forwards.IsTrue():
			certain[name], possible[name] = values, values
		case forwards.IsUnknown():
			possible[name], known = values, known.And(forwards)
		}
	}
	return certain, possible, known
}
