package simulate

import (
	"regexp"
	"strings"
)

// singular are the blocks that the provider names in the singular.
var singular = map[string]string{
	"excluded_rules": "excluded_rule", "rule_action_overrides": "rule_action_override", "rule_labels": "rule_label",
	"statements": "statement", "text_transformations": "text_transformation",
}

var capitals = regexp.MustCompile(`([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])`)

// asBlock is the name that the provider gives to what WAF's API calls by a name, in
// rule_json: ip_set_reference_statement for IPSetReferenceStatement.
func asBlock(name string) string {
	name = strings.ToLower(capitals.ReplaceAllString(name, "${1}${3}_${2}${4}"))
	if one, ok := singular[name]; ok {
		return one
	}
	return name
}
