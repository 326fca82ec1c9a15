package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/internal/page"
	"github.com/plan403/plan403/internal/simulate"
)

// writeHTML writes one page for a browser.
func writeHTML(w io.Writer, r Report) error {
	counts := r.Count()
	out := page.Page{Title: counts.String(), Version: r.Version, Linted: true, Totals: totals(counts)}
	if len(r.Plans) == 1 {
		out.About = r.Plans[0].title()
	}
	for _, line := range r.settings() {
		out.Settings = append(out.Settings, Printable(line))
	}
	out.Data = r.answers()
	rules := map[string]bool{}
	for _, p := range r.Plans {
		shown := p.page(out.Findings)
		out.Plans, out.Findings = append(out.Plans, shown), out.Findings+len(shown.Findings)
		for _, f := range shown.Findings {
			rules[f.Rule] = true
		}
	}
	for _, rule := range checks.All {
		if rules[rule.Name] {
			out.Rules = append(out.Rules, rule.Name)
		}
	}
	return writePage(w, out)
}

// WriteMap writes a page that shows plans without having checked them for anything to
// report.
func WriteMap(w io.Writer, r Report) error {
	out := page.Page{Title: "Where requests go", Version: r.Version, Data: r.answers()}
	for _, p := range r.Plans {
		out.Plans = append(out.Plans, p.page(0))
	}
	return writePage(w, out)
}

// answers are what the page answers requests by, as JSON, nil for nothing.
func (r Report) answers() []byte {
	var list []*atlas.Data
	for _, p := range r.Plans {
		if p.Atlas != nil {
			list = append(list, p.Atlas)
		}
	}
	if len(list) == 0 {
		return nil
	}
	text, _ := json.Marshal(list) // of strings and numbers
	return []byte(asciiEscapes(string(text)))
}

