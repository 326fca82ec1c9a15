package report

import (
	"fmt"
	"strings"

	"github.com/plan403/plan403/checks"
)

// oneLine is the message of a finding on one line, with what the reader of a
// format without further fields has to know beside it.
func oneLine(f checks.Finding) string {
	text := f.Message
	switch {
	case f.Change == checks.Fixed:
		text = "fixed by this plan; until now, " + text
	case f.Certainty == checks.Possible:
		text = "possible: " + text
	}
	if f.Known {
		text = "in the baseline: " + text
	}
	return text
}

// change says what a plan, and the runs before this one, have to do with a
// finding.
func change(f checks.Finding) string {
	if f.Known {
		return f.Change.String() + ", in the baseline"
	}
	return f.Change.String()
}

// request names the request of an outcome.
func (o Outcome) request() string {
	r := o.Request
	s := r.Method + " " + r.Path
	if r.Scheme != "https" {
		s += " over " + r.Scheme
	}
	if r.Host != "" {
		s += " at " + r.Host
	}
	if r.Signed {
		s += " with a signature"
	}
	return s
}

// spot is a place in a file, as readers know it that know no addresses.
type spot struct {
	file                       string
	line, column, end, endLine int
}

// spot is where a finding is shown: its place in the repository, else the first
// line of the plan's own file.
func (p Plan) spot(f checks.Finding) spot {
	if r := p.reviewed(f); r != nil && r.Filename != "" {
		return spot{
			r.Filename,
			max(r.Start.Line, 1),
			max(r.Start.Column, 1),
			r.End.Column,
			max(r.End.Line, r.Start.Line, 1),
		}
	}
	return spot{file: p.file(), line: 1, column: 1, endLine: 1}
}

// title is what people call the plan.
func (p Plan) title() string {
	if p.Path == "-" {
		return "standard input"
	}
	return p.Path
}

// file is the name of the plan's file. A plan from standard input has none, but
// the readers of SARIF and of GitLab's reports insist on one.
func (p Plan) file() string {
	if p.Path == "-" || p.Path == "" {
		return "plan.json"
	}
	return p.Path
}

// String says in one line how many findings of each kind there are. What the
// plan repairs does not count as a notice.
func (c Counts) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{c.Errors, count(c.Errors, "error")},
		{c.Warnings, count(c.Warnings, "warning")},
		{c.Notices - c.Fixed, count(c.Notices-c.Fixed, "notice")},
		{c.Fixed, fmt.Sprintf("%d fixed", c.Fixed)},
		{c.Undecided, fmt.Sprintf("%d undecided", c.Undecided)},
	} {
		if part.n > 0 {
			parts = append(parts, part.text)
		}
	}
	if len(parts) == 0 {
		parts = []string{c.nothing()}
	}
	return strings.Join(parts, ", ") + c.quiet()
}

// nothing says that there is no finding, and not that all is well where it is not.
func (c Counts) nothing() string {
	if c.Failing > 0 {
		return "no 403 found, but " + count(c.Failing, "request") + " not served"
	}
	return "no 403 found"
}

// quiet tells how many findings there are that somebody knows of, or asked not
// to see.
func (c Counts) quiet() string {
	var parts []string
	for _, part := range []struct {
		n    int
		text string
	}{
		{c.Known, "in the baseline"},
		{c.Ignored, "ignored"},
		{c.LeftOut, "left out"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.text))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
