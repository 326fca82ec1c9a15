package symbol

import (
	"encoding/json"
	"net/url"
	"strings"
)

// longestForms bounds the values whose other spellings are looked for.
const longestForms = 64 << 10

// forms are the ways in which a value may be spelled in what is printed: as it is,
// in lower case as host names and condition keys are, percent-encoded as paths
// are, and inside the JSON of a policy. Other formats are made of what is hidden
// already.
func forms(value string) []string {
	out := []string{value}
	if len(value) > longestForms {
		return out
	}
	quoted, _ := json.Marshal(value) // a string never fails
	inJSON := string(quoted[1 : len(quoted)-1])
	plainJSON := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(inJSON)
	for _, form := range []string{
		strings.ToLower(value), (&url.URL{Path: value}).EscapedPath(), url.PathEscape(value), byRune(value),
		url.QueryEscape(value), inJSON, plainJSON,
	} {
		if form != value && len(form) >= shortestHidden {
			out = append(out, form)
		}
	}
	return out
}

// byRune escapes each character but the slash, as witnesses are written.
func byRune(value string) string {
	var b strings.Builder
	for _, r := range value {
		if r == '/' {
			b.WriteByte('/')
			continue
		}
		b.WriteString(url.PathEscape(string(r)))
	}
	return b.String()
}
