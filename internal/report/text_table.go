package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/fatih/color"
)

// heading names a plan before its findings, where there are several.
func (t *textWriter) heading(p Plan) {
	t.printf("%s\n", t.paint("== "+Printable(p.title())+" ==", color.Bold))
}

// table closes a report of several plans: what was found in each, and how long it
// took.
func (t *textWriter) table(plans []Plan) {
	rows := [][]string{{"plan", "errors", "warnings", "undecided", "time"}}
	for _, p := range plans {
		c := Report{Plans: []Plan{p}}.Count()
		rows = append(rows, []string{
			Printable(p.title()), strconv.Itoa(c.Errors), strconv.Itoa(c.Warnings), strconv.Itoa(c.Undecided),
			fmt.Sprintf("%.1fs", p.Took.Seconds()),
		})
	}
	t.printf("\n")
	for _, line := range aligned(rows) {
		t.printf("%s\n", line)
	}
}

// aligned lays out rows in columns, the first to the left and the others to the
// right.
func aligned(rows [][]string) []string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], cells.StringWidth(cell))
		}
	}
	var lines []string
	for _, row := range rows {
		line := row[0] + strings.Repeat(" ", widths[0]-cells.StringWidth(row[0]))
		for i, cell := range row[1:] {
			line += strings.Repeat(" ", 2+widths[i+1]-cells.StringWidth(cell)) + cell
		}
		lines = append(lines, line)
	}
	return lines
}
