package main_test

import (
	"flag"
	"fmt"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"github.com/plan403/plan403/internal/clitest"
)

var update = flag.Bool("update", false, "draw the pictures of docs again")

// TestReadmePicture: the README's picture is the report that its command prints, in
// the colors of a terminal.
func TestReadmePicture(t *testing.T) {
	const file = "docs/report.svg"
	_, out, _ := clitest.Run("--color", "always", example+"/plan.json")
	drawn := terminal("$ plan403 plan.json\n" + strings.ReplaceAll(out, example+"/", ""))
	if *update {
		if err := os.WriteFile(file, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if drawn != clitest.ReadFile(t, file) {
		t.Error("docs/report.svg is not what plan403 prints; run go test . -update")
	}
}

// TestReadmeMap: the README's map is the one that plan403 draws.
func TestReadmeMap(t *testing.T) {
	const file = "docs/map.svg"
	_, drawn, _ := clitest.Run("map", "--format", "svg", "fixtures/prefix-grants/plan.json")
	if *update {
		if err := os.WriteFile(file, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if drawn != clitest.ReadFile(t, file) {
		t.Error("docs/map.svg is not what plan403 draws; run go test . -update")
	}
}

// terminalColors are those of the codes that reports use.
var terminalColors = map[string]string{
	"1": "b", "2": "d", "31": "r", "32": "g", "33": "y", "34": "u", "36": "c", "22": "-", "0": "-",
}

const terminalStyle = `<style>
  rect { fill: #0d1117 }
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre }
  .b { font-weight: 700 } .d { fill: #8b949e } .r { fill: #ff7b72 } .g { fill: #7ee787 }
  .y { fill: #f2cc60 } .u { fill: #79c0ff } .c { fill: #76e3ea }
</style>
`

// terminal draws text with color codes as a window of a terminal.
func terminal(text string) string {
	const letter, step, margin = 7.83, 19, 16
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	codes := regexp.MustCompile(`\x1b\[([0-9;]*)m`)
	width := 0
	var body strings.Builder
	for i, line := range lines {
		width = max(width, runewidth.StringWidth(codes.ReplaceAllString(line, "")))
		fmt.Fprintf(&body, `<text x="%d" y="%d" xml:space="preserve">`, margin, margin+12+i*step)
		classes := ""
		rest := line
		for rest != "" {
			at := codes.FindStringSubmatchIndex(rest)
			if at == nil {
				body.WriteString(span(classes, rest))
				break
			}
			body.WriteString(span(classes, rest[:at[0]]))
			for _, code := range strings.Split(rest[at[2]:at[3]], ";") {
				if c := terminalColors[code]; c == "-" {
					classes = ""
				} else if c != "" {
					classes = strings.TrimSpace(classes + " " + c)
				}
			}
			rest = rest[at[1]:]
		}
		body.WriteString("</text>\n")
	}
	w, h := float64(width)*letter+2*margin, len(lines)*step+2*margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %[2]d" role="img">`+"\n", w, h, w) +
		"<title>what plan403 prints for a bucket policy with a region in the ARN of its distribution</title>\n" +
		terminalStyle + fmt.Sprintf(`<rect width="%.0f" height="%d" rx="8"/>`+"\n", w, h) + body.String() + "</svg>\n"
}

func span(classes, text string) string {
	if classes == "" || text == "" {
		return html.EscapeString(text)
	}
	return fmt.Sprintf(`<tspan class="%s">%s</tspan>`, classes, html.EscapeString(text))
}
