// Package checks explains outcomes. A rule turns the refusals that a simulation
// met into findings: what fails for whom, why, and what to change. Rules read
// outcomes; they never decide a verdict.
package checks

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/trace"
)

// Severity says how bad a finding is.
type Severity uint8

// The severities, worst last.
const (
	Notice Severity = iota
	Warning
	Error
)

// String returns "notice", "warning" or "error".
func (s Severity) String() string {
	return [...]string{"notice", "warning", "error"}[s]
}

// Certainty says whether the plan alone decides.
type Certainty uint8

// The certainties.
const (
	Certain Certainty = iota
	Possible
)

// String returns "certain" or "possible".
func (c Certainty) String() string { return [...]string{"certain", "possible"}[c] }

// Change says what the plan has to do with a finding.
type Change uint8

// The changes.
const (
	Introduced Change = iota
	Existing
	Fixed
	DuringApply
)

// String returns the word that the JSON contract uses.
func (c Change) String() string {
	return [...]string{"introduced", "existing", "fixed", "during-apply"}[c]
}

// Finding is a rule's explanation of one or more outcomes.
type Finding struct {
	Rule      string
	Severity  Severity
	Certainty Certainty
	Change    Change
	// Address and Attribute are where to look first; Related are other
	// resources that take part.
	Address, Attribute string
	Related            []string
	// Part is what counts of a policy that the attribute holds.
	Part trace.Part
	// Home is the resource at which a finding is shown whose own is no longer in the
	// source, "" if it is shown nowhere.
	Home string
	// What says what fails, for whom: "every path of D returns 403". A rule leaves it
	// out where the outcomes say it; Gets is then what they get, if not a 403.
	What, Gets string
	// Why is the reason, without what What says. Label is a few words for the place
	// that, below What, tell as much; "" if only Why does.
	Why, Label string
	// Message is What and Why on one line, made when the finding is reported.
	Message string
	// Steps show how it comes about: the trace of the first outcome, or the
	// course of an apply. Their texts are fit to be printed.
	Steps []trace.Step
	// Fix says what to change, one paragraph, or "".
	Fix string
	// Range is the place in the source, nil without source.
	Range *hcl.Range
	// Along are the places that lead there: the argument of the resource, and the
	// references behind it.
	Along []hcl.Range
	// Places are others in the source that tell why.
	Places []Mark
	// Outcomes are the indices of the outcomes that it explains. What speaks of the
	// first Told of them.
	Outcomes []int
	Told     int
	// Known: the baseline of the run holds it, so it fails nothing.
	Known bool
	// Edits are those of the source that end it, in order, each proved; NoEdit says why
	// there are none. Both are empty where nobody looked for any.
	Edits  []hcledit.Edit
	NoEdit string
}

// Rule is one rule: its name, its words and how it reads the outcomes.
type Rule struct {
	Name string
	// Title is the one line of the rule list.
	Title string
	// Worst is the highest severity that the rule reports.
	Worst Severity
	// Meant: the rule tells of what is probably meant, once for each distribution.
	Meant bool
	Run   func(*Pass)
}

// All lists every rule by name.
var All = []Rule{
	accessDenied,
	accessPointNotGranted,
	actionNotGranted,
	aliasMissing,
	applyOrder,
	applyPublicACLBlocked,
	applyPublicPolicyBlocked,
	applyRejected,
	applyWindow,
	archivedObjects,
	behaviorShadowed,
	bucketPolicyMissing,
	conditionNotMet,
	conflictingBucketPolicies,
	corsPreflightForbidden,
	defaultRootObjectMissing,
	defaultRootObjectSlash,
	directoryIndexMissing,
	distributionDisabled,
	errorPageForbidden,
	expectationNotMet,
	explicitDeny,
	failoverMemberRefused,
	geoRestricted,
	globalEndpointRegion,
	hostHeaderForwarded,
	kmsAWSManagedKey,
	kmsKeyNotGranted,
	kmsNeedsOAC,
	malformedPolicy,
	methodNotAllowed,
	methodNotGranted,
	missingKeyAnswers403,
	notPublic,
	oacNotGranted,
	oacNotSigning,
	oacSourceMismatch,
	oacWrongOriginType,
	oaiNotGranted,
	oaiUnsupportedRegion,
	objectOwnerMismatch,
	pageNotUploaded,
	patternWithoutObject,
	policyRemoved,
	publicAccessBlocked,
	requesterPays,
	resourceNotGranted,
	signedURLsRequired,
	viewerHTTPSOnly,
	webACLBlocks,
	websiteEndpointPrivate,
}

// Find returns the rule with a name.
func Find(name string) (Rule, bool) {
	for _, r := range All {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}
