package planfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Errors about a plan name places and keys, never values: those may be secret.

var (
	errTwice        = errors.New("is in the file twice: make it again with terraform show -json")
	errTwoSpellings = errors.New("has its address, mode or type twice, in two spellings: " + makeAgain)
	errDeepModules  = fmt.Errorf("has modules nested more than %d levels deep: no configuration is", maxModuleDepth)
	errNesting      = fmt.Errorf("is nested more than %d levels deep: no provider makes such a value", maxNesting)
	errValues       = fmt.Errorf("holds more than %d values: no resource is that large", maxValues)
	errValueBytes   = fmt.Errorf("holds a value of more than %d MiB: no resource is that large", maxValueBytes>>20)
)

// locate says where in the file err arose. Of the decoders only the one of the
// whole file returns its errors as they are.
func (s *scanner) locate(err error) error {
	if errors.Is(err, errCost) { // no single place is to blame
		return errCost
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("ends too early%s: the file was cut short after %d bytes of JSON; "+
			"make it again with terraform show -json",
			insideOutline(s.dec.StackPointer()), s.in.read)
	}
	if failed, ok := errors.AsType[*readError](err); ok {
		return failed
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return fmt.Errorf("is not valid JSON at byte %d%s: "+makeAgain,
			syntax.ByteOffset, insideOutline(syntax.JSONPointer))
	}
	if at := s.dec.StackPointer(); at != "" {
		return fmt.Errorf("in %s: %w", jsonPlace(at), err)
	}
	return err
}

// withoutValues rewrites the errors of the JSON packages, which quote values
// and count bytes from the beginning of the part that was read.
func withoutValues(err error) error {
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if syntax.Err != jsontext.ErrDuplicateName {
			return fmt.Errorf("is not valid JSON%s", insideOutline(syntax.JSONPointer))
		}
		return fmt.Errorf("%s is there twice%s: two readers may disagree about it; "+makeAgain,
			doubledKey(syntax.JSONPointer), insideOutline(syntax.JSONPointer.Parent()))
	}
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		got, _, _ := strings.Cut(kind.Value, " ") // "number 17": the kind and the value
		return fmt.Errorf("the JSON %s%s does not belong there: is this file made by terraform show -json?",
			got, inField(kind.Field))
	}
	return err
}

// inPlace puts the place before what is wrong there.
func inPlace(where string, err error) error {
	if where == "" {
		return err
	}
	return fmt.Errorf("%s: %w", where, err)
}

func wrongKind(got jsontext.Kind, want string) error {
	return fmt.Errorf("is %s, not %s: is this file made by terraform show -json?", kindName(got), want)
}

func kindName(k jsontext.Kind) string {
	switch k {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	}
	return "broken"
}

func inField(field string) string {
	if field == "" {
		return ""
	}
	return " in " + printable(field)
}

func insidePlace(p jsontext.Pointer) string { return inField(jsonPlace(p)) }

// outline are keys of the format itself.
var outline = []string{
	"resource_changes", "change", "before", "after", "after_unknown", "before_sensitive", "after_sensitive",
	"planned_values", "prior_state", "values", "root_module", "child_modules", "resources", "sensitive_values",
	"configuration", "provider_config", "module_calls", "module", "expressions", "variables", "outputs",
	"output_changes",
	"deferred_changes", "resource_change", "resource_drift",
}

// insideOutline is insidePlace as far as the format itself goes: where quotes are
// out of step, any value may stand for a key.
func insideOutline(p jsontext.Pointer) string { return insidePlace(inOutline(p)) }

// inOutline cuts a pointer off before the first key that is not of the format.
func inOutline(p jsontext.Pointer) jsontext.Pointer {
	var known jsontext.Pointer
	for token := range p.Tokens() {
		if !slices.Contains(outline, token) && strings.Trim(token, "0123456789") != "" {
			break
		}
		known = known.AppendToken(token)
	}
	return known
}

// doubledKey names a key as long as it is one of the format or an attribute of a
// resource. Any deeper, it may be the key of a map that is sensitive.
func doubledKey(p jsontext.Pointer) string {
	parent := p.Parent()
	if inOutline(parent) != parent {
		return "a key"
	}
	return "the key " + quoted(p.LastToken())
}

// jsonPlace writes a pointer as people write it: resource_changes[3].change.
func jsonPlace(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return printable(b.String())
}
