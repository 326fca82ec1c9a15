package checks

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// anyPlan draws a set-up that is mostly right: each part has its right form and
// several wrong ones.
func anyPlan(t *rapid.T) resources {
	pick := func(label string, list ...string) string { return rapid.SampledFrom(list).Draw(t, label) }
	r := working()
	r = r.with("aws_cloudfront_origin_access_control.oac", attrs{"signing_behavior": pick("signing", "always", "always", "no-override", "never"), "origin_access_control_origin_type": pick("type", "s3", "s3", "s3", "lambda")})
	r = r.with(distributionAddress, attrs{"default_root_object": pick("root", "", "index.html", "index.html", "/index.html")})
	r = r.behaving(attrs{
		"viewer_protocol_policy":   pick("protocol", "redirect-to-https", "https-only", "allow-all"),
		"allowed_methods":          rapid.SampledFrom([][]string{{"GET", "HEAD"}, {"GET", "HEAD", "OPTIONS"}, {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}}).Draw(t, "methods"),
		"origin_request_policy_id": pick("headers", "", "", "216adef6-5c7f-47e4-b989-5492eafa07d3", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"),
	})
	if rapid.Bool().Draw(t, "error page") {
		r = r.with(distributionAddress, attrs{"custom_error_response": []attrs{{"error_code": 403, "response_code": 200, "response_page_path": "/img/403.html"}}})
	}
	if pages := rapid.IntRange(0, 4).Draw(t, "block"); pages == 0 {
		r = r.with("aws_s3_bucket_public_access_block.docs", attrs{"bucket": "docs", "block_public_policy": rapid.Bool().Draw(t, "policy"), "restrict_public_buckets": rapid.Bool().Draw(t, "restrict")})
	}
	if rapid.IntRange(0, 5).Draw(t, "policy") == 0 {
		return r.with(policyAddress, nil)
	}
	return r.with(policyAddress, attrs{"policy": policyOf(rapid.SliceOfN(rapid.Custom(anyStatement), 1, 3).Draw(t, "statements")...)})
}

func anyStatement(t *rapid.T) attrs {
	s := attrs{
		"Effect":    rapid.SampledFrom([]string{"Allow", "Allow", "Allow", "Deny"}).Draw(t, "effect"),
		"Principal": rapid.SampledFrom([]any{attrs{"Service": "cloudfront.amazonaws.com"}, attrs{"Service": "cloudfront.amazonaws.com"}, "*", attrs{"AWS": "111122223333"}}).Draw(t, "principal"),
		"Action":    rapid.SampledFrom([]string{"s3:GetObject", "s3:GetObject", "s3:*", "s3:ListBucket", "s3:PutObject"}).Draw(t, "action"),
		"Resource":  rapid.SampledFrom([]string{"arn:aws:s3:::docs/*", "arn:aws:s3:::docs/*", "arn:aws:s3:::docs", "arn:aws:s3:::docs/img/*", "arn:aws:s3:::docs*"}).Draw(t, "resource"),
	}
	switch rapid.IntRange(0, 4).Draw(t, "condition") {
	case 0:
		s["Condition"] = attrs{"StringEquals": attrs{"AWS:SourceArn": rapid.SampledFrom([]string{siteARN, "arn:aws:cloudfront::111122223333:distribution/EOTHER"}).Draw(t, "source")}}
	case 1:
		s["Condition"] = attrs{"Bool": attrs{"aws:SecureTransport": "false"}}
	case 2:
		s["Condition"] = attrs{"StringNotEquals": attrs{"aws:PrincipalOrgID": "o-7hq2m4x9ke"}}
	}
	return s
}

// No 403 goes unexplained, and no certain error stands without one: for plans
// that nobody thought of too.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		from, to := resources(nil), anyPlan(r)
		if rapid.Bool().Draw(r, "update") {
			from = anyPlan(r)
		}
		outcomes, findings := found(r, from, to, anyAssumption(r)...)
		explained := map[int]bool{}
		for _, f := range findings {
			refused := strings.HasPrefix(f.Rule, "apply-") || f.Rule == "global-endpoint-region"
			for _, i := range f.Outcomes {
				explained[i] = true
				refused = refused || outcomes[i].Verdict == simulate.Forbidden
			}
			if f.Severity == Error && f.Certainty == Certain && !refused {
				r.Errorf("%s is a certain error without a 403: %s", f.Rule, f.Message)
			}
			if f.Message == "" || strings.ContainsAny(f.Message, "\n\r") {
				r.Errorf("%s: the message is not one line: %q", f.Rule, f.Message)
			}
		}
		for i, o := range outcomes {
			if o.Verdict == simulate.Forbidden && !explained[i] {
				r.Errorf("no rule explains %s %s %s: %+v", o.Method, o.Scheme, o.Path, o.Refusals)
			}
		}
	})
}

// anyAssumption draws what is said of the objects of the bucket: mostly nothing.
func anyAssumption(t *rapid.T) []plan.Assumption {
	if !rapid.Bool().Draw(t, "assume") {
		return nil
	}
	keys := rapid.SliceOfN(rapid.SampledFrom([]string{"*", "img/*", "index.html", "img/403.html", "docs/index.html", "*/", "?"}), 0, 3)
	return assuming(keys.Draw(t, "objects"), keys.Draw(t, "missing"))
}

// A plan that changes nothing introduces nothing and fixes nothing.
func TestNothingChanges(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		same := anyPlan(r)
		outcomes, findings := found(r, same, same, anyAssumption(r)...)
		for _, f := range findings {
			if f.Change != Existing {
				r.Errorf("%s is %s: %s", f.Rule, f.Change, f.Message)
			}
		}
		for _, o := range outcomes {
			if o.Before != o.Verdict {
				r.Errorf("%s %s turns from %s to %s", o.Method, o.Path, o.Before, o.Verdict)
			}
		}
	})
}

// Requests of distributions that a plan does not touch are not sent again; what
// is said of the world before is what sending them gives.
func TestBeforeIsAsSent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		from, other := anyPlan(r), anyPlan(r)
		to := maps.Clone(from)
		addresses := slices.Sorted(maps.Keys(other))
		for range rapid.IntRange(0, 2).Draw(r, "changes") {
			address := rapid.SampledFrom(addresses).Draw(r, "address")
			if delete(to, address); rapid.Bool().Draw(r, "keep") {
				to[address] = other[address]
			}
		}
		before, after := worlds(r, from, to, anyAssumption(r)...)
		for _, o := range simulate.Run(after, before) {
			d := before.Distribution(o.Distribution.Address)
			if d == nil {
				continue
			}
			if got := before.Send(d, o.Request).Verdict; got != o.Before {
				r.Errorf("%s %s was %s before, said to be %s", o.Method, o.Path, got, o.Before)
			}
		}
	})
}

// What is undecided says what is missing and what to do about it.
func TestUndecidedSaysWhat(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		before, after := worlds(r, nil, anyPlan(r), anyAssumption(r)...)
		for _, u := range Open(after, before, simulate.Run(after, before), nil) {
			if u.Address == "" || u.Missing == "" || u.Reason == "" || u.Remedy == "" {
				r.Errorf("%+v", u)
			}
		}
	})
}
