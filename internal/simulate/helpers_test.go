package simulate

import (
	"encoding/json"
	"maps"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/plantest"
	"github.com/plan403/plan403/plan"
)

// attrs are the arguments of a resource or block.
type attrs map[string]any

// resources are what a plan creates, by address.
type resources map[string]attrs

// later stands for a value that is known only after apply.
type later = plantest.Later

// worldAfter is the world after a plan that creates the resources and reads the
// data sources, with what is assumed beside it.
func worldAfter(t testing.TB, list resources, assume ...plan.Assumption) *World {
	t.Helper()
	var changes []any
	for address, after := range list {
		mode, action := "managed", "create"
		rest, read := strings.CutPrefix(address, "data.")
		if read {
			mode, action = "data", "read"
		}
		typ, name, _ := strings.Cut(rest, ".")
		known, unknown, err := plantest.Split(after)
		if err != nil {
			t.Fatal(err)
		}
		unknown.(map[string]any)["domain_name"] = after["domain_name"] == nil
		changes = append(changes, attrs{
			"address": address, "mode": mode, "type": typ, "name": name,
			"change": attrs{"actions": []string{action}, "before": nil, "after": known, "after_unknown": unknown},
		})
	}
	before, after := plantest.States(t, changes, assume...)
	return NewWorld(after, NewWorld(before, nil))
}

const (
	siteAddress = "aws_cloudfront_distribution.site"
	siteARN     = "arn:aws:cloudfront::111122223333:distribution/EDFDVBD6EXAMPLE"
)

// site is a distribution whose default behavior asks the origin "open", with
// the bucket "open" that grants it everything, "shut" that grants nothing, and
// "list" that lets it list as well. Arguments given replace its own.
func site(t testing.TB, arguments attrs, more resources, assume ...plan.Assumption) *World {
	t.Helper()
	body := attrs{
		"id": "EDFDVBD6EXAMPLE", "arn": siteARN, "domain_name": "d111111abcdef8.cloudfront.net", "enabled": true,
		"origin":                 []attrs{origin("open"), origin("shut"), origin("list")},
		"default_cache_behavior": []attrs{behavior("open", nil)},
	}
	maps.Copy(body, arguments)
	list := resources{
		siteAddress: body,
		"aws_cloudfront_origin_access_control.oac": {"id": "E0000000000OAC", "origin_access_control_origin_type": "s3", "signing_behavior": "always", "signing_protocol": "sigv4"},
		"aws_s3_bucket.open":                       {"bucket": "open"},
		"aws_s3_bucket.shut":                       {"bucket": "shut"},
		"aws_s3_bucket.list":                       {"bucket": "list"},
		"aws_s3_bucket_policy.open":                {"bucket": "open", "policy": granting("s3:GetObject", "arn:aws:s3:::open/*")},
		"aws_s3_bucket_policy.list":                {"bucket": "list", "policy": granting("s3:*", []string{"arn:aws:s3:::list", "arn:aws:s3:::list/*"})},
	}
	maps.Copy(list, more)
	return worldAfter(t, list, assume...)
}

// missingIn assumes of a bucket that no object has a key like one of these.
func missingIn(bucket string, keys ...any) plan.Assumption {
	return keysOf(plan.MissingObjects, bucket, keys)
}

// presentIn assumes that objects have them.
func presentIn(bucket string, keys ...any) plan.Assumption {
	return keysOf(plan.PresentObjects, bucket, keys)
}

func keysOf(typ, bucket string, keys []any) plan.Assumption {
	return plan.Assumption{Address: "assume." + typ + "." + bucket, Type: typ, Bucket: bucket, Values: map[string]any{"bucket": bucket, "keys": keys}}
}

func origin(bucket string) attrs {
	return attrs{"origin_id": bucket, "domain_name": bucket + ".s3.eu-west-1.amazonaws.com", "origin_access_control_id": "E0000000000OAC"}
}

// behavior is one that allows reads over both schemes, with other arguments.
func behavior(target string, more attrs) attrs {
	b := attrs{
		"target_origin_id": target, "viewer_protocol_policy": "allow-all", "cache_policy_id": "658327ea-f89d-4fab-a63d-7e88639e58f6",
		"allowed_methods": []string{"GET", "HEAD"}, "cached_methods": []string{"GET", "HEAD"},
	}
	maps.Copy(b, more)
	return b
}

func granting(action string, resource any) string {
	text, _ := json.Marshal(attrs{"Version": "2012-10-17", "Statement": []attrs{{
		"Effect": "Allow", "Principal": attrs{"Service": "cloudfront.amazonaws.com"}, "Action": action, "Resource": resource,
		"Condition": attrs{"StringEquals": attrs{"AWS:SourceArn": siteARN}},
	}}})
	return string(text)
}

// get sends GET over https.
func get(w *World, path string) Result { return send(w, "GET", "https", path) }

func send(w *World, method, scheme, path string) Result {
	return w.Send(w.Distribution(siteAddress), Request{Method: method, Scheme: scheme, Path: path})
}
