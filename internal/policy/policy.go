// Package policy is the IAM JSON policy language as the resource policies of S3
// and KMS use it: parse a document, evaluate a request against it, and say of
// each statement why it matched or did not.
//
// Documents may hold symbols (package symbol) wherever a value is known only
// after apply. Evaluation is three-valued (package tri): what hangs on a symbol,
// or on a point that AWS does not document, is unknown and says why.
//
// The rules are those of the IAM User Guide, "IAM JSON policy element
// reference", "Policy evaluation logic" and "Grammar of the IAM JSON policy
// language", and of the Amazon S3 User Guide, "Policies and permissions in
// Amazon S3".
package policy

import (
	"fmt"

	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/tri"
)

// Effect is what a statement does to the requests it matches. The zero value
// is UnknownEffect: the statement may allow or deny.
type Effect uint8

// The effects.
const (
	UnknownEffect Effect = iota
	Allow
	Deny
)

// String returns "Allow", "Deny" or "unknown".
func (e Effect) String() string {
	return [...]string{"unknown", "Allow", "Deny"}[e]
}

// The versions of the policy language. Variables exist only in the second.
// (IAM User Guide, "IAM JSON policy elements: Version".)
const (
	Version2008 = "2008-10-17"
	Version2012 = "2012-10-17"
)

// Document is a policy. Its printable strings keep the symbols of secrets.
type Document struct {
	Version    string // Version2008 when the document names none, "" when unknown
	ID         string
	Statements []Statement

	nears  *nearness
	heard  *hearings
	source lines // the text, to find the place of what S3 objects to
	secret bool  // nothing may be told of the text
}

// Statement is one statement of a policy. Of each pair of elements, such as
// Principal and NotPrincipal, one is set; in the policy of a key, Action and Resource
// may both be left out.
type Statement struct {
	Index  int    // position in the document, from 0
	Sid    string // "" when absent
	Effect Effect

	Principal, NotPrincipal *Principals
	Action, NotAction       []string
	Resource, NotResource   []string
	Conditions              []Condition

	// Offset, Line and Column tell where the statement begins in the text.
	// Lines and columns count from 1, columns in characters.
	Offset, Line, Column int

	// Unknown is not empty if nothing of the statement is known, with the
	// values that are missing.
	Unknown []tri.Cause

	effect    []tri.Cause // why Effect is not known
	condition []tri.Cause // why it is not known which conditions there are
	actions   []glob.Pattern
	resources []arnPattern

	// where each entry of Action or NotAction, Resource or NotResource stands
	actionSpots, resourceSpots []spot
}

// Name returns what to call the statement: its Sid, or "statement 2", counted
// from 1.
func (s Statement) Name() string {
	if s.Sid != "" {
		return s.Sid
	}
	return fmt.Sprintf("statement %d", s.Index+1)
}

// Principals are the callers that a Principal or NotPrincipal element lists.
type Principals struct {
	Everyone      bool     // "*" or {"AWS": "*"}
	AWS           []string // ARNs, account ids and unique ids, without "*"
	Service       []string
	CanonicalUser []string
	Federated     []string

	// Unknown is not empty if the element, or the kind of a principal in it,
	// is not known.
	Unknown []tri.Cause

	aws, service, canonical []glob.Pattern

	awsSpots, serviceSpots, canonicalSpots []spot
}

// Condition is one key of one operator of a Condition block.
type Condition struct {
	Operator string // as written: "ForAllValues:StringLikeIfExists"
	Key      string // as written: "AWS:SourceArn"
	Values   []string

	// Unknown is not empty if the operator or key is not known.
	Unknown []tri.Cause

	op    operator
	key   string // in lower case
	wants []want
	spot  spot
}

// Negated reports whether the operator is one of the negated ones, such as
// StringNotLike, which match when none of the values does.
func (c Condition) Negated() bool { return c.op.negated }

// IfExists reports whether the operator matches when the key is absent because
// it ends in IfExists.
func (c Condition) IfExists() bool { return c.op.ifExists }

// Base returns the operator without qualifier and IfExists: "StringLike".
func (c Condition) Base() string { return c.op.name }

// Name returns the key in lower case, as Context wants it.
func (c Condition) Name() string { return c.key }

// Revealed returns the values with secrets in place. It must not be printed.
func (c Condition) Revealed() []string {
	var out []string
	for _, w := range c.wants {
		out = append(out, w.plain)
	}
	return out
}