// writePage writes a page in which no line is an order to a pipeline that prints it.
func writePage(w io.Writer, p page.Page) error {
	p.Title, p.About = Printable(p.Title), Printable(p.About)
	var b strings.Builder
	if err := page.Write(&b, p); err != nil {
		return err
	}
	lines := strings.Split(b.String(), "\n")
	for i, line := range lines {
		lines[i] = inert(line)
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// totals are the findings by kind, those that there are some of.
func totals(c Counts) []page.Total {
	var out []page.Total
	for _, t := range []page.Total{
		{Kind: "error", Count: c.Errors, Label: "errors"},
		{Kind: "warning", Count: c.Warnings, Label: "warnings"},
		{Kind: "notice", Count: c.Notices - c.Fixed, Label: "notices"},
		{Kind: "fixed", Count: c.Fixed, Label: "fixed"},
		{Kind: "undecided", Count: c.Undecided, Label: "undecided"},
		{Kind: "other", Count: c.Failing, Label: "not served for other reasons"},
		{Kind: "other", Count: c.Known, Label: "in the baseline"},
		{Kind: "other", Count: c.Ignored, Label: "ignored"},
		{Kind: "other", Count: c.LeftOut, Label: "left out"},
	} {
		if t.Count > 0 {
			if t.Count == 1 {
				t.Label = strings.TrimSuffix(t.Label, "s")
			}
			out = append(out, t)
		}
	}
	return out
}

// page is a plan as the page shows it. before counts the findings that stand before
// its own.
func (p Plan) page(before int) page.Plan {
	out := page.Plan{Path: Printable(p.title()), About: p.provenance(), Summary: checked(p), Map: template.HTML(p.Map)}
	for _, n := range p.Notes {
		out.Notes = append(out.Notes, Printable(n))
	}
	groups := alike(p.Findings)
	for i, group := range groups {
		out.Findings = append(out.Findings, p.shown(group, fmt.Sprintf("f%d", before+i+1)))
	}
	for _, u := range p.Undecided {
		out.Undecided = append(out.Undecided, page.Undecided{
			What: Printable(place(u.Address, u.Missing)), Where: Printable(rangeOr(u.Range, "")),
			Reason: spans(u.Reason), Remedy: spans(u.Remedy),
		})
	}
	out.Distributions = p.asked(groups, out.Findings)
	return out
}

// provenance says what was judged.
func (p Plan) provenance() string {
	if p.Kind == "" {
		return ""
	}
	about := p.Kind
	if p.TerraformVersion != "" {
		about += " of Terraform " + p.TerraformVersion
	}
	switch p.Source {
	case "snapshot":
		about += ", with the source inside it"
	case "directory":
		about += ", with its source"
	case "none":
		about += ", without source"
	}
	return Printable(about)
}

// shown is a finding, and what others that are alike say fails.
func (p Plan) shown(group []*checks.Finding, id string) page.Finding {
	f := *group[0]
	rule, known := checks.Find(f.Rule)
	out := page.Finding{
		ID: id, Kind: f.Severity.String(), Label: f.Severity.String() + possibly(f), Rule: Printable(f.Rule),
		Title: rule.Title, Change: f.Change.String(), ChangeLabel: change(f),
		Message: spans(cmp.Or(f.What, f.Message)), Where: place(f.Address, f.Attribute), Fix: spans(f.Fix),
		Also: Printable(otherRequests(p, f)), Calls: Printable(p.calledFrom(f)), Edits: p.diffs(f),
	}
	if known {
		out.Document = homepage + "/blob/main/docs/rules/" + rule.Name + ".md"
	}
	if f.Change == checks.Fixed {
		out.Kind, out.Label, out.ChangeLabel = "fixed", "fixed by this plan", ""
		out.Message = append([]page.Span{{Text: "until now, "}}, spans(f.Message)...)
	}
	if f.Range != nil {
		out.Where = compactPlace(f) + ", " + out.Where
	}
	out.Where = Printable(out.Where)
	var told bool
	if out.Source, told = p.marked(f); !told && f.Change != checks.Fixed {
		out.Why = spans(f.Why)
	}
	for _, other := range group[1:] {
		out.Likewise = append(out.Likewise, spans(cmp.Or(other.What, other.Message)))
	}
	for _, line := range f.Evidence() {
		out.Steps = append(out.Steps, spans(line))
	}
	about := map[string]bool{}
	for _, one := range group {
		for _, i := range one.Outcomes {
			if d := p.Outcomes[i].Distribution; !about[d] {
				about[d] = true
				out.Distribution = append(out.Distribution, page.Anchor(p.Path, d))
			}
		}
	}
	return out
}

// marked is the source of a finding as the text format shows it, in pieces by their
// color, and whether the reason stands there.
func (p Plan) marked(f checks.Finding) (source []page.Mark, told bool) {
	if f.Range == nil {
		return nil, false
	}
	var b strings.Builder
	t := &textWriter{w: &b, style: Style{Color: true, Fit: true, Width: maxScrolled}}
	own := pointer{at: *f.Range, own: true}
	if _, ok := p.Places.line(f.Range); ok {
		own.label = cmp.Or(f.Label, f.Why)
	}
	t.snippet(p.Places, append([]pointer{own}, pointers(f.Places)...))
	return marks(strings.TrimRight(b.String(), "\n"), sourceClasses), own.label != ""
}

// diffs are the edits that end a finding, by their file.
func (p Plan) diffs(f checks.Finding) []page.Edit {
	var out []page.Edit
	byFile := map[string]int{}
	var files []EditedFile
	for _, e := range f.Edits {
		name := e.Range.Filename
		i, known := byFile[name]
		if !known {
			i = len(files)
			byFile[name] = i
			files = append(files, EditedFile{Name: name, Text: p.Places.Texts[name], Shown: p.Places.Texts[name]})
		}
		files[i].Edits = append(files[i].Edits, e)
	}
	for _, file := range files {
		beyond := func(e hcledit.Edit) bool { return e.Range.End.Byte > len(file.Text) }
		if slices.ContainsFunc(file.Edits, beyond) { // they are about another text
			continue
		}
		var b strings.Builder
		t := &textWriter{w: &b, style: Style{Color: true}}
		t.diff(file)
		out = append(out, page.Edit{File: Printable(file.Name), Lines: marks(withoutHead(b.String()), diffClasses)})
	}
	return out
}

// withoutHead is a diff without the lines that name its file.
func withoutHead(diff string) string {
	_, rest, _ := strings.Cut(diff, "\n")
	_, rest, _ = strings.Cut(rest, "\n")
	return strings.TrimRight(rest, "\n")
}

// maxScrolled is the most columns of source that a page shows, which scrolls.
const maxScrolled = 400

// The classes of CSS that stand for the colors of source, and of a diff.
var (
	sourceClasses = map[string]string{"\x1b[31m": "here", "\x1b[34m": "why", "\x1b[2m": "n"}
	diffClasses   = map[string]string{"\x1b[31m": "gone", "\x1b[32m": "new", "\x1b[36m": "n"}
)

// colored are the colors of a terminal and what stands between them.
var colored = regexp.MustCompile(`\x1b\[[0-9;]*m|[^\x1b]+`)

func marks(text string, classes map[string]string) []page.Mark {
	var out []page.Mark
	class := ""
	for _, piece := range colored.FindAllString(text, -1) {
		if strings.HasPrefix(piece, "\x1b") {
			class = classes[piece]
			continue
		}
		out = append(out, page.Mark{Text: piece, Class: class})
	}
	return out
}

// asked lists what was asked of each distribution, in the order of the outcomes.
func (p Plan) asked(groups [][]*checks.Finding, findings []page.Finding) []page.Distribution {
	var out []page.Distribution
	at := map[string]int{}
	about := map[string][]page.Link{}
	for _, f := range findings {
		for _, anchor := range f.Distribution {
			about[anchor] = append(about[anchor], page.Link{ID: f.ID, Kind: f.Kind, Rule: f.Rule})
		}
	}
	explained := p.links(groups, findings)
	for i, o := range p.Outcomes {
		n, known := at[o.Distribution]
		if !known {
			n = len(out)
			at[o.Distribution] = n
			anchor := page.Anchor(p.Path, o.Distribution)
			out = append(out, page.Distribution{
				Anchor: anchor, Address: Printable(o.Distribution), Findings: about[anchor],
			})
		}
		out[n].Requests = append(out[n].Requests, page.Request{
			Request: Printable(o.request()), Behavior: Printable(o.Behavior),
			Origin: Printable(cmp.Or(o.Bucket, o.Origin)), Before: verdictOf(o.Before, 0),
			After: verdictOf(o.After, o.Status), Changed: o.Before != o.After && o.Before != simulate.Absent,
			Rules: explained[i],
		})
	}
	return out
}

// links are the rules that explain each outcome, with their finding where there is
// one.
func (p Plan) links(groups [][]*checks.Finding, findings []page.Finding) [][]page.Link {
	type explained struct {
		rule    string
		outcome int
	}
	ids := map[explained]string{}
	for k, group := range groups {
		for _, f := range group {
			for _, i := range f.Outcomes {
				if at := (explained{f.Rule, i}); f.Change != checks.Fixed && ids[at] == "" {
					ids[at] = findings[k].ID
				}
			}
		}
	}
	out := make([][]page.Link, len(p.Outcomes))
	for i, names := range p.rules(len(p.Outcomes)) {
		for _, name := range names {
			out[i] = append(out[i], page.Link{Rule: Printable(name), ID: ids[explained{name, i}]})
		}
	}
	return out
}

// verdictOf is a verdict in the word and with the status that viewers see.
func verdictOf(v simulate.Verdict, status int) page.Verdict {
	out := page.Verdict{Kind: v.String(), Label: v.String()}
	switch {
	case v == simulate.Forbidden:
		out.Label = "403"
	case v == simulate.Unknown:
		out.Label = "undecided"
	case v == simulate.Other && status != 0:
		out.Label = fmt.Sprint(status)
	}
	return out
}

// spans divides a text into words and code, as Markdown does.
func spans(s string) []page.Span {
	var out []page.Span
	add := func(text string, code bool) {
		if last := len(out) - 1; last >= 0 && out[last].Code == code {
			out[last].Text += text
		} else if text != "" {
			out = append(out, page.Span{Text: text, Code: code})
		}
	}
	for i, word := range strings.Fields(Printable(s)) {
		if i > 0 {
			add(" ", false)
		}
		start, core, end := cutWord(word)
		if strings.IndexFunc(core, notPlain) < 0 {
			add(word, false)
			continue
		}
		add(start, false)
		add(core, true)
		add(end, false)
	}
	return out
}
