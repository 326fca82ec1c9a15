// Package page writes the report that people look at in a browser: one file that
// needs no other, reads without its script, and lets nothing of a plan act in it.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"strings"
)

// Page is what the page shows. Its texts are plain: they are escaped where they stand.
type Page struct {
	// Title says in short what was found, About where, if in one plan, and Version
	// which plan403 says so.
	Title, About, Version string
	// Linted: the plans were checked, and not only drawn.
	Linted   bool
	Totals   []Total
	Settings []string
	Plans    []Plan
	// Rules are those that filters offer, which are there for more than a few findings.
	Rules []string
	// Findings counts those of all plans.
	Findings int
	// Data is the JSON by which the page answers single requests, nil for none. It
	// holds no character that is special to HTML.
	Data []byte
}

// Total is how many findings there are of one kind.
type Total struct {
	Kind  string // the class of CSS
	Count int
	Label string
}

// Plan is one plan of the run.
type Plan struct {
	Path, About, Summary string
	Notes                []string
	// Map is the picture of its requests, "" for none.
	Map           template.HTML
	Findings      []Finding
	Undecided     []Undecided
	Distributions []Distribution
}

// Finding is one finding.
type Finding struct {
	ID string
	// Kind is "error", "warning", "notice" or "fixed", Label the words for it.
	Kind, Label string
	Rule, Title string
	// Document is where the page of the rule is to be read, "" for nowhere.
	Document    string
	Change      string
	ChangeLabel string
	// Message says what fails, Why for what reason unless its source says so.
	Message, Why []Span
	Where        string
	Source       []Mark
	// Calls are where its module is called, Also other requests that fail by it.
	Calls, Also string
	// Likewise say what else fails by the same line.
	Likewise     [][]Span
	Steps        [][]Span
	Fix          []Span
	Edits        []Edit
	Distribution []string // the anchors of those it is about
}

// Edit is a change of the source, as lines of a diff.
type Edit struct {
	File  string
	Lines []Mark
}

// Span is a piece of a sentence: words, or what is written just so.
type Span struct {
	Text string
	Code bool
}

// Mark is a piece of source, with the class of CSS that it is painted by.
type Mark struct{ Text, Class string }

// Undecided is what the plan does not hold enough to decide.
type Undecided struct {
	What, Where    string
	Reason, Remedy []Span
}

// Distribution is what was asked of one.
type Distribution struct {
	Anchor, Address string
	Names           []string
	Findings        []Link
	Requests        []Request
}

// Link leads to a finding.
type Link struct{ ID, Kind, Label, Rule string }

// Request is one class of requests and what comes of it.
type Request struct {
	Request, Behavior, Origin string
	Before, After             Verdict
	Changed                   bool
	Rules                     []Link
}

// Verdict is a verdict as it is shown.
type Verdict struct{ Kind, Label string }

// Anchor names the place in the page where a distribution of a plan is told of.
func Anchor(plan, address string) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, plan+"\x00"+address)
	return fmt.Sprintf("d-%016x", h.Sum64())
}

//go:embed page.css
var styles string

//go:embed page.js
var readScript string

//go:embed ask.js
var askScript string

//go:embed page.html.tmpl
var layout string

var parsed = template.Must(template.New("page").Parse(layout))

// Write writes a page.
func Write(w io.Writer, p Page) error {
	script := readScript
	if p.Data != nil {
		script += askScript
	}
	return parsed.Execute(w, struct {
		Page
		Policy               string
		Style, Script, Asked template.HTML
	}{
		Page: p, Policy: policy(script), Style: element("style", "", styles), Script: element("script", "", script),
		Asked: element("script", ` type="application/json" id="data"`, string(p.Data)),
	})
}

// element is an element whose text is the program's own, or JSON.
func element(name, attributes, text string) template.HTML {
	return template.HTML("<" + name + attributes + ">" + text + "</" + name + ">")
}

// policy lets the page's own script and style act, and nothing else: no plan can bring
// one, load a file or send anything anywhere (W3C, Content Security Policy Level 3).
func policy(script string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src " + source(script), "style-src " + source(styles), "img-src data:",
		"base-uri 'none'", "form-action 'none'",
	}, "; ")
}

// source names a text by its hash.
func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
