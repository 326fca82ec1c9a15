package cloudfront

import (
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/plan"
)

// associations are the functions of a behavior of one kind, as far as they are
// known.
func (b *Behavior) associations(block string) []plan.Block {
	list, known := b.Blocks(block)
	if known.IsFalse() {
		return nil
	}
	return list
}

var numbered = regexp.MustCompile(`^[0-9]+$`)

// unversionedFunction: CloudFront takes published versions of Lambda functions only,
// no alias and not $LATEST (CloudFront Developer Guide, Restrictions on Lambda@Edge).
func unversionedFunction(b *Behavior) (place, bool) {
	for _, f := range b.associations("lambda_function_association") {
		arn := f.String("lambda_arn")
		parts := strings.Split(arn, ":")
		if len(parts) < 7 || parts[0] != "arn" || parts[2] != "lambda" || mayGoOn(parts[len(parts)-1]) {
			continue
		}
		if len(parts) == 8 && (numbered.MatchString(parts[7]) || symbol.Contains(parts[7])) {
			continue
		}
		return at(f.At("lambda_arn"), "associates the Lambda function "+parts[6]+" without the number of a version",
			"Set publish = true in aws_lambda_function and use its qualified_arn."), true
	}
	return place{}, false
}

// mayGoOn reports whether a text ends in a value that may hold anything.
func mayGoOn(text string) bool {
	for _, r := range text {
		if symbol.KindOf(r) == symbol.Opaque {
			return true
		}
	}
	return false
}

// functionOnOriginEvent: CloudFront functions see viewer events only (CloudFront
// Developer Guide, Differences between CloudFront Functions and Lambda@Edge).
func functionOnOriginEvent(b *Behavior) (place, bool) {
	for _, f := range b.associations("function_association") {
		if event := f.String("event_type"); strings.HasPrefix(event, "origin-") {
			return at(
				f.At("event_type"),
				"associates a CloudFront function with "+event+", and those handle only viewer events",
				"Use viewer-request or viewer-response, or a Lambda@Edge function.",
			), true
		}
	}
	return place{}, false
}

// twoKindsOnViewerEvents: a behavior with a CloudFront function on viewer events can
// have Lambda@Edge functions on origin events only (CloudFront Developer Guide,
// Restrictions on edge functions).
func twoKindsOnViewerEvents(b *Behavior) (place, bool) {
	viewer := func(block string) (at string, found bool) {
		for _, f := range b.associations(block) {
			if strings.HasPrefix(f.String("event_type"), "viewer-") {
				return f.Path(), true
			}
		}
		return "", false
	}
	_, small := viewer("function_association")
	path, large := viewer("lambda_function_association")
	return at(path, "associates a CloudFront function and a Lambda@Edge function with viewer events",
		"Use one kind for viewer events; Lambda@Edge can still take the origin events."), small && large
}
