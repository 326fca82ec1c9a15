package report

import (
	"bytes"
	"io"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// reviewdog's diagnostic format, which it turns into comments on a pull request, with
// suggestions that are taken by a click.
// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf
type rdResult struct {
	Source      rdSource       `json:"source"`
	Severity    string         `json:"severity,omitempty"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

// rdRange ends before the character at its end. Columns count bytes of UTF-8.
type rdRange struct {
	Start rdPosition `json:"start"`
	End   rdPosition `json:"end"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

var rdSeverity = map[checks.Severity]string{checks.Error: "ERROR", checks.Warning: "WARNING", checks.Notice: "INFO"}

func writeRDJSON(w io.Writer, r Report) error {
	out := newRDResult()
	for _, p := range r.Plans {
		text := func(name string) []byte { return p.Places.Texts[name] }
		for _, f := range p.Findings {
			if f.Change != checks.Fixed && !f.Known {
				out.add(p.file(), oneLine(f)+r.of(p), f, text)
			}
		}
		if !r.UndecidedFails {
			continue
		}
		for _, u := range r.undecided(p) {
			out.add(p.file(), oneLine(u)+r.of(p), u, text)
		}
	}
	return encode(w, out)
}

func writeEditsRDJSON(w io.Writer, r Edits) error {
	out := newRDResult()
	for _, p := range r.Plans {
		for _, x := range p.Proposals {
			for i, f := range x.Ends {
				if i == 0 { // the edit is offered once
					f.Edits = x.Edits
				}
				out.add(p.Path, oneLine(f), f, p.text)
			}
		}
		for _, l := range p.Left {
			out.add(p.Path, sentences(oneLine(l.Finding), "No edit: "+l.Why), l.Finding, p.text)
		}
	}
	return encode(w, out)
}

func newRDResult() *rdResult {
	return &rdResult{Source: rdSource{"plan403", homepage}, Diagnostics: []rdDiagnostic{}}
}

// add adds a finding, and what has to be edited in other files than the one that it
// points into: a suggestion is about the file of its diagnostic.
func (r *rdResult) add(plan, message string, f checks.Finding, text func(string) []byte) {
	d := rdDiagnostic{
		Message: inert(sentences(message, f.Fix)), Severity: rdSeverity[f.Severity], Location: rdLocation{Path: plan},
		Code: rdCode{f.Rule, homepage + "/blob/main/docs/rules/" + f.Rule + ".md"},
	}
	if f.Rule == undecidedRule {
		d.Code.URL = homepage + "/blob/main/" + undecidedPage
	}
	own := ""
	if f.Range != nil && f.Range.Filename != "" {
		own = f.Range.Filename
		d.Location = rdLocation{own, new(rdRangeOf(*f.Range, text(own)))}
	}
	edits := map[string][]rdSuggestion{}
	var files []string
	for _, e := range f.Edits {
		name := e.Range.Filename
		if edits[name] == nil {
			files = append(files, name)
		}
		edits[name] = append(edits[name], rdSuggestion{rdRangeOf(e.Range, text(name)), e.Text})
	}
	if i := slices.Index(files, own); i >= 0 {
		files = append([]string{own}, slices.Delete(files, i, i+1)...)
	}
	for i, name := range files {
		part := d
		if name != own {
			part.Location = rdLocation{name, new(edits[name][0].Range)}
			if i > 0 {
				part.Message = inert("the edit of " + files[0] + " needs this one, too: " + message)
			}
		}
		part.Suggestions = edits[name]
		r.Diagnostics = append(r.Diagnostics, part)
	}
	if len(files) == 0 {
		r.Diagnostics = append(r.Diagnostics, d)
	}
}

func rdRangeOf(r hcl.Range, text []byte) rdRange {
	if r.End.Byte > len(text) { // another text: both ends are counted alike
		text = nil
	}
	return rdRange{rdPositionOf(r.Start, text), rdPositionOf(r.End, text)}
}

// rdPositionOf counts bytes where the text is at hand, else what HCL counts.
func rdPositionOf(at hcl.Pos, text []byte) rdPosition {
	out := rdPosition{max(at.Line, 1), max(at.Column, 1)}
	if at.Byte > 0 && at.Byte <= len(text) {
		out.Column = at.Byte - (bytes.LastIndexByte(text[:at.Byte], '\n') + 1) + 1
	}
	return out
}
