package report

import (
	"io"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/docs"
)

// SARIF 2.1.0, OASIS Standard with errata 01. What readers do with it decides
// some of the forms here: GitHub wants one run for a tool, a physical location
// in every place and plain text in messages, and works out by itself what is
// fixed, so a finding that the plan repairs is left out.
const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	homepage    = "https://github.com/plan403/plan403"
	// printName has a version of its own: another way to make fingerprints
	// must not pass for this one.
	printName = "plan403/v1"
)

func writeSARIF(w io.Writer, r Report) error {
	s := sarifRun{rules: map[string]uint{}, of: r.of}
	s.run.Results = []*sarif.Result{}
	s.run.ColumnKind = "utf16CodeUnits"
	s.run.Tool.Driver = &sarif.ToolComponent{
		Name: "plan403", Version: &r.Version, InformationURI: new(homepage), Rules: []*sarif.ReportingDescriptor{},
	}
	invocation := &sarif.Invocation{ExecutionSuccessful: new(true)}
	s.run.Invocations = []*sarif.Invocation{invocation}
	prints, undecided := r.Fingerprints(), r.undecidedPrints()
	s.compared = r.compared()
	for i, p := range r.Plans {
		for k, f := range p.Findings {
			if f.Change == checks.Fixed {
				continue
			}
			result := s.add(p, f, prints[i][k])
			if f.Known {
				result.Suppressions = suppressed(
					Silenced{Finding: f, Reason: "in the baseline"},
					prints[i][k],
					p.location(f),
				)
			}
		}
		for _, f := range p.Silenced {
			print := p.Fingerprint(f.Finding)
			s.add(p, f.Finding, print).Suppressions = suppressed(f, print, p.location(f.Finding))
		}
		if r.UndecidedFails {
			for k, u := range r.undecided(p) {
				s.add(p, u, undecided[i][k])
			}
		}
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, r.notifications(p)...)
	}
	invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, r.configured()...)
	return encode(w, sarif.Report{Version: "2.1.0", Schema: sarifSchema, Runs: []*sarif.Run{&s.run}})
}

// sarifRun collects results and the rules that they name.
type sarifRun struct {
	run   sarif.Run
	rules map[string]uint
	// compared: the run has a baseline, so each result says how it stands to it.
	compared bool
	// of names a plan behind a message, where there are several.
	of func(Plan) string
}

// compared reports whether the baseline of the run holds a finding.
func (r Report) compared() bool {
	return slices.ContainsFunc(r.Plans, func(p Plan) bool {
		return slices.ContainsFunc(p.Findings, func(f checks.Finding) bool { return f.Known })
	})
}

func baselineState(f checks.Finding) string {
	if f.Known {
		return "unchanged"
	}
	return "new"
}

func (s *sarifRun) add(p Plan, f checks.Finding, print string) *sarif.Result {
	index := s.rule(f.Rule)
	asides := p.asides(f)
	result := &sarif.Result{
		RuleID: &f.Rule, RuleIndex: &index, Level: new(sarifLevel(f.Severity)),
		Message:   sarifLinked(asides, oneLine(f)+s.of(p), f.Fix),
		Locations: []*sarif.Location{p.location(f)}, RelatedLocations: number(asides), CodeFlows: p.codeFlows(f),
		PartialFingerprints: map[string]any{printName: print}, Fixes: p.sarifFixes(f),
	}
	if f.Rule != undecidedRule {
		result.Properties = sarif.Properties{"certainty": f.Certainty.String(), "change": f.Change.String()}
	}
	if s.compared {
		result.BaselineState = new(baselineState(f))
	}
	s.run.Results = append(s.run.Results, result)
	return result
}

// rule returns the index of a rule, describing it when it is first met.
func (s *sarifRun) rule(name string) uint {
	if i, ok := s.rules[name]; ok {
		return i
	}
	i := uint(len(s.rules))
	s.rules[name] = i
	s.run.Tool.Driver.Rules = append(s.run.Tool.Driver.Rules, describeRule(name))
	return i
}

