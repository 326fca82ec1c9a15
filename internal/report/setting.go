package report

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// Setting is one thing by which a configuration file or a comment changes what is
// reported, or what is taken for true. A pull request may bring it along, so that
// every format names it.
type Setting struct {
	Kind SettingKind
	// Rule is the rule that it is about, Address the pattern of addresses; "" is any.
	Rule, Address string
	// Value is the level of fail_on, the severity of a rule, or what is assumed.
	Value string
	// Reason and Until are those of an ignore.
	Reason, Until string
	// Findings counts those that it silences or changes.
	Findings int
	// Range is where it is written.
	Range hcl.Range
}

// SettingKind is what a setting does.
type SettingKind string

// The kinds, as JSON names them.
const (
	FailOn   SettingKind = "fail_on"
	RuleOff  SettingKind = "rule-off"
	Severity SettingKind = "severity"
	Ignore   SettingKind = "ignore"
	Comment  SettingKind = "comment"
	Assume   SettingKind = "assume"
)

// String says in one line what a setting does.
func (s Setting) String() string {
	switch s.Kind {
	case FailOn:
		return fmt.Sprintf("fail_on is %q", s.Value)
	case RuleOff:
		return fmt.Sprintf("the rule %s is switched off (%s)", s.Rule, count(s.Findings, "finding"))
	case Severity:
		return fmt.Sprintf("findings of %s are made %s (%s)", s.Rule, severities[s.Value], count(s.Findings, "finding"))
	case Assume:
		return "assumed: " + s.Value
	}
	text := "ignores " + s.Rule
	if s.Rule == "" {
		text = "ignores all rules"
	}
	if s.Address != "" {
		text += " at " + s.Address
	}
	if s.Until != "" {
		text += " until " + s.Until
	}
	return fmt.Sprintf("%s (%s): %s", text, count(s.Findings, "finding"), s.Reason)
}

var severities = map[string]string{"error": "errors", "warning": "warnings", "notice": "notices"}

// place is where a setting is written.
func (s Setting) place() string {
	return fmt.Sprintf("%s:%d", s.Range.Filename, max(s.Range.Start.Line, 1))
}

// line names a setting with its place.
func (s Setting) line() string { return s.place() + ": " + s.String() }

// settings are lines that name what changes the report from outside the plans.
func (r Report) settings() []string {
	var out []string
	for _, s := range r.Settings {
		out = append(out, "config: "+s.line())
	}
	return out
}
