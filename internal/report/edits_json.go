package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/fix"
)

// editFormats are the writers of edits by name.
var editFormats = []struct {
	name  string
	write func(io.Writer, Edits, Style) error
}{
	{"text", writeEditsText},
	{"json", func(w io.Writer, r Edits, _ Style) error { return writeEditsJSON(w, r) }},
	{"rdjson", func(w io.Writer, r Edits, _ Style) error { return writeEditsRDJSON(w, r) }},
}

// EditFormats lists the names that WriteEdits takes.
func EditFormats() (names []string) {
	for _, f := range editFormats {
		names = append(names, f.name)
	}
	return names
}

// WriteEdits writes what can be done about findings in a format.
func WriteEdits(w io.Writer, format string, r Edits, style Style) error {
	for _, f := range editFormats {
		if f.name == format {
			buffered := bufio.NewWriter(w)
			if err := f.write(buffered, r, style); err != nil {
				return err
			}
			return buffered.Flush()
		}
	}
	return fmt.Errorf("unknown format %q; it must be one of %s", format, strings.Join(EditFormats(), ", "))
}

// The types below are a contract, as those of lint are.
type jsonEdits struct {
	FormatVersion  string           `json:"format_version"`
	Plan403Version string           `json:"plan403_version"`
	Plans          []jsonEditedPlan `json:"plans"`
	Summary        jsonEditSummary  `json:"summary"`
}

type jsonEditedPlan struct {
	Path      string         `json:"path"`
	Kind      string         `json:"kind"`
	Source    string         `json:"source"`
	Proposals []jsonProposal `json:"proposals"`
	Left      []jsonLeft     `json:"left"`
	Done      []jsonMended   `json:"done,omitempty"`
	Notes     []string       `json:"notes,omitempty"`
}

// jsonProposal is edits that belong together, with what they end.
type jsonProposal struct {
	Ends  []jsonMended `json:"ends"`
	Why   []string     `json:"why"`
	Other []string     `json:"other,omitempty"`
	Edits []jsonEdit   `json:"edits"`
}

type jsonMended struct {
	Rule     string     `json:"rule"`
	Severity string     `json:"severity"`
	Address  string     `json:"address"`
	Message  string     `json:"message"`
	Range    *jsonRange `json:"range,omitempty"`
}

type jsonLeft struct {
	jsonMended
	Reason string `json:"reason"`
	Fix    string `json:"fix"`
}

type jsonEditSummary struct {
	Edits   int  `json:"edits"`
	Ended   int  `json:"ended"`
	Left    int  `json:"left"`
	Written bool `json:"written"`
}

func writeEditsJSON(w io.Writer, r Edits) error {
	out := jsonEdits{FormatVersion: "1.0", Plan403Version: r.Version, Plans: []jsonEditedPlan{}}
	out.Summary.Written = r.Written
	for _, p := range r.Plans {
		j := jsonEditedPlan{
			Path: p.Path, Kind: p.Kind, Source: p.Source, Proposals: []jsonProposal{}, Left: []jsonLeft{},
			Done: mended(p.Done), Notes: p.Notes,
		}
		for _, x := range p.Proposals {
			j.Proposals = append(j.Proposals, proposalJSON(x))
			out.Summary.Edits += len(x.Edits)
		}
		for _, l := range p.Left {
			one := mended([]checks.Finding{l.Finding})[0]
			j.Left = append(j.Left, jsonLeft{one, l.Why, l.Finding.Fix})
		}
		out.Summary.Ended += p.Ended()
		out.Summary.Left += len(p.Left)
		out.Plans = append(out.Plans, j)
	}
	return encode(w, out)
}

func proposalJSON(x fix.Proposal) jsonProposal {
	return jsonProposal{Ends: mended(x.Ends), Why: orEmpty(x.Why), Other: x.Other, Edits: editsJSON(x.Edits)}
}

func mended(list []checks.Finding) (out []jsonMended) {
	for _, f := range list {
		out = append(out, jsonMended{f.Rule, f.Severity.String(), f.Address, f.Message, rangeOf(f.Range)})
	}
	return out
}
