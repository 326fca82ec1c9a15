package planfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// makeAgain is the remedy for JSON that is damaged.
const makeAgain = "make the file again with terraform show -json"

const makeOne = "make one with terraform show -json tfplan > plan.json"

// A fileClue is a key, or the beginning of a text, that tells what a file is that
// is not a plan.
type fileClue struct{ mark, message string }

var errEncrypted = errors.New("is encrypted by OpenTofu: " +
	"run tofu show -json on it where its key is configured, and read what that prints")

// otherKeys are top-level keys of JSON that Terraform writes for other
// purposes.
var otherKeys = []fileClue{
	{"provider_schemas", "holds provider schemas, not a plan: " + makeOne},
	{"function_signatures", "holds function signatures, not a plan: " + makeOne},
	{"encrypted_data", errEncrypted.Error()},
	{"valid", "is the output of terraform validate, not a plan: " + makeOne},
	{"@level", "is the log of terraform plan -json, not the plan: " + makeOne},
	{"platform", "is the output of terraform version, not a plan: " + makeOne},
}

// beginnings are how files begin that are not JSON.
var beginnings = []fileClue{
	{"Terraform ", "is a plan as text: " + makeOne},
	{"OpenTofu ", "is a plan as text: " + makeOne},
	{"No changes.", "is a plan as text: " + makeOne},
	{"An execution plan", "is a plan as text: " + makeOne},
	{"Refreshing ", "is a plan as text: " + makeOne},
	{"\x1b[", "is coloured text, not JSON: " + makeOne},
	{"tfplan", "is a saved plan of Terraform 0.11 or older, which has no JSON form"},
	{"terraform {", "is configuration, not a plan: " + makeOne},
	{"resource ", "is configuration, not a plan: " + makeOne},
	{"provider ", "is configuration, not a plan: " + makeOne},
	{"variable ", "is configuration, not a plan: " + makeOne},
	{"module ", "is configuration, not a plan: " + makeOne},
	{"data ", "is configuration, not a plan: " + makeOne},
	{"locals ", "is configuration, not a plan: " + makeOne},
	{"[", "is a JSON list, not a plan: " + makeOne},
	{`"`, "is a JSON string, not a plan: " + makeOne},
	{"╷", "is an error of terraform, not a plan: " + makeOne},
	{"│", "is an error of terraform, not a plan: " + makeOne},
	{"Error: ", "is an error of terraform, not a plan: " + makeOne},
	{"[command]", "begins with a line of setup-terraform's wrapper: set terraform_wrapper: false"},
	{"<", "is HTML or XML, not a plan: " + makeOne},
	{"---", "is YAML, not a plan: " + makeOne},
}

// isOther reports whether the file has a key that only other JSON has.
func (s *scanner) isOther() bool {
	for _, c := range otherKeys {
		if s.keys[c.mark] {
			return true
		}
	}
	return false
}

// otherJSON says what a JSON object is that is neither a plan nor a state.
func (s *scanner) otherJSON() error {
	isPlan := s.keys["planned_values"] || s.keys["resource_changes"]
	switch {
	case isPlan && s.keys["provider_schemas"]:
		return errors.New("has provider schemas beside a plan, as the redacted JSON of HCP Terraform has, " +
			"which leaves values out: " +
			"download the JSON that is not redacted, or " + makeOne)
	case isPlan && s.plan.FormatVersion == "":
		return errors.New("holds parts of a plan and no format_version: something has rewritten it; " + makeOne)
	case s.keys["plan"] && s.plan.FormatVersion == "":
		return errors.New("has what it holds under the key plan, as mock files of policy tools do: " +
			"take that out (jq .plan) and read it")
	}
	for _, c := range otherKeys {
		if s.keys[c.mark] {
			return errors.New(c.message)
		}
	}
	return errors.New("has no format_version: it is neither a plan nor a state " +
		"(terraform output -json, perhaps?); " + makeOne)
}

// notJSON says what a file is by its beginning, nil if it may be an object.
func notJSON(beginning []byte) error {
	text := bytes.TrimLeft(beginning, " \t\r\n")
	if len(text) > 0 && text[0] == '{' || len(text) == 0 {
		return nil
	}
	for _, c := range beginnings {
		if strings.HasPrefix(string(text), c.mark) {
			return errors.New(c.message)
		}
	}
	if isConfiguration(string(text)) {
		return errors.New("is configuration, not a plan: " + makeOne)
	}
	if isBinary(text) {
		return errors.New("is binary, neither JSON nor a saved plan (a zip): " + makeOne)
	}
	return fmt.Errorf("is not JSON: it begins with other text than {; %s", makeOne)
}

// isConfiguration looks for a comment before a block, as files of HCL have it.
func isConfiguration(text string) bool {
	for _, c := range []string{"#", "//", "/*"} {
		if strings.HasPrefix(text, c) {
			return true
		}
	}
	return false
}

// isBinary reports whether text holds what no text file does: zero bytes, as
// in UTF-16 without its mark, or bytes that are not UTF-8, as in a protobuf.
func isBinary(text []byte) bool {
	if bytes.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\n\r\t\x1b", r) }) {
		return true
	}
	for cut := range utf8.UTFMax { // the beginning may end within a character
		if utf8.Valid(text[:max(0, len(text)-cut)]) {
			return false
		}
	}
	return true
}
