package simulate

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/plantest"
)

// A step on which no answer hangs changes none: what is sent through the worlds
// between is what is remembered of those that differ in such steps only.
func TestAnswersHangOnFewSteps(t *testing.T) {
	few, idle := false, false
	rapid.Check(t, func(t *rapid.T) {
		before, after := plantest.States(t, drawnUpdates(t))
		b := NewWorld(before, nil)
		a := NewWorld(after, b)
		p := newSurroundings(a, b, siteAddress)
		l := newOrders(p, p.steps(a.since(b).agenda), newStanding(after))
		if l == nil {
			return
		}
		for _, o := range Run(a, b) {
			w, ok := l.newWalk(p, o)
			if !ok {
				t.Fatalf("%d steps are too many", len(l.steps))
			}
			few, idle = few || w.hang != l.all(), idle || l.idle != 0
			for done := range subsets(l.all()) {
				got, want := w.at(done), sendThrough(o, l.after(done))
				if got.refused != want.refused || got.always != want.always {
					t.Errorf("%s %s after steps %b: refused %v, want %v", o.Method, o.Path, done, got.refused, want.refused)
				}
			}
		}
	})
	if !few || !idle {
		t.Error("every answer hangs on all steps, or no step is idle")
	}
}

// drawnUpdates are updates of a distribution, its access control, its buckets and their
// policies, and the public access block of one of them.
func drawnUpdates(t *rapid.T) []any {
	buckets := []string{"open", "shut", "list"}
	cached := rapid.Bool().Draw(t, "the API takes the distribution")
	drawn := func(of string) string { return rapid.SampledFrom([]string{"a", "b"}).Draw(t, of) }
	site := func() attrs {
		target := func(name string) attrs {
			out := behavior(rapid.SampledFrom(buckets).Draw(t, name), nil)
			if cached {
				out["cache_policy_id"] = "658327ea-f89d-4fab-a63d-7e88639e58f6"
			}
			return out
		}
		photos := target("photos")
		photos["path_pattern"] = "/photos/*"
		body := attrs{
			"id": "EDFDVBD6EXAMPLE", "arn": siteARN, "domain_name": "d111111abcdef8.cloudfront.net", "enabled": true,
			"origin":                 []attrs{origin("open"), origin("shut"), origin("list")},
			"default_cache_behavior": []attrs{target("default")}, "ordered_cache_behavior": []attrs{photos},
			"default_root_object": rapid.SampledFrom([]string{"", "photos/index.html"}).Draw(t, "root"),
			"comment":             drawn("comment"),
		}
		if rapid.Bool().Draw(t, "has an error page") {
			body["custom_error_response"] = []attrs{{"error_code": 403, "response_code": 200, "response_page_path": "/photos/403.html"}}
		}
		return body
	}
	policy := func(bucket string) attrs {
		keys := rapid.SampledFrom([]string{"*", "photos/*", "none"}).Draw(t, "keys of "+bucket)
		return attrs{"bucket": bucket, "policy": granting("s3:GetObject", "arn:aws:s3:::"+bucket+"/"+keys)}
	}
	var out []any
	change := func(action, address string, old, now attrs) {
		typ, name, _ := strings.Cut(address, ".")
		out = append(out, attrs{
			"address": address, "mode": "managed", "type": typ, "name": name,
			"change": attrs{"actions": []string{action}, "before": old, "after": now},
		})
	}
	change("update", siteAddress, site(), site())
	control := func() attrs {
		return attrs{
			"id": "E0000000000OAC", "origin_access_control_origin_type": "s3", "signing_protocol": "sigv4",
			"signing_behavior": rapid.SampledFrom([]string{"always", "always", "never"}).Draw(t, "signing"),
			"description":      drawn("description"),
		}
	}
	change("update", "aws_cloudfront_origin_access_control.oac", control(), control())
	for _, name := range buckets {
		bucket := attrs{"bucket": name}
		if name == "shut" {
			change("update", "aws_s3_bucket.shut", attrs{"bucket": name, "force_destroy": true}, bucket)
		} else {
			change("no-op", "aws_s3_bucket."+name, bucket, bucket)
		}
		change("update", "aws_s3_bucket_policy."+name, policy(name), policy(name))
	}
	block := attrs{"bucket": "shut", "block_public_policy": true}
	open := maps.Clone(block)
	open["block_public_policy"] = rapid.Bool().Draw(t, "block")
	change("update", "aws_s3_bucket_public_access_block.shut", block, open)
	return out
}