func describeRule(name string) *sarif.ReportingDescriptor {
	d := &sarif.ReportingDescriptor{ID: name, ShortDescription: multiformat(name)}
	if name == undecidedRule {
		d.ShortDescription, d.FullDescription = multiformat(undecidedTitle), multiformat(undecidedTitle)
		d.Help = multiformat("Each result says what is missing, and what would supply it. " +
			"See " + undecidedPage + ".")
		d.HelpURI = new(homepage + "/blob/main/" + undecidedPage)
	}
	if r, ok := checks.Find(name); ok {
		d.ShortDescription = multiformat(r.Title)
		d.DefaultConfiguration = &sarif.ReportingConfiguration{Level: sarifLevel(r.Worst)}
	}
	if page, ok := docs.Rule(name); ok {
		d.FullDescription = multiformat(section(page, "What happens"))
		d.Help = &sarif.MultiformatMessageString{Text: &page, Markdown: &page}
		d.HelpURI = new(homepage + "/blob/main/docs/rules/" + name + ".md")
	}
	d.Properties = sarif.Properties{"tags": []string{"terraform", "cloudfront", "s3"}}
	return d
}

// section is the text below a heading of a rule's page, as one paragraph.
func section(page, heading string) string {
	_, text, _ := strings.Cut(page, "\n## "+heading+"\n")
	text, _, _ = strings.Cut(text, "\n## ")
	return strings.Join(strings.Fields(text), " ")
}

func multiformat(text string) *sarif.MultiformatMessageString {
	return &sarif.MultiformatMessageString{Text: &text}
}

func sarifLevel(s checks.Severity) string {
	if s == checks.Notice {
		return "note"
	}
	return s.String()
}

// links are what readers take for a link in a message; brackets are then
// written with a backslash (SARIF 2.1.0, 3.11.6).
var links = strings.NewReplacer("[", `\[`, "]", `\]`)

// sarifMessage makes a message of paragraphs, none of which becomes a link.
func sarifMessage(paragraphs ...string) sarif.Message {
	text := sarifText(paragraphs)
	if strings.Contains(text, "](") {
		text = links.Replace(text)
	}
	return sarif.Message{Text: &text}
}

func sarifText(paragraphs []string) string {
	var out []string
	for _, text := range paragraphs {
		if text = inert(text); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "\n\n")
}

// notifications tell what could not be decided, if it does not fail the run, and
// notes.
func (r Report) notifications(p Plan) []*sarif.Notification {
	var out []*sarif.Notification
	for _, u := range r.undecided(p) {
		if r.UndecidedFails {
			break // they are results
		}
		m := sarifMessage(u.Message, u.Fix)
		out = append(
			out,
			&sarif.Notification{Level: "warning", Message: &m, Locations: []*sarif.Location{p.location(u)}},
		)
	}
	for _, n := range p.Notes {
		m := sarifMessage(n)
		at := &sarif.Location{PhysicalLocation: p.planFile()}
		out = append(out, &sarif.Notification{Level: "note", Message: &m, Locations: []*sarif.Location{at}})
	}
	return out
}

// configured names what changes the report from outside the plans, at its place.
func (r Report) configured() []*sarif.Notification {
	var out []*sarif.Notification
	for _, s := range r.Settings {
		m := sarifMessage("configuration: " + s.line())
		at := &sarif.Location{PhysicalLocation: lineOf(s.Range)}
		out = append(out, &sarif.Notification{Level: "note", Message: &m, Locations: []*sarif.Location{at}})
	}
	return out
}

// suppressed says why a finding is silenced. The library writes null for what
// is left out, which the schema refuses, so every field is filled in.
func suppressed(f Silenced, print string, at *sarif.Location) []*sarif.Suppression {
	kind := "external"
	if f.InSource {
		kind = "inSource"
	}
	by := at.PhysicalLocation
	if f.By.Filename != "" {
		by = lineOf(f.By)
	}
	return []*sarif.Suppression{{
		Kind: kind, Status: new("accepted"), Guid: new(guid(print)), Justification: new(inert(f.Reason)),
		Location: &sarif.Location{PhysicalLocation: by},
	}}
}

// guid gives a fingerprint the form of a name-based UUID (RFC 9562, version 5).
func guid(print string) string {
	return print[:8] + "-" + print[8:12] + "-5" + print[13:16] + "-8" + print[17:20] + "-" + print[20:32]
}
