package report

import (
	"html"
	"strings"
	"unicode"
)

// Text from a plan stands in Markdown in two ways only: as plain words, which
// mean nothing to any dialect, or in a code span. A code span also keeps hosts
// from making links, mentions and references of it.

// prose renders a message: words stay words, everything else (addresses, paths,
// patterns) becomes code.
func prose(s string) string {
	fields := strings.Fields(inert(s))
	for i, word := range fields {
		fields[i] = proseWord(word)
		if first := fields[i][0]; i == 0 && (first == '-' || first >= '0' && first <= '9') {
			fields[i] = codeSpan(word) // at its head a paragraph would become a list
		}
	}
	return strings.Join(fields, " ")
}

func proseWord(word string) string {
	start, core, end := cutWord(word)
	if strings.IndexFunc(core, notPlain) < 0 {
		return word
	}
	return start + codeSpan(core) + end
}

// cutWord takes the marks of a sentence off a word.
func cutWord(word string) (start, core, end string) {
	core = strings.TrimRight(word, ".,;:)")
	core, end = strings.TrimLeft(core, "("), word[len(core):]
	return word[:len(word)-len(end)-len(core)], core, end
}

// notPlain reports whether a rune may mean something to Markdown or to a host.
func notPlain(r rune) bool {
	return r < 0x80 && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ',' && r != '\'' && r != '-'
}

// code is a text as code, "" for nothing.
func code(s string) string { return codeSpan(inert(s)) }

// codeSpan fences a printable text by more backticks than it holds in a row
// (CommonMark, 6.1 Code spans).
func codeSpan(s string) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	ticks := strings.Repeat("`", longestRun(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") ||
		strings.HasPrefix(s, " ") && strings.HasSuffix(s, " ") {
		s = " " + s + " "
	}
	return ticks + s + ticks
}

// cell is code inside a table, where a pipe has a backslash even in code (GFM,
// 4.10 Tables). The backslash before it would be taken for that one, so text
// that has both is written as HTML.
func cell(s string) string {
	if strings.ContainsAny(s, "|\\`") {
		return htmlCode(s)
	}
	return code(s)
}

// fence is a block of code of one line.
func fence(language, line string) string {
	line = inert(expandTabs(line))
	ticks := strings.Repeat("`", max(3, longestRun(line, '`')+1))
	return ticks + language + "\n" + line + "\n" + ticks + "\n\n"
}

func longestRun(s string, r rune) int {
	longest, n := 0, 0
	for _, x := range s {
		if x != r {
			n = 0
			continue
		}
		n++
		longest = max(longest, n)
	}
	return longest
}

// entities are all characters that inline HTML or Markdown takes for its own.
var entities = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;", "|", "&#124;", "\\", "&#92;", "`", "&#96;",
	"*", "&#42;", "_", "&#95;", "~", "&#126;", "[", "&#91;", "]", "&#93;",
	"$", "&#36;", "@", "&#64;", "#", "&#35;", ":", "&#58;", "!", "&#33;", ".", "&#46;",
)

// htmlCode is code as an HTML element in a line of Markdown.
func htmlCode(s string) string { return "<code>" + entities.Replace(inert(s)) + "</code>" }

// summaryCode is code in a block of HTML, where Markdown means nothing.
func summaryCode(s string) string { return "<code>" + html.EscapeString(inert(s)) + "</code>" }
