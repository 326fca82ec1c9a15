package cloudfront

import (
	"slices"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// parameterSet is which parameters of a query string one policy forwards
// (CloudFront API Reference, CachePolicyQueryStringsConfig and
// OriginRequestPolicyQueryStringsConfig).
type parameterSet struct {
	// all forwards every parameter but those in list; otherwise those in list.
	all  bool
	list []string
	// known is not true when it is not known which they are.
	known tri.Value
}

var (
	allParameters = parameterSet{all: true, known: tri.True}
	noParameters  = parameterSet{known: tri.True}
)

func (s parameterSet) forwards(name string) tri.Value {
	if !s.known.IsTrue() {
		return s.known
	}
	return tri.Of(slices.Contains(s.list, name) != s.all)
}

// some reports whether any parameter at all is forwarded.
func (s parameterSet) some() tri.Value {
	if !s.known.IsTrue() {
		return s.known
	}
	return tri.Of(s.all || len(s.list) > 0)
}

// parametersOf reads what a policy forwards of query strings.
func parametersOf(policy plan.Block) parameterSet {
	config, there := policy.First("query_strings_config")
	behavior := config.String("query_string_behavior")
	switch {
	case there.IsFalse():
		return noParameters
	case symbol.Contains(behavior):
		return parameterSet{known: tri.Because(symbolCauses(behavior)...)}
	case behavior == "none":
		return noParameters
	case behavior == "all":
		return allParameters
	}
	names, known := config.Within("query_strings").Texts("items")
	return parameterSet{all: behavior == "allExcept", list: names, known: known.And(noneUnknown(names)).And(there)}
}

// legacyParameters are those of forwarded_values: all or none, since
// query_string_cache_keys only chooses what the cache tells apart.
func legacyParameters(old plan.Block) parameterSet {
	forwards := old.Bool("query_string", false)
	if forwards.IsUnknown() {
		return parameterSet{known: forwards}
	}
	return parameterSet{all: forwards.IsTrue(), known: tri.True}
}

// ForwardsQuery reports whether the viewer's query string reaches the origin, all
// of it or some.
func (b *Behavior) ForwardsQuery() tri.Value {
	out := tri.False
	for _, s := range b.forwarded.parameters {
		out = out.Or(s.some())
	}
	return out
}

// ForwardsParameter reports whether a parameter of the viewer's query string
// reaches the origin. Names have case.
func (b *Behavior) ForwardsParameter(name string) tri.Value {
	out := tri.False
	for _, s := range b.forwarded.parameters {
		out = out.Or(s.forwards(name))
	}
	return out
}
