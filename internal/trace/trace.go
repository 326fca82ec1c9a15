// Package trace holds the steps that lead to a verdict, in the order in which
// CloudFront and S3 take them.
package trace

// Step is one step of a request: what was looked at, where the configuration
// says it, and what came of it. Texts may hold symbols; they are made printable
// by the symbol table of the plan.
type Step struct {
	// Step names the stage: "behavior", "origin", "caller", "bucket policy" …
	Step string
	// Address and Attribute are the place in the configuration, empty where
	// nothing is written and a default decides.
	Address, Attribute string
	// Part is what counts of a policy that the attribute holds.
	Part Part
	// Detail says in one line what was found.
	Detail string
}

// String is the step on one line: what was looked at, what came of it and, in
// parentheses, where the configuration says so.
func (s Step) String() string {
	line := s.Step + ": " + s.Detail
	switch {
	case s.Address == "":
		return line
	case s.Attribute == "":
		return line + " (" + s.Address + ")"
	}
	return line + " (" + s.Address + " " + s.Attribute + ")"
}

// Refusal is a reason why a request gets 403, or not answered with the
// object at all. Rules of checks explain refusals; they never find their own.
type Refusal struct {
	Code Code
	// Step is where it happened; it is part of the trace too.
	Step Step
	// Possible marks a refusal that hangs on something that no plan holds, or
	// whose status AWS does not document.
	Possible bool
	// Related are other resources that take part, by address.
	Related []string
	// Label says it in a few words at the place, "" where the step is as short.
	Label string
	// Wanted and Got name the two ends of a mismatch where there are two: what
	// the configuration asks for and what the request brings.
	Wanted, Got string
	// Key is the condition key that a mismatch is about.
	Key string
}
