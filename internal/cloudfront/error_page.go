package cloudfront

import (
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// ErrorPage is a custom error response with a page.
type ErrorPage struct {
	plan.Block
	// Error is the status that is replaced.
	Error int
	// Page is the path whose object is sent instead, "" if only caching is set.
	Page string
	// Status is what the viewer gets, 0 if only caching is set.
	Status int

	errorKnown, statusKnown tri.Value
}

func (d *Distribution) readErrorPages(r *plan.Resource) {
	list, known := r.Blocks("custom_error_response")
	list, known = bounded(list, known, r, "custom_error_response")
	d.ErrorPagesKnown = known
	for _, b := range list {
		p := ErrorPage{Block: b, Page: b.String("response_page_path")}
		p.Error, p.errorKnown = httpStatus(b, "error_code")
		p.Status, p.statusKnown = httpStatus(b, "response_code")
		d.ErrorPages = append(d.ErrorPages, p)
	}
}

// ErrorPage returns the custom error response with a page for a status.
func (d *Distribution) ErrorPage(status int) (ErrorPage, bool) {
	for _, p := range d.ErrorPages {
		if p.Error == status && p.Page != "" {
			return p, true
		}
	}
	return ErrorPage{}, false
}

// httpStatus reads a status, 0 if there is none or if it is not known.
func httpStatus(b plan.Block, name string) (int, tri.Value) {
	if runes := symbol.In(b.String(name)); len(runes) > 0 {
		return 0, tri.Because(tri.Cause{Symbol: runes[0]})
	}
	status, there := b.Int(name)
	if there.IsUnknown() {
		return 0, there
	}
	return status, tri.True
}

// Replacement tells whether ErrorPage says all that becomes of a status. It is
// not true, with the causes, where a response that is not known may replace it,
// or where it is not known by which status.
func (d *Distribution) Replacement(status int) (known tri.Value) {
	known = d.ErrorPagesKnown
	for _, p := range d.ErrorPages {
		switch {
		case p.Page == "":
		case p.Error == status:
			return p.statusKnown
		default:
			known = known.And(p.errorKnown)
		}
	}
	return known
}
