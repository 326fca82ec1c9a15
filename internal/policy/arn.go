package policy

import (
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// segments is how many parts of an ARN are compared one by one. The last takes
// the rest, further colons included. (IAM User Guide, "IAM JSON policy
// elements: Condition operators", "Amazon Resource Name (ARN) condition
// operators"; "IAM JSON policy elements: Resource".)
const segments = 6

// arn is an ARN cut at its colons.
type arn struct {
	text  string
	parts []string
	loose bool // a part before the last may hold further colons: its value is opaque
}

func newARN(text string) arn {
	parts := strings.SplitN(text, ":", segments)
	return arn{text, parts, loose(parts)}
}

// cut splits at the first five colons outside variables.
func cut(text string) []string {
	var parts []string
	begin, depth := 0, 0
	for i := 0; i < len(text) && len(parts) < segments-1; i++ {
		switch {
		case strings.HasPrefix(text[i:], "${") && strings.Contains(text[i:], "}"):
			depth = 1
		case text[i] == '}':
			depth = 0
		case text[i] == ':' && depth == 0:
			parts = append(parts, text[begin:i])
			begin = i + 1
		}
	}
	return append(parts, text[begin:])
}

// loose reports whether the parts may be cut wrongly, because an opaque value
// before the last of six may hold colons.
func loose(parts []string) bool {
	firm := parts
	if len(parts) == segments {
		firm = parts[:segments-1]
	}
	for _, part := range firm {
		for _, r := range part {
			if symbol.KindOf(r) == symbol.Opaque {
				return true
			}
		}
	}
	return false
}

// arnPattern is an ARN with wildcards and variables in its parts.
type arnPattern struct {
	shown string // as it may be printed
	text  string
	parts []template
	mode  variables
	loose bool
	// negated is set behind ArnNotLike and ArnNotEquals. What has too few parts
	// is then undocumented even where it certainly equals nothing: it may as
	// well make the whole condition fail.
	negated bool
}

func newARNPattern(n node, mode variables) arnPattern {
	text := n.plain
	p := arnPattern{shown: n.shown, text: text, mode: mode}
	parts := cut(text)
	if mode == variablesOff {
		parts = strings.SplitN(text, ":", segments)
	}
	p.loose = loose(parts)
	p.parts = make([]template, len(parts))
	for i, part := range parts {
		p.parts[i] = newTemplate(part, glob.Compile, mode)
	}
	return p
}

// whole is the pattern as one text, which decides where it cannot be compared part by
// part.
func (p arnPattern) whole() template { return newTemplate(p.text, glob.Compile, p.mode) }

func (p arnPattern) short() bool { return !p.loose && len(p.parts) < segments }

func (p arnPattern) unclear() tri.Cause {
	return tri.Cause{Reason: "resource " + quote(p.shown) + " " + shortARN}
}

const shortARN = "has fewer than six parts between colons; what AWS does with it is not documented"

// resource reports whether the pattern, of a Resource element, matches an ARN.
// There "*" alone matches everything. What is too short for an ARN, such as
// arn:aws:s3::bucket/*, is refused by S3 or matches by its whole text; what the
// whole text does not match, it grants in neither case.
func (p arnPattern) resource(a arn, ctx Context) tri.Value {
	switch {
	case p.text == "*":
		return tri.True
	case p.short() && p.whole().matches(a.text, ctx).IsFalse():
		return tri.False
	case p.short():
		return tri.Because(p.unclear())
	}
	return p.match(a, ctx)
}

// match reports whether the pattern matches an ARN part by part. Where the cut
// into parts is not sure, it is decided only what holds for every cut: what the
// pattern as a whole does not match, it does not match part by part either.
func (p arnPattern) match(a arn, ctx Context) tri.Value {
	if !p.loose && !a.loose && len(p.parts) == segments && len(a.parts) == segments {
		return p.byParts(a, ctx)
	}
	whole := p.whole().matches(a.text, ctx)
	switch {
	case whole.IsFalse() && (p.loose || a.loose || !p.negated):
		return tri.False
	case p.loose || a.loose:
		if p.text == a.text && len(a.parts) == segments {
			return tri.True // the same text, whatever it is
		}
		return tri.Because(causes(p.text, a.text)...)
	case p.short():
		return tri.Because(tri.Cause{Reason: "ARN " + quote(p.shown) + " " + shortARN})
	}
	return tri.Because(tri.Cause{Reason: "the request's value " + shortARN})
}

// lacks reports whether a variable of the pattern has, or may have, no value.
func (p arnPattern) lacks(ctx Context) bool {
	list := p.whole().resolve(ctx).list
	return slices.ContainsFunc(list, func(r reading) bool { return !r.valid })
}

func (p arnPattern) byParts(a arn, ctx Context) tri.Value {
	v := tri.True
	for i, part := range p.parts {
		v = v.And(part.matches(a.parts[i], ctx))
		if v.IsFalse() {
			return v
		}
	}
	return v
}
