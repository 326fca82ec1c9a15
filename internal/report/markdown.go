package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/plan403/plan403/checks"
)

// maxComment bounds the text of a report in bytes, since GitHub takes no
// comment of more than 65,536 characters. What does not fit is counted.
const maxComment = 60000

// maxRows bounds the rows of one plan's table.
const maxRows = 100

// marker lets a pipeline find its own comment, to replace it by the next one.
const marker = "<!-- plan403 -->"

// Summary writes a report as Markdown for the summary page of a job, as GitHub
// shows what is appended to the file that GITHUB_STEP_SUMMARY names.
func Summary(w io.Writer, r Report) error { return writeMarkdown(w, r.withLines()) }

// writeMarkdown writes a comment on a pull request: for each plan a picture of where
// requests go, a table of the findings, and the details folded.
func writeMarkdown(w io.Writer, r Report) error {
	room := room{bytes: maxComment}
	top := room.fit(marker + "\n\n## plan403: " + r.Count().String() + "\n\n")
	if len(r.Settings) > 0 {
		top += room.fit(settingList(r.settings()))
	}
	var overviews []string
	for _, p := range r.Plans {
		overviews = append(overviews, room.fit(overview(p)...))
	}
	out := []string{top}
	for i, p := range r.Plans {
		out = append(out, overviews[i], room.fit(folded(p)...))
	}
	if room.left > 0 {
		out = append(out, fmt.Sprintf("_%s left out, since the comment would be too long; the text format has "+
			"them._\n", count(room.left, "part")))
	}
	_, err := io.WriteString(w, inertLines(strings.Join(out, "")))
	return err
}

// settingList names what changes the report from outside the plans.
func settingList(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString("> " + prose(line) + "\n")
	}
	return b.String() + "\n"
}

// room is what is left of a comment, given first to the overviews of all plans
// and then to details.
type room struct{ bytes, left int }

// fit joins the parts that there is room for, each whole or not at all: half of
// one would end inside a fence or a fold.
func (r *room) fit(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		if len(part) > r.bytes {
			r.left++
			continue
		}
		r.bytes -= len(part)
		b.WriteString(part)
	}
	return b.String()
}

func overview(p Plan) []string {
	parts := []string{"### " + code(p.title()) + "\n\n" + checked(p) + "\n\n"}
	for _, n := range p.Notes {
		parts = append(parts, "> note: "+prose(n)+"\n\n")
	}
	parts = append(parts, picture(p))
	if len(p.Findings) > 0 {
		parts = append(parts, table(p))
	}
	return parts
}

func folded(p Plan) []string {
	var parts []string
	for _, f := range p.Findings {
		parts = append(parts, details(p, f))
	}
	if len(p.Undecided) > 0 {
		parts = append(parts, undecidedList(p.Undecided))
	}
	return parts
}

func checked(p Plan) string {
	if len(p.Outcomes) == 0 {
		return "No CloudFront distribution with an S3 origin."
	}
	return fmt.Sprintf("Checked %s and %s.", count(p.distributions(), "distribution"), count(p.requests(), "request"))
}

func table(p Plan) string {
	var b strings.Builder
	b.WriteString("| | rule | where | change |\n|---|---|---|---|\n")
	for i, f := range p.Findings {
		if i == maxRows {
			fmt.Fprintf(&b, "| | %d more | | |\n", len(p.Findings)-maxRows)
			break
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", badge(f), cell(f.Rule), cell(where(f)), change(f))
	}
	b.WriteString("\n")
	return b.String()
}

// badge is a finding's severity in word and colour.
func badge(f checks.Finding) string {
	switch {
	case f.Change == checks.Fixed:
		return "🟢 fixed"
	case f.Known:
		return "⚪ known " + f.Severity.String() + possibly(f)
	case f.Severity == checks.Error:
		return "🔴 error" + possibly(f)
	case f.Severity == checks.Warning:
		return "🟡 warning" + possibly(f)
	}
	return "🔵 notice" + possibly(f)
}

func possibly(f checks.Finding) string {
	if f.Certainty == checks.Possible {
		return " (possible)"
	}
	return ""
}

// where is the place of a finding in short.
func where(f checks.Finding) string {
	if f.Range == nil {
		return place(f.Address, f.Attribute)
	}
	return fmt.Sprintf("%s:%d", f.Range.Filename, f.Range.Start.Line)
}

// details is one finding, folded.
func details(p Plan, f checks.Finding) string {
	var b strings.Builder
	rule := html.EscapeString(inert(f.Rule))
	fmt.Fprintf(&b, "<details><summary>%s <b>%s</b> at %s</summary>\n\n", badge(f), rule, summaryCode(where(f)))
	message := f.Message
	if f.Change == checks.Fixed || f.Known {
		message = oneLine(f)
	}
	b.WriteString(prose(message) + "\n\n")
	if line, ok := p.Places.line(f.Range); ok {
		b.WriteString(fence("hcl", line))
	}
	b.WriteString("Look at " + code(place(f.Address, f.Attribute)) + p.callers(f) + ".\n\n")
	if len(f.Steps) > 0 {
		b.WriteString("Steps:\n\n")
		for i, e := range f.Evidence() {
			fmt.Fprintf(&b, "%d. %s\n", i+1, prose(e))
		}
		b.WriteString("\n")
	}
	if f.Fix != "" {
		b.WriteString("**Fix:** " + prose(f.Fix) + "\n\n")
	}
	b.WriteString("</details>\n\n")
	return b.String()
}

// callers tells by which module blocks a finding's resource came.
func (p Plan) callers(f checks.Finding) string {
	var b strings.Builder
	for _, c := range p.calls(f) {
		b.WriteString(", called from " + code(fmt.Sprintf("%s:%d", c.Range.Filename, c.Range.Start.Line)) + " by " +
			code(c.Module))
	}
	return b.String()
}

func undecidedList(list []checks.Undecided) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<details><summary>❔ %d undecided</summary>\n\n", len(list))
	for i, u := range list {
		if i == maxRows {
			fmt.Fprintf(&b, "- %d more\n", len(list)-maxRows)
			break
		}
		b.WriteString("- " + code(place(u.Address, u.Missing)))
		if u.Range != nil {
			b.WriteString(" at " + code(rangeOr(u.Range, "")))
		}
		b.WriteString(": " + prose(u.Reason))
		if u.Remedy != "" {
			b.WriteString(". Remedy: " + prose(u.Remedy))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n</details>\n\n")
	return b.String()
}
