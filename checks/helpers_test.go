package checks

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"pgregory.net/rapid"

	"github.com/plan403/plan403/internal/plantest"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

// attrs are the arguments of a resource or block.
type attrs map[string]any

// resources are those of one world, by address.
type resources map[string]attrs

// worlds reads a plan that leads from one set of resources to another.
func worlds(t rapid.TB, from, to resources, assume ...plan.Assumption) (before, after *simulate.World) {
	var changes []any
	addresses := maps.Clone(from)
	if addresses == nil {
		addresses = resources{}
	}
	maps.Copy(addresses, to)
	for address := range addresses {
		typ, name, _ := strings.Cut(address, ".")
		changes = append(changes, attrs{"address": address, "mode": "managed", "type": typ, "name": name, "change": changeOfOne(from[address], to[address])})
	}
	b, a := plantest.States(t, changes, assume...)
	before = simulate.NewWorld(b, nil)
	return before, simulate.NewWorld(a, before)
}

func changeOfOne(before, after attrs) attrs {
	action := "update"
	switch {
	case before == nil:
		return attrs{"actions": []string{"create"}, "before": nil, "after": after, "after_unknown": attrs{}}
	case after == nil:
		return attrs{"actions": []string{"delete"}, "before": before, "after": nil, "after_unknown": attrs{}}
	case fmt.Sprint(before) == fmt.Sprint(after):
		action = "no-op"
	}
	return attrs{"actions": []string{action}, "before": before, "after": after, "after_unknown": attrs{}}
}

// found runs simulation and rules over a plan.
func found(t rapid.TB, from, to resources, assume ...plan.Assumption) ([]simulate.Outcome, []Finding) {
	before, after := worlds(t, from, to, assume...)
	outcomes := simulate.Run(after, before)
	return outcomes, Run(after, before, outcomes, nil)
}

// assuming says of the bucket "docs" which objects exist and which do not.
func assuming(present, missing []string) []plan.Assumption {
	keys := func(address, typ string, list []string) plan.Assumption {
		var patterns []any
		for _, k := range list {
			patterns = append(patterns, k)
		}
		return plan.Assumption{Address: address, Type: typ, Bucket: "docs", Values: map[string]any{"bucket": "docs", "keys": patterns}}
	}
	return []plan.Assumption{keys("assume.objects", plan.PresentObjects, present), keys("assume.missing", plan.MissingObjects, missing)}
}

const siteARN = "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"

// working is a distribution that reads a bucket through an access control.
func working() resources {
	return resources{
		"aws_cloudfront_distribution.site": {
			"id": "EDFDVBD6EXAMPLE", "arn": siteARN, "domain_name": "d111111abcdef8.cloudfront.net", "enabled": true, "default_root_object": "index.html",
			"origin": []attrs{{"origin_id": "o", "domain_name": "docs.s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E0000000000OAC"}},
			"default_cache_behavior": []attrs{{
				"target_origin_id": "o", "viewer_protocol_policy": "redirect-to-https", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
				"allowed_methods": []string{"GET", "HEAD"}, "cached_methods": []string{"GET", "HEAD"},
			}},
		},
		"aws_cloudfront_origin_access_control.oac": {"id": "E0000000000OAC", "name": "oac", "origin_access_control_origin_type": "s3", "signing_behavior": "always"},
		"aws_s3_bucket.docs":                       {"bucket": "docs", "policy": ""},
		"aws_s3_bucket_policy.docs":                {"bucket": "docs", "policy": policyOf(allowing(siteARN, "s3:GetObject", "arn:aws:s3:::docs/*"))},
	}
}

func allowing(source, action, resource string) attrs {
	return attrs{
		"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": action, "Resource": resource,
		"Condition": attrs{"StringEquals": attrs{"AWS:SourceArn": source}},
	}
}

func policyOf(statements ...attrs) string {
	text, _ := json.Marshal(attrs{"Version": "2012-10-17", "Statement": statements})
	return string(text)
}

// with replaces arguments of one resource; nil arguments take it away.
func (r resources) with(address string, arguments attrs) resources {
	out := maps.Clone(r)
	if arguments == nil {
		delete(out, address)
		return out
	}
	body := maps.Clone(out[address])
	if body == nil {
		body = attrs{}
	}
	maps.Copy(body, arguments)
	out[address] = body
	return out
}

// behaving replaces arguments of the default cache behavior.
func (r resources) behaving(arguments attrs) resources {
	b := maps.Clone(r["aws_cloudfront_distribution.site"]["default_cache_behavior"].([]attrs)[0])
	maps.Copy(b, arguments)
	return r.with("aws_cloudfront_distribution.site", attrs{"default_cache_behavior": []attrs{b}})
}

func names(findings []Finding) []string {
	out := []string{}
	for _, f := range findings {
		out = append(out, f.Severity.String()+" "+f.Rule)
	}
	return out
}
