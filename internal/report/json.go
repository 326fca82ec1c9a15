package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/checks"
)

// The types below are the JSON contract: fields may be added, never renamed.
type jsonReport struct {
	FormatVersion  string        `json:"format_version"`
	Plan403Version string        `json:"plan403_version"`
	Plans          []jsonPlan    `json:"plans"`
	Settings       []jsonSetting `json:"settings,omitempty"`
	Summary        jsonSummary   `json:"summary"`
}

type jsonPlan struct {
	Path             string          `json:"path"`
	Kind             string          `json:"kind"`
	TerraformVersion string          `json:"terraform_version"`
	Source           string          `json:"source"`
	Outcomes         []jsonOutcome   `json:"outcomes"`
	Findings         []jsonFinding   `json:"findings"`
	Undecided        []jsonUndecided `json:"undecided"`
	Silenced         []jsonSilenced  `json:"silenced,omitempty"`
	Notes            []string        `json:"notes,omitempty"`
}

type jsonOutcome struct {
	Distribution string   `json:"distribution"`
	Behavior     string   `json:"behavior"`
	Origin       string   `json:"origin"`
	Bucket       string   `json:"bucket"`
	Caller       string   `json:"caller"`
	Method       string   `json:"method"`
	Scheme       string   `json:"scheme"`
	Path         string   `json:"path"`
	Host         string   `json:"host,omitempty"`
	Signed       bool     `json:"signed,omitempty"`
	Before       string   `json:"before"`
	After        string   `json:"after"`
	Status       int      `json:"status"`
	Rules        []string `json:"rules"`
}

type jsonFinding struct {
	Rule          string      `json:"rule"`
	Severity      string      `json:"severity"`
	Certainty     string      `json:"certainty"`
	Change        string      `json:"change"`
	Address       string      `json:"address"`
	Attribute     string      `json:"attribute,omitempty"`
	Related       []string    `json:"related"`
	Distribution  string      `json:"distribution"`
	Requests      []int       `json:"requests,omitempty"`
	Message       string      `json:"message"`
	Evidence      []string    `json:"evidence"`
	Trace         []jsonStep  `json:"trace"`
	Fix           string      `json:"fix"`
	Range         *jsonRange  `json:"range,omitempty"`
	Places        []jsonPlace `json:"places,omitempty"`
	Calls         []jsonCall  `json:"calls,omitempty"`
	Edits         []jsonEdit  `json:"edits,omitempty"`
	NoEdit        string      `json:"no_edit,omitempty"`
	Documentation string      `json:"documentation"`
	Baseline      bool        `json:"baseline,omitempty"`
}

// jsonPlace is a place that tells why.
type jsonPlace struct {
	Label string    `json:"label"`
	Range jsonRange `json:"range"`
}

// jsonCall is a module block on the way to the finding's place.
type jsonCall struct {
	Module string    `json:"module"`
	Range  jsonRange `json:"range"`
}

type jsonRange struct {
	Filename string  `json:"filename"`
	Start    jsonPos `json:"start"`
	End      jsonPos `json:"end"`
}

type jsonPos struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

type jsonUndecided struct {
	Address string     `json:"address"`
	Missing string     `json:"missing"`
	Reason  string     `json:"reason"`
	Remedy  string     `json:"remedy"`
	Range   *jsonRange `json:"range,omitempty"`
}

// jsonSilenced is a finding that somebody chose not to hear of.
type jsonSilenced struct {
	Rule     string     `json:"rule"`
	Severity string     `json:"severity"`
	Address  string     `json:"address"`
	Message  string     `json:"message"`
	Range    *jsonRange `json:"range,omitempty"`
	Reason   string     `json:"reason"`
	By       *jsonRange `json:"by,omitempty"`
}

