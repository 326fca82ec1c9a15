package cloudfront

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// Behavior is one cache behavior.
type Behavior struct {
	plan.Block
	// Pattern is the path pattern as written, "" for the default behavior.
	Pattern string
	pattern glob.Pattern
	// Target is the id of its origin or origin group.
	Target string
	// ViewerProtocol is "allow-all", "redirect-to-https" or "https-only".
	ViewerProtocol string
	// Methods and CachedMethods are as configured.
	Methods, CachedMethods []string
	// CachedMethodsKnown is not true where it is unknown which they are.
	CachedMethodsKnown tri.Value
	// Signed tells whether viewers need signed URLs or cookies.
	Signed tri.Value
	// EdgeFunctions are the viewer-request and origin-request functions, by
	// event, "possible" where it is not known which there are; they can rewrite the request or answer it.
	EdgeFunctions []string
	// Answered tells whether a function sees what the origin answers, and can answer in
	// its place: on origin-response, which comes even with an error (CloudFront Developer
	// Guide, Update HTTP responses in origin response triggers).
	Answered tri.Value

	methodsKnown tri.Value
	forwarded    forwarding
	owner        *plan.Resource
}

func newBehavior(b plan.Block, names schema, l *lookup) *Behavior {
	c := &Behavior{
		Block: b, Pattern: b.String("path_pattern"), Target: b.String("target_origin_id"),
		ViewerProtocol: b.String("viewer_protocol_policy"),
	}
	l.disclose(b.Sealed("target_origin_id"))
	l.concealParts(b, "path_pattern")
	c.pattern = glob.Compile(Rooted(c.Pattern))
	if c.Pattern == "" {
		c.pattern = glob.Compile("*")
	}
	c.Methods, c.CachedMethods, c.methodsKnown, c.CachedMethodsKnown = names.methods(b)
	c.Signed = names.keyGroups(b)
	c.EdgeFunctions = append(
		edgeFunctions(b, "function_association"),
		edgeFunctions(b, "lambda_function_association")...)
	c.Answered = answered(b)
	c.forwarded = newForwarding(b, l)
	return c
}

// Rooted is a path pattern with its leading slash, which may be left out
// (CloudFront Developer Guide, Path pattern).
func Rooted(pattern string) string {
	if strings.HasPrefix(pattern, "/") || strings.HasPrefix(pattern, "*") {
		return pattern
	}
	return "/" + pattern
}

// PathPattern is the compiled pattern that a path must match.
func (b *Behavior) PathPattern() glob.Pattern { return b.pattern }

// Name is what outcomes call the behavior: "default" or its pattern.
func (b *Behavior) Name() string {
	if b.Pattern == "" {
		return "default"
	}
	return b.Pattern
}

// Allows tells whether the behavior takes a method. GET and HEAD are among them
// whatever else is (CloudFront Developer Guide, Allowed HTTP methods).
func (b *Behavior) Allows(method string) tri.Value {
	known := b.methodsKnown.And(noneUnknown(b.Methods))
	reads := method == "GET" || method == "HEAD"
	if slices.Contains(b.Methods, method) || reads && (len(b.Methods) == 0 || !known.IsTrue()) {
		return tri.True
	}
	return known.Not()
}

func anyEntry(b plan.Block, name string) tri.Value {
	list, known := b.Texts(name)
	if len(list) > 0 {
		return tri.True
	}
	if known.IsTrue() {
		return tri.False
	}
	return known
}

func edgeFunctions(b plan.Block, block string) []string {
	var out []string
	list, known := b.Blocks(block)
	for _, f := range list {
		event := f.String("event_type")
		if event == "viewer-request" || event == "origin-request" {
			out = append(out, event)
		}
		known = known.And(noneUnknown([]string{event}))
	}
	if !known.IsTrue() {
		out = append(out, "possible")
	}
	return out
}

func answered(b plan.Block) tri.Value {
	list, known := b.Blocks("lambda_function_association")
	out := known.Not()
	for _, f := range list {
		event := f.String("event_type")
		out = out.Or(tri.Of(event == "origin-response")).Or(noneUnknown([]string{event}).Not())
	}
	return out
}

// Forwards reports whether a viewer's header reaches the origin.
func (b *Behavior) Forwards(header string) tri.Value {
	return b.forwarded.header(strings.ToLower(header))
}

// Withholds reports whether a viewer's header certainly does not reach the
// origin. Policies pass what they list and nothing else; forwarded_values lets
// most of what it does not list pass (CloudFront Developer Guide, Request and
// response behavior for custom origins, HTTP request headers).
func (b *Behavior) Withholds(header string) bool {
	return !b.LegacyHeaders() && b.Forwards(header).IsFalse() && len(b.EdgeFunctions) == 0
}

// LegacyHeaders reports whether headers are chosen by forwarded_values.
func (b *Behavior) LegacyHeaders() bool { return b.forwarded.legacy }

// HeaderSource names the argument that decides which headers are forwarded.
func (b *Behavior) HeaderSource(header string) (address, attribute string) {
	return b.forwarded.source(strings.ToLower(header), b)
}

// noneUnknown is true of a list that holds no symbols; else it is unknown, and
// they are the causes.
func noneUnknown(list []string) tri.Value {
	out := tri.True
	for _, text := range list {
		for _, r := range symbol.In(text) {
			out = out.And(tri.Because(tri.Cause{Symbol: r}))
		}
	}
	return out
}
