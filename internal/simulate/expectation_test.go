package simulate

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// divided is a site whose paths fare differently: by behaviors, and by the keys
// that a policy grants.
func divided(t testing.TB) *World {
	return site(t, attrs{
		"ordered_cache_behavior": []attrs{
			behavior("shut", attrs{"path_pattern": "/private/*"}),
			behavior("open", attrs{"path_pattern": "/docs/*.html"}),
			behavior("list", attrs{"path_pattern": "*.png"}),
		},
	}, resources{
		"aws_s3_bucket_policy.list": {"bucket": "list", "policy": granting("s3:GetObject", "arn:aws:s3:::list/img/*")},
	})
}

func TestExpectations(t *testing.T) {
	w := divided(t)
	get := func(path string) Request { return Request{Method: "GET", Scheme: "https", Path: path} }
	tests := []struct {
		name   string
		expect Expectation
		broken []string // the paths that are shown
	}{
		{"one path that is served", Expectation{Verdict: Served, Requests: []Request{get("/a")}}, nil},
		{"one path that is refused", Expectation{Verdict: Served, Requests: []Request{get("/private/a")}}, []string{"/private/a"}},
		{"every path of a behavior", Expectation{Verdict: Forbidden, Requests: []Request{get("/private/*")}}, nil},
		{"a pattern that holds another behavior's paths", Expectation{Verdict: Served, Requests: []Request{get("/docs/*")}}, []string{"/docs/.png"}},
		{"keys that the policy leaves out", Expectation{Verdict: Served, Requests: []Request{get("/*.png")}}, []string{"/.png"}},
		{"keys that the policy grants", Expectation{Verdict: Served, Requests: []Request{get("/img/*.png")}}, nil},
		{"another method", Expectation{Verdict: Forbidden, Requests: []Request{{Method: "PUT", Scheme: "https", Path: "/*"}}}, nil},
		{"a distribution that is new has not changed", Expectation{Unchanged: true, Requests: []Request{get("/*")}}, nil},
		{"another distribution is another plan's", Expectation{Distribution: "aws_cloudfront_distribution.other", Requests: []Request{get("/")}}, nil},
		{"each request is a question of its own", Expectation{Verdict: Served, Requests: []Request{get("/private/a"), get("/a"), get("/b.png")}}, []string{"/private/a", "/b.png"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, o := range Run(w, w.before, tt.expect) {
				if len(o.Expected) > 0 {
					got = append(got, o.Path)
				}
			}
			if diff := cmp.Diff(tt.broken, got, cmpopts.SortSlices(strings.Compare)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestExpectationsSpeakForAllPaths: an expectation is broken where, and only where,
// a path of its pattern gets something else.
func TestExpectationsSpeakForAllPaths(t *testing.T) {
	w := divided(t)
	d := w.Distribution(siteAddress)
	pieces := []string{"*", "/", "a", "docs/", "private/", "img/", ".png", ".html", "*"}
	draw := func(n int) string {
		var b strings.Builder
		b.WriteString("/")
		for range rand.IntN(n) {
			b.WriteString(pieces[rand.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 300 {
		pattern := draw(4)
		e := enumeration{world: w, distribution: d}
		paths, complete := e.covered(pattern)
		if !complete {
			t.Fatalf("%s: not complete", pattern)
		}
		verdicts := map[Verdict]bool{}
		for _, p := range paths {
			if glob.Compile(pattern).Match(p) != tri.Yes {
				t.Errorf("%s does not cover %s", pattern, p)
			}
			verdicts[w.Send(d, Request{Method: "GET", Scheme: "https", Path: p}).Verdict] = true
		}
		for range 100 {
			path := strings.ReplaceAll(draw(6), "*", "x")
			if glob.Compile(pattern).Match(path) != tri.Yes || atlas.Normalized(path) != path {
				continue
			}
			if v := w.Send(d, Request{Method: "GET", Scheme: "https", Path: path}).Verdict; !verdicts[v] {
				t.Fatalf("%s covers %s, which is %s, and no example of it is: %v", pattern, path, v, paths)
			}
		}
	}
}
