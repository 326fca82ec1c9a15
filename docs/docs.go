// Package docs carries the rule documents inside the program, so that "plan403
// rules NAME" shows them without a network and in the words of the version that
// is running.
package docs

import "embed"

// Rules holds one document for each rule, by the name "rules/<rule>.md".
//
//go:embed rules/*.md
var Rules embed.FS

// Rule returns the document of the rule with a name, as Markdown. ok is false
// if there is none.
func Rule(name string) (text string, ok bool) {
	b, err := Rules.ReadFile("rules/" + name + ".md")
	if err != nil {
		return "", false
	}
	return string(b), true
}
