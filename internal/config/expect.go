package config

import (
	"cmp"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/simulate"
)

type expectBlock struct {
	Name          string    `hcl:"name,label"`
	Range         hcl.Range `hcl:",def_range"`
	Distribution  string    `hcl:"distribution,optional"`
	Requests      []string  `hcl:"requests"`
	RequestsRange hcl.Range `hcl:"requests,attr_value_range"`
	Verdict       string    `hcl:"verdict"`
	VerdictRange  hcl.Range `hcl:"verdict,attr_value_range"`
	Method        string    `hcl:"method,optional"`
	Scheme        string    `hcl:"scheme,optional"`
	Signed        bool      `hcl:"signed,optional"`
}

// maxExpected bounds the requests of all expectations.
const maxExpected = 10_000

// expectations reads the expect blocks. A pattern takes the form of a request: * is
// a character that paths may hold.
func (r *reader) expectations(blocks []expectBlock) []simulate.Expectation {
	var out []simulate.Expectation
	requests := 0
	for _, b := range blocks {
		if requests += len(b.Requests); requests > maxExpected {
			r.wrong(b.Range, "more than %d requests are expected in this file; join them by patterns", maxExpected)
			return nil
		}
		out = append(out, r.expectation(b))
	}
	return out
}

func (r *reader) expectation(b expectBlock) simulate.Expectation {
	out := simulate.Expectation{Name: b.Name, Distribution: b.Distribution, Range: b.Range}
	r.oneOf(b.Verdict, b.VerdictRange, "served", "forbidden", "other", "unchanged")
	switch b.Verdict {
	case "served":
		out.Verdict = simulate.Served
	case "forbidden":
		out.Verdict = simulate.Forbidden
	case "other":
		out.Verdict = simulate.Other
	case "unchanged":
		out.Unchanged = true
	}
	if len(b.Requests) == 0 {
		r.wrong(b.RequestsRange, `no requests; name paths or URLs such as "/", "/docs/*"`)
	}
	with := simulate.Request{Method: cmp.Or(b.Method, "GET"), Scheme: cmp.Or(b.Scheme, "https"), Signed: b.Signed}
	for _, target := range b.Requests {
		q, err := simulate.ParseRequest(target, with)
		if err != nil {
			r.wrong(b.RequestsRange, "%v", err)
		}
		out.Requests = append(out.Requests, q)
	}
	return out
}
