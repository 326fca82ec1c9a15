package cloudfront

import (
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// schema is how a type of resource calls what a distribution consists of.
type schema struct {
	originID, headerName, headerValue string
	ordered, locations                string
	// methods and keyGroups are lists, or blocks of lists.
	methods   func(b plan.Block) (allowed, cached []string, allowedKnown, cachedKnown tri.Value)
	keyGroups func(b plan.Block) tri.Value
}

// standard is the schema of aws_cloudfront_distribution.
var standard = schema{
	originID: "origin_id", headerName: "name", headerValue: "value", ordered: "ordered_cache_behavior",
	locations: "locations",
	methods: func(b plan.Block) (allowed, cached []string, allowedKnown, cachedKnown tri.Value) {
		allowed, allowedKnown = b.Texts("allowed_methods")
		cached, cachedKnown = b.Texts("cached_methods")
		return allowed, cached, allowedKnown, cachedKnown
	},
	keyGroups: func(b plan.Block) tri.Value {
		return anyEntry(b, "trusted_key_groups").Or(anyEntry(b, "trusted_signers"))
	},
}

// multitenant is the schema of aws_cloudfront_multitenant_distribution (provider
// documentation, Argument Reference).
var multitenant = schema{
	originID: "id", headerName: "header_name", headerValue: "header_value", ordered: "cache_behavior",
	locations: "items",
	methods: func(b plan.Block) (allowed, cached []string, allowedKnown, cachedKnown tri.Value) {
		inner := b.Within("allowed_methods")
		allowed, allowedKnown = inner.Texts("items")
		cached, cachedKnown = inner.Texts("cached_methods")
		return allowed, cached, allowedKnown, cachedKnown
	},
	keyGroups: func(b plan.Block) tri.Value {
		groups := b.Within("trusted_key_groups")
		if groups.Bool("enabled", true).IsFalse() {
			return tri.False
		}
		return anyEntry(groups, "items")
	},
}

const multitenantType = "aws_cloudfront_multitenant_distribution"

func schemaOf(r *plan.Resource) schema {
	if r.Type == multitenantType {
		return multitenant
	}
	return standard
}
