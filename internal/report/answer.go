package report

import (
	"io"

	"github.com/plan403/plan403/internal/trace"
)

// Answer is what became of one request, for plan403 request.
type Answer struct {
	Outcome Outcome
	// Status is the HTTP status that the viewer gets, 0 if it is not decided.
	Status int
	// Key is the object key that S3 was asked for.
	Key string
	// Plan holds the findings that explain the answer, and what is undecided about it.
	Plan Plan
	// Settings are what is assumed.
	Settings []Setting
}

// rules are the names of the rules that explain the answer.
func (a Answer) rules() []string { return a.Plan.rules(1)[0] }

type jsonAnswer struct {
	Distribution string        `json:"distribution"`
	Behavior     string        `json:"behavior"`
	Origin       string        `json:"origin"`
	Bucket       string        `json:"bucket"`
	Caller       string        `json:"caller"`
	Method       string        `json:"method"`
	Scheme       string        `json:"scheme"`
	Path         string        `json:"path"`
	Host         string        `json:"host,omitempty"`
	Signed       bool          `json:"signed,omitempty"`
	Key          string        `json:"key"`
	Verdict      string        `json:"verdict"`
	Status       int           `json:"status"`
	Rules        []string      `json:"rules"`
	Trace        []jsonStep    `json:"trace"`
	Undecided    []string      `json:"undecided,omitempty"`
	Settings     []jsonSetting `json:"settings,omitempty"`
	// Findings are those of lint that explain the answer.
	Findings []jsonFinding `json:"findings,omitempty"`
}

type jsonStep struct {
	Step      string     `json:"step"`
	Address   string     `json:"address"`
	Attribute string     `json:"attribute"`
	Detail    string     `json:"detail"`
	Range     *jsonRange `json:"range,omitempty"`
}

// trace is a list of steps, each with its place where that is at hand.
func (p Places) trace(steps []trace.Step) []jsonStep {
	out := make([]jsonStep, len(steps))
	for i, s := range steps {
		out[i] = jsonStep{s.Step, s.Address, s.Attribute, s.Detail, rangeOf(p.of(s.Place()))}
	}
	return out
}

// WriteAnswer writes the answer to one request as JSON or text.
func WriteAnswer(w io.Writer, format string, a Answer, style Style) error {
	if format == "json" {
		return encode(w, a.json())
	}
	return writeAnswerText(w, a, style)
}

func (a Answer) json() jsonAnswer {
	o := a.Outcome.json()
	j := jsonAnswer{
		Distribution: o.Distribution, Behavior: o.Behavior, Origin: o.Origin, Bucket: o.Bucket, Caller: o.Caller,
		Method: o.Method, Scheme: o.Scheme, Path: o.Path, Host: o.Host, Signed: o.Signed, Key: a.Key,
		Verdict: o.After, Status: a.Status, Rules: a.rules(), Trace: a.Plan.Places.trace(a.Outcome.Trace),
	}
	for _, f := range a.Plan.Findings {
		found := a.Plan.finding(f, a.Plan.asksOf())
		found.Requests = nil // the request is that of the answer
		j.Findings = append(j.Findings, found)
	}
	for _, u := range a.Plan.Undecided {
		j.Undecided = append(j.Undecided, missing(u))
	}
	for _, s := range a.Settings {
		j.Settings = append(j.Settings, s.json())
	}
	return j
}