// jsonSetting is what changes the report from outside the plans.
type jsonSetting struct {
	Kind     string    `json:"kind"`
	Rule     string    `json:"rule,omitempty"`
	Address  string    `json:"address,omitempty"`
	Value    string    `json:"value,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Until    string    `json:"until,omitempty"`
	Findings int       `json:"findings"`
	Range    jsonRange `json:"range"`
}

type jsonSummary struct {
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Notices   int `json:"notices"`
	Undecided int `json:"undecided"`
}

func writeJSON(w io.Writer, r Report) error {
	out := jsonReport{FormatVersion: "1.0", Plan403Version: r.Version, Plans: []jsonPlan{}}
	c := r.Count()
	out.Summary = jsonSummary{c.Errors, c.Warnings, c.Notices, c.Undecided}
	for _, p := range r.Plans {
		out.Plans = append(out.Plans, p.json())
	}
	for _, s := range r.Settings {
		out.Settings = append(out.Settings, s.json())
	}
	return encode(w, out)
}

func (s Setting) json() jsonSetting {
	return jsonSetting{
		Kind: string(s.Kind), Rule: s.Rule, Address: s.Address, Value: s.Value, Reason: s.Reason, Until: s.Until,
		Findings: s.Findings, Range: rangeJSON(s.Range),
	}
}

func (s Silenced) json() jsonSilenced {
	out := jsonSilenced{
		Rule: s.Rule, Severity: s.Severity.String(), Address: s.Address, Message: s.Message, Reason: s.Reason,
		Range: rangeOf(s.Finding.Range),
	}
	if s.By.Filename != "" {
		out.By = new(rangeJSON(s.By))
	}
	return out
}

// encode writes a value as indented JSON, in which characters that a terminal
// would act on, and orders to a pipeline, stand as escapes: a reader gets the
// same strings.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	if plainASCII(b.Bytes()) {
		_, err := w.Write(b.Bytes())
		return err
	}
	_, err := io.WriteString(w, asciiEscapes(b.String()))
	return err
}

func (p Plan) json() jsonPlan {
	out := jsonPlan{
		Path: p.Path, Kind: p.Kind, TerraformVersion: p.TerraformVersion, Source: p.Source,
		Outcomes: []jsonOutcome{}, Findings: []jsonFinding{}, Undecided: []jsonUndecided{}, Notes: p.Notes,
	}
	rules := p.rules(len(p.Outcomes))
	for i, o := range p.Outcomes {
		j := o.json()
		j.Rules = rules[i]
		out.Outcomes = append(out.Outcomes, j)
	}
	asked := p.asksOf()
	for _, f := range p.Findings {
		out.Findings = append(out.Findings, p.finding(f, asked))
	}
	for _, s := range p.Silenced {
		out.Silenced = append(out.Silenced, s.json())
	}
	for _, u := range p.Undecided {
		out.Undecided = append(out.Undecided, jsonUndecided{u.Address, u.Missing, u.Reason, u.Remedy, rangeOf(u.Range)})
	}
	return out
}

func (o Outcome) json() jsonOutcome {
	return jsonOutcome{
		Distribution: o.Distribution, Behavior: o.Behavior, Origin: o.Origin, Bucket: o.Bucket, Caller: o.Caller,
		Method: o.Request.Method, Scheme: o.Request.Scheme, Path: o.Request.Path,
		Host: o.Request.Host, Signed: o.Request.Signed,
		Before: o.Before.String(), After: o.After.String(), Status: o.Status,
	}
}

func (p Plan) finding(f checks.Finding, asked map[string]bool) jsonFinding {
	j := jsonFinding{
		Rule: f.Rule, Severity: f.Severity.String(), Certainty: f.Certainty.String(), Change: f.Change.String(),
		Address: f.Address, Attribute: f.Attribute, Related: orEmpty(f.Related), Message: f.Message,
		Evidence: orEmpty(f.Evidence()), Fix: f.Fix, Documentation: "docs/rules/" + f.Rule + ".md", Baseline: f.Known,
		Range: rangeOf(f.Range), Trace: p.Places.trace(f.Steps), Edits: editsJSON(f.Edits), NoEdit: f.NoEdit,
	}
	for _, m := range f.Places {
		j.Places = append(j.Places, jsonPlace{m.Label, rangeJSON(m.Range)})
	}
	for _, c := range p.calls(f) {
		j.Places = append(j.Places, jsonPlace{c.Module + " is called here", rangeJSON(c.Range)})
		j.Calls = append(j.Calls, jsonCall{c.Module, rangeJSON(c.Range)})
	}
	j.Distribution, j.Requests = p.distribution(f, asked), f.Outcomes
	return j
}

func rangeJSON(r hcl.Range) jsonRange {
	return jsonRange{r.Filename, jsonPos{r.Start.Line, r.Start.Column}, jsonPos{r.End.Line, r.End.Column}}
}

func rangeOf(r *hcl.Range) *jsonRange {
	if r == nil {
		return nil
	}
	return new(rangeJSON(*r))
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
