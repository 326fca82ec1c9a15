package planfile

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/plan403/plan403/internal/terraform"
)

// showGrace is how long a program may take to end once its output is not read
// any more.
const showGrace = time.Second

// maxErrorText bounds what is kept of a program's error output.
const maxErrorText = 64 << 10

// showSaved runs terraform show -json on a saved plan and reads what it prints
// while it prints it.
func showSaved(ctx context.Context, file string, opt Options) (*Plan, error) {
	program, err := terraform.Find(opt.Terraform)
	if err != nil {
		return nil, fmt.Errorf("is a saved plan, which only terraform can show, and %s: "+
			"where it is, run terraform show -json on the plan and read what that prints", printable(err.Error()))
	}
	file, err = filepath.Abs(file) // the program runs in another directory
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "show", "-json", "-no-color", file)
	cmd.Dir = opt.Dir
	// The check for a newer Terraform would open a connection.
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	cmd.WaitDelay = showGrace
	p, err := runShow(ctx, cancel, cmd)
	if err != nil {
		return nil, fmt.Errorf("cannot be shown by %s: %w", printable(filepath.Base(program)), err)
	}
	return p, nil
}

func runShow(ctx context.Context, cancel context.CancelFunc, cmd *exec.Cmd) (*Plan, error) {
	var errorText errorOutput
	cmd.Stderr = &errorText
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("it does not start: %w", withoutPath(err))
	}
	// A child of the program may hold the pipe open after the program is dead.
	stop := context.AfterFunc(ctx, func() { stdout.Close() })
	defer stop()
	p, readErr := readOneJSON(ctx, stdout)
	if readErr != nil {
		stdout.Close()
		timer := time.AfterFunc(showGrace, cancel)
		defer timer.Stop()
	}
	canceled := ctx.Err()
	waitErr := cmd.Wait()
	switch {
	case canceled != nil:
		return nil, canceled
	case errorText.message() != "" && waitErr != nil:
		return nil, errors.New(errorText.message() + errorText.hint())
	case readErr != nil:
		return nil, fmt.Errorf("its output %w", readErr)
	case waitErr != nil:
		return nil, waitErr
	}
	return p, nil
}

// errorOutput keeps the beginning of a program's error output.
type errorOutput struct{ text bytes.Buffer }

func (t *errorOutput) Write(p []byte) (int, error) {
	t.text.Write(p[:min(len(p), maxErrorText-t.text.Len())])
	return len(p), nil
}

// message returns the first error without the frame that Terraform draws around
// it: the line that names it, and what is below, which says why. Where no
// line names an error it is the first line.
func (t *errorOutput) message() string {
	first := ""
	for text := t.text.String(); text != ""; {
		var line string
		line, text, _ = strings.Cut(text, "\n")
		line = strings.Trim(line, frame)
		if strings.Contains(line, "Error: ") || strings.HasPrefix(line, "Error") {
			return printable(line) + because(text)
		}
		first = cmp.Or(first, printable(line))
	}
	return first
}

// because returns what a text says up to the next error, as the end of a line.
func because(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		line = strings.Trim(line, frame)
		if strings.HasPrefix(line, "Error: ") {
			break
		}
		words = append(words, strings.Fields(line)...)
	}
	if len(words) == 0 {
		return ""
	}
	return ": " + printable(strings.Join(words, " "))
}

// hint says what to do where Terraform's own words do not: where providers are
// missing, its directory is not initialised.
func (t *errorOutput) hint() string {
	text := t.text.String()
	if strings.Contains(text, " init") || !strings.Contains(text, "provider") && !strings.Contains(text, "plugin") {
		return ""
	}
	return " (the plan's directory must be initialised: run terraform init there)"
}
