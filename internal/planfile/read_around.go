package planfile

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
)

// Pipelines put other text around the JSON: the wrapper of setup-terraform its
// command, log systems a time before each line, Terragrunt one plan after the
// other. Each plan is read, and what stands around it is told.

const (
	// maxAround bounds the other text before, between and after plans.
	maxAround = 1 << 20
	// maxPlans bounds the plans of one file.
	maxPlans = 1000
)

// frame is what Terraform draws around an error, and white space.
const frame = "│╷╵| \t\r\n"

// planBegins is the beginning of the JSON of a plan or state in a line. A log
// system may have put a time or a host before it.
var planBegins = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[^\n{]{0,200}?(\{\s*"format_version")`)
})

// readAllJSON reads each plan or state in a text.
func readAllJSON(ctx context.Context, r io.Reader) ([]*Plan, error) {
	text, err := decodeText(r)
	if err != nil {
		return nil, err
	}
	first := ""
	if err := text.notJSON(); err != nil {
		line, found, seekErr := seekPlan(text.Reader)
		if seekErr != nil || !found {
			return nil, errors.Join(seekErr, quoting(err, line))
		}
		first = line
	}
	var plans []*Plan
	left := newBudget()
	for rest := text.Reader; ; {
		s := newScanner(newMeter(ctx, rest), left)
		p, err := s.document()
		if err != nil {
			return nil, text.explain(err)
		}
		plans = append(plans, p)
		var line string
		var more bool
		if rest, line, more, err = s.following(rest); err != nil {
			return nil, err
		}
		first = firstOf(first, line)
		p.Around = printable(first)
		switch {
		case !more:
			return plans, nil
		case len(plans) == maxPlans:
			return nil, fmt.Errorf("holds more than %d plans: split it", maxPlans)
		}
	}
}

// readOneJSON is readAllJSON for a text that holds one.
func readOneJSON(ctx context.Context, r io.Reader) (*Plan, error) {
	plans, err := readAllJSON(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(plans) > 1 {
		return nil, errors.New("holds several plans")
	}
	return plans[0], nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// following looks for another plan behind the one that was read. What stands in
// its last line must be white space, or that other plan.
func (s *scanner) following(in io.Reader) (rest *bufio.Reader, line string, more bool, err error) {
	after := s.dec.InputOffset()
	rest = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(s.dec.UnreadBuffer())), in), 64<<10)
	start, err := peekInput(rest, looked)
	if err != nil {
		return nil, "", false, err
	}
	lastLine, _, ended := bytes.Cut(start, []byte("\n"))
	if len(bytes.TrimSpace(lastLine)) > 0 && !planBegins().Match(start) {
		return nil, "", false, fmt.Errorf(
			"goes on after the end of the JSON at byte %d: cut off what follows, or %s", after, makeAgain)
	}
	if !ended && len(start) < looked && len(bytes.TrimSpace(lastLine)) == 0 {
		return rest, "", false, nil
	}
	line, more, err = seekPlan(rest)
	return rest, line, more, err
}

// seekPlan passes over lines of other text up to the beginning of a plan, and
// returns the first that is not empty. Commands to GitHub's runner, which may
// repeat the plan, are no plans.
func seekPlan(r *bufio.Reader) (first string, found bool, err error) {
	for passed := 0; passed < maxAround; {
		start, err := peekInput(r, looked)
		if err != nil || len(start) == 0 {
			return first, false, err
		}
		if m := planBegins().FindSubmatchIndex(start); m != nil && !bytes.HasPrefix(start, []byte("::")) {
			_, err := r.Discard(m[2])
			prefix := strings.TrimSpace(string(start[:m[2]]))
			return firstOf(first, prefix), true, err
		}
		line, n, err := passLine(r)
		if err != nil {
			return first, false, err
		}
		passed += n
		first = firstOf(first, strings.Trim(line, frame))
	}
	return first, false, fmt.Errorf("holds more than %d MiB of other text around the JSON: cut it off", maxAround>>20)
}

// passLine passes over the rest of a line and returns its beginning.
func passLine(r *bufio.Reader) (line string, passed int, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if passed == 0 {
			line = string(part[:min(len(part), 4*maxPrinted)])
		}
		passed += len(part)
		switch {
		case err == nil || err == io.EOF:
			return line, passed, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return "", passed, cannotRead(err)
		case passed > maxAround:
			return line, passed, nil
		}
	}
}

// quoting adds the first line of a text that is no JSON to what is wrong with it.
func quoting(err error, line string) error {
	if line == "" || strings.Contains(err.Error(), "binary") {
		return err
	}
	return fmt.Errorf("%w (it begins with %s)", err, quoted(line))
}
