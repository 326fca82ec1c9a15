package analysis

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/plan403/plan403/internal/config"
	"github.com/plan403/plan403/internal/report"
)

// settings names all by which the configuration and comments change what is
// reported of the plans, and what is taken for true.
func (o Options) settings(plans []Checked, use usage, now time.Time) []report.Setting {
	out := append(o.ruleSettings(plans), use.settings(now)...)
	return append(out, Assumed(o.Config.Assume)...)
}

// ruleSettings are the rules that are switched off or given another severity.
func (o Options) ruleSettings(plans []Checked) []report.Setting {
	var out []report.Setting
	for name, r := range o.Config.Rules {
		s := report.Setting{Kind: report.RuleOff, Rule: name, Range: r.Range}
		if !r.Off && r.Severity == nil {
			continue // it says what is so without it
		}
		if !r.Off {
			s.Kind, s.Value = report.Severity, r.Severity.String()
		}
		for _, c := range plans {
			s.Findings += c.ruled[name]
		}
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b report.Setting) int { return a.Range.Start.Byte - b.Range.Start.Byte })
	return out
}

// settings are the blocks that ignore, and those comments that silence something:
// what an idle one or one that is over does is told by left.
func (u usage) settings(now time.Time) []report.Setting {
	var out []report.Setting
	for _, t := range slices.SortedFunc(maps.Values(u), byPlace) {
		if t.ignore.Over(now) || t.silenced == 0 {
			continue
		}
		s := report.Setting{
			Kind: report.Ignore, Rule: t.ignore.Rule, Address: t.ignore.Address, Reason: t.ignore.Reason,
			Findings: t.silenced, Range: t.ignore.Range,
		}
		if t.ignore.InSource() {
			s.Kind = report.Comment
		}
		if !t.ignore.Until.IsZero() {
			s.Until = t.ignore.Until.Format(time.DateOnly)
		}
		out = append(out, s)
	}
	return out
}

// Assumed names what is assumed.
func Assumed(a config.Assume) []report.Setting {
	var out []report.Setting
	for _, f := range a.Facts() {
		out = append(out, report.Setting{Kind: report.Assume, Value: f.Text, Range: f.Range})
	}
	return out
}

func byPlace(a, b *tried) int {
	x, y := a.ignore.Range, b.ignore.Range
	return cmp.Or(cmp.Compare(x.Filename, y.Filename), x.Start.Byte-y.Start.Byte)
}
