package cli

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/report"
)

// helpWriter breaks the lines of help that are wider than what people read, below
// the text of the flag that they are about.
type helpWriter struct {
	to      io.Writer
	columns int
	partial []byte // of a line that is not at its end
}

func (w *helpWriter) Write(p []byte) (int, error) {
	w.partial = append(w.partial, p...)
	end := bytes.LastIndexByte(w.partial, '\n') + 1
	if end == 0 {
		return len(p), nil
	}
	text := string(w.partial[:end])
	w.partial = append([]byte(nil), w.partial[end:]...)
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(helpLine(strings.TrimSuffix(line, "\n"), w.columns))
	}
	_, err := io.WriteString(w.to, b.String())
	return len(p), err
}

// heading is a flag or command with the space before what is said about it.
var heading = regexp.MustCompile(`^ +\S.*?\S {2,}`)

func helpLine(line string, columns int) string {
	if len(line) <= columns {
		return line + "\n"
	}
	head := heading.FindString(line)
	return report.Wrap(columns, head, strings.Repeat(" ", len(head)), line[len(head):])
}
