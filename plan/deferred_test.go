package plan

import (
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/symbol"
)

// A policy that a later plan will create is not known, which is something else
// than that there is none.
func TestDeferredPolicy(t *testing.T) {
	p := mustRead(t, planJSON(t, nil, creating("aws_s3_bucket.docs", attrs{"bucket": "docs"})))
	p.Deferred = []planfile.DeferredChange{{Address: `module.a["x"].aws_s3_bucket_policy.docs["*"]`, Type: "aws_s3_bucket_policy", Reason: "resource_config_unknown"}}
	_, after := mustStates(t, p, somewhere)
	list := after.OfType("aws_s3_bucket_policy")
	if len(list) != 1 || list[0].Module.String() != `module.a["x"]` || list[0].Name != "docs" {
		t.Fatalf("the deferred policy became %v", list)
	}
	for _, argument := range []string{"bucket", "policy"} {
		if got := list[0].String(argument); !symbol.Unknown(got) || strings.Contains(got, "docs") {
			t.Errorf("%s is %q, want a symbol", argument, got)
		}
	}
}

// What the plan knows of a deferred resource counts.
func TestDeferredPolicyOfAKnownBucket(t *testing.T) {
	text := planJSON(t, nil, creating("aws_s3_bucket.docs", attrs{"bucket": "docs"}))
	text = strings.TrimSuffix(strings.TrimSpace(text), "}") + `,"deferred_changes":[{"reason":"resource_config_unknown",
		"resource_change":{"address":"aws_s3_bucket_policy.docs","mode":"managed","type":"aws_s3_bucket_policy",
			"change":{"actions":["create"],"after":{"bucket":"docs"},"after_unknown":{"policy":true}}}}]}`
	_, after := mustStates(t, mustRead(t, text), somewhere)
	list := after.OfType("aws_s3_bucket_policy")
	if len(list) != 1 {
		t.Fatalf("the deferred policy became %v", list)
	}
	if got := list[0].String("bucket"); got != "docs" {
		t.Errorf("bucket is %q, want docs", got)
	}
	if got := list[0].String("policy"); !symbol.Unknown(got) {
		t.Errorf("policy is %q, want a symbol", got)
	}
}

// An object that a later plan will upload may have any key of any bucket.
func TestDeferredObject(t *testing.T) {
	p := mustRead(t, planJSON(t, nil, creating("aws_s3_bucket.docs", attrs{"bucket": "docs"})))
	p.Deferred = []planfile.DeferredChange{{Address: `aws_s3_object.docs["*"]`, Type: "aws_s3_object", Reason: "resource_config_unknown"}}
	_, after := mustStates(t, p, somewhere)
	list := after.OfType("aws_s3_object")
	if len(list) != 1 {
		t.Fatalf("the deferred object became %v", list)
	}
	for _, argument := range []string{"bucket", "key"} {
		if got := list[0].String(argument); !symbol.Unknown(got) {
			t.Errorf("%s is %q, want a symbol", argument, got)
		}
	}
}
