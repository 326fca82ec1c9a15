package simulate

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/tri"
	"github.com/plan403/plan403/plan"
)

// transformationsOf are the names of the transformations of a statement, in the order
// in which they are made.
func transformationsOf(match plan.Block) (names []string, known tri.Value) {
	list, known := match.Blocks("text_transformation")
	for _, t := range byPriority(list) {
		names = append(names, t.String("type"))
	}
	return names, known
}

// transformed is a text as transformations make it, ok is false where that is not
// worked out (WAF Developer Guide, Text transformations).
func transformed(text string, transformations []string) (out string, ok bool) {
	for _, name := range transformations {
		if text, ok = transformedBy(name, text); !ok {
			return "", false
		}
	}
	return text, true
}

func transformedBy(name, text string) (out string, ok bool) {
	switch name {
	case "NONE":
		return text, true
	case "LOWERCASE":
		return strings.ToLower(text), true
	case "URL_DECODE", "URL_DECODE_UNI":
		out, err := url.PathUnescape(text)
		return out, err == nil
	case "COMPRESS_WHITE_SPACE":
		return spaces.ReplaceAllString(text, " "), true
	case "REMOVE_NULLS":
		return strings.ReplaceAll(text, "\x00", ""), true
	case "NORMALIZE_PATH":
		return atlas.Cleaned(text), strings.HasPrefix(text, "/")
	case "NORMALIZE_PATH_WIN":
		text = strings.ReplaceAll(text, `\`, "/")
		return atlas.Cleaned(text), strings.HasPrefix(text, "/")
	}
	marks, leaves := untouched[name]
	return text, leaves && !strings.ContainsAny(text, marks)
}

var spaces = regexp.MustCompile(`[\s\x{A0}]+`)

// untouched are transformations that leave a text alone unless it holds one of some
// characters.
var untouched = map[string]string{
	"CSS_DECODE": `\`, "ESCAPE_SEQ_DECODE": `\`, "HTML_ENTITY_DECODE": "&", "JS_DECODE": `\`,
	"REPLACE_COMMENTS": "*", "REPLACE_NULLS": "\x00", "SQL_HEX_DECODE": "xX",
}
