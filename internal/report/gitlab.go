package report

import (
	"io"
	"path"
	"path/filepath"
	"strconv"

	"github.com/plan403/plan403/checks"
)

// gitLabIssue is one entry of a code quality report (GitLab documentation, Code
// Quality, "Code Quality report format").
type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
}

// writeGitLab writes what merge requests show beside the changed lines. GitLab
// finds what is fixed by itself, from the target branch's report, so a finding
// that the plan repairs is left out, and so is what the baseline holds: the
// format has no word for a finding that somebody has accepted.
func writeGitLab(w io.Writer, r Report) error {
	prints, undecided := r.Fingerprints(), r.undecidedPrints()
	issues := []gitLabIssue{}
	for i, p := range r.Plans {
		for k, f := range p.Findings {
			if f.Change != checks.Fixed && !f.Known {
				issues = append(issues, p.gitLab(f, prints[i][k], r.of(p)))
			}
		}
		for k, u := range r.undecided(p) {
			issues = append(issues, p.gitLab(u, undecided[i][k], r.of(p)))
		}
	}
	for _, s := range r.Settings {
		issues = append(issues, s.gitLab())
	}
	return encode(w, issues)
}

// gitLab is a setting as an issue: one that a merge request brings along shows there.
func (s Setting) gitLab() gitLabIssue {
	line := strconv.Itoa(s.Range.Start.Line)
	print := digest("configuration", string(s.Kind), s.Rule, s.Address, s.Value, s.Range.Filename, line)
	return gitLabIssue{
		Description: inert(
			s.line(),
		), CheckName: "configuration", Fingerprint: print, Severity: gitLabSeverity(checks.Notice),
		Location: gitLabPlace(s.Range.Filename, max(s.Range.Start.Line, 1)),
	}
}

// gitLabPlace names a file as GitLab compares it, as text: "./main.tf" would be
// another one.
func gitLabPlace(file string, line int) gitLabLocation {
	return gitLabLocation{path.Clean(filepath.ToSlash(Printable(file))), gitLabLines{line}}
}

// gitLab is a finding as an issue; of names its plan.
func (p Plan) gitLab(f checks.Finding, print, of string) gitLabIssue {
	at := p.spot(f)
	text := oneLine(f) + p.route(f)
	if own := p.elsewhere(f); own != "" {
		text += "; " + own
	}
	return gitLabIssue{
		Description: inert(text + of), CheckName: f.Rule, Fingerprint: print, Severity: gitLabSeverity(f.Severity),
		Location: gitLabPlace(at.file, at.line),
	}
}

// gitLabSeverity is one of info, minor, major, critical and blocker.
func gitLabSeverity(s checks.Severity) string {
	switch s {
	case checks.Error:
		return "critical"
	case checks.Warning:
		return "major"
	}
	return "info"
}
