package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/plan403/plan403/internal/report"
)

// patience is how long a plan may take before its name is shown.
const patience = time.Second

// showProgress shows on a terminal which plan is being worked on and for how
// long, once it takes more than a second. The function that it returns wipes
// the line.
func showProgress(w io.Writer, path string, off bool) (done func()) {
	if off || !isTerminal(w) {
		return func() {}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		start, shown := time.Now(), 0
		tick := time.NewTicker(patience)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				line := fmt.Sprintf("plan403: %s … %ds", report.Printable(path), int(time.Since(start).Seconds()))
				shown = len(line)
				fmt.Fprintf(w, "\r%s", line)
			case <-stop:
				if shown > 0 {
					fmt.Fprintf(w, "\r%s\r", strings.Repeat(" ", shown))
				}
				return
			}
		}
	}()
	return func() { close(stop); <-stopped }
}
