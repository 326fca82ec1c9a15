package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/terraform"
)

// planGrace is how long terraform may take to end after an interrupt: it
// finishes the calls under way and gives back the lock of the state.
const planGrace = 20 * time.Second

// showGrace is how long the output of a program that was ended may be held by a
// child of it.
const showGrace = time.Second

// detailedChanges is the exit status of terraform plan -detailed-exitcode for a
// plan with changes, which is no failure.
// https://developer.hashicorp.com/terraform/cli/commands/plan
const detailedChanges = 2

// madePlan is a plan that --plan made.
type madePlan struct {
	dir, file string
	// name is what reports call it: the file's own name is another in each run,
	// and a baseline has to know the plan again.
	name string
}

// remove removes all that makePlan left on disk. Without a plan it does nothing.
func (m madePlan) remove() { _ = os.RemoveAll(m.dir) } // there is nobody left to tell

// rename puts that name into an error about the file.
func (m madePlan) rename(err error) error {
	if err == nil || m.file == "" || !strings.Contains(err.Error(), m.file) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), m.file, m.name))
}

// makePlan runs terraform plan into a temporary file that only this user can
// read, since plans hold secrets. What terraform prints goes to standard error.
// The caller removes the plan, also when there is an error.
func makePlan(c *cli.Context, p Program) (madePlan, error) {
	var m madePlan
	arguments, err := planArguments(c.Args().Slice())
	if err != nil {
		return m, err
	}
	program, err := terraform.Find(c.String("terraform"))
	if err != nil {
		return m, fmt.Errorf("--plan: %w; install it or name the program with --terraform BIN", err)
	}
	m.name = strings.TrimSuffix(filepath.Base(program), ".exe") + " plan"
	if m.dir, err = os.MkdirTemp("", "plan403-"); err != nil {
		return m, fmt.Errorf("--plan has no place for the plan: %w; name a folder that can be written in "+
			"TMPDIR", cause(err))
	}
	// An interrupt removes the plan at once: whoever sent it may not wait for
	// terraform, and end this program for good.
	context.AfterFunc(c.Context, m.remove)
	m.file = filepath.Join(m.dir, "tfplan")
	if err := os.WriteFile(m.file, nil, 0o600); err != nil { // terraform keeps the mode
		return m, fmt.Errorf("--plan has no place for the plan: %w", cause(err))
	}
	r := planRun{program: program, dir: c.String("source"), streams: p, quiet: c.Bool("quiet")}
	if err := r.plan(c.Context, m.file, arguments); err != nil {
		return m, fmt.Errorf("%s %w", report.Printable(m.name), err)
	}
	return m, r.resolve(c.Context, &m)
}

// planArguments returns what stands after --, where terraform's arguments are.
func planArguments(args []string) ([]string, error) {
	if len(args) > 0 && args[0] != "--" {
		return nil, fmt.Errorf("--plan makes the plan to check, so %q cannot be given as well; arguments of "+
			"terraform plan go after --", args[0])
	}
	args = args[min(1, len(args)):]
	for _, arg := range args {
		if name, _, _ := strings.Cut(strings.TrimLeft(arg, "-"), "="); name == "out" && arg[0] == '-' {
			return nil, errors.New("--plan keeps the plan in a temporary file, so -out cannot be given; to keep " +
				"it, run terraform plan -out=tfplan and then plan403 tfplan")
		}
	}
	return args, nil
}

// planRun is how terraform is started.
type planRun struct {
	program, dir string
	streams      Program
	quiet        bool
}

// plan runs terraform plan.
func (r planRun) plan(ctx context.Context, file string, arguments []string) error {
	ours := []string{"plan", "-out=" + file}
	asks := isTerminal(r.streams.In) && !r.quiet
	if !asks {
		ours = append(ours, "-input=false") // nobody would see or answer the question
	}
	if !isTerminal(r.streams.Err) || os.Getenv("NO_COLOR") != "" {
		ours = append(ours, "-no-color")
	}
	cmd := r.command(ctx, slices.Concat(ours, arguments))
	r.endGently(cmd)
	if asks {
		cmd.Stdin = r.streams.In
	}
	if !r.quiet {
		cmd.Stdout = r.streams.Err // standard output is for the findings
	}
	err := cmd.Run()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok && failed.ExitCode() == detailedChanges {
		err = nil
	}
	if err != nil {
		return fmt.Errorf("failed (%w); it says why above", cause(err))
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		return errors.New("wrote no plan; give it no argument that keeps it from planning")
	}
	return nil
}

// command prepares a run of terraform that an interrupt ends at once.
func (r planRun) command(ctx context.Context, args []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, r.program, args...)
	cmd.Dir = r.dir
	// Without it terraform tells to apply a file that will be gone.
	cmd.Env = append(os.Environ(), "TF_IN_AUTOMATION=1")
	cmd.Stderr = r.streams.Err
	cmd.WaitDelay = showGrace
	return cmd
}

// endGently makes an interrupt of this program one of terraform, and waits for it.
func (r planRun) endGently(cmd *exec.Cmd) {
	cmd.WaitDelay = planGrace
	cmd.Cancel = func() error {
		if isTerminal(r.streams.In) {
			return nil // Ctrl-C reaches all at the terminal, and a second one makes terraform drop everything
		}
		if cmd.Process.Signal(os.Interrupt) != nil {
			return cmd.Process.Kill() // Windows knows no interrupt
		}
		return nil
	}
}

// resolve has a plan shown that HCP Terraform keeps: -out then writes a small
// JSON object that names the run, where a saved plan is a zip.
// https://developer.hashicorp.com/terraform/cli/cloud/command-line-arguments
func (r planRun) resolve(ctx context.Context, m *madePlan) error {
	if !startsObject(m.file) {
		return nil
	}
	shown := filepath.Join(m.dir, "plan.json")
	out, err := os.OpenFile(shown, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("--plan has no place for the plan: %w", cause(err))
	}
	defer out.Close()
	cmd := r.command(ctx, []string{"show", "-json", "-no-color", m.file})
	cmd.Stdout = out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s made a plan that terraform show -json does not show (%w); it says why "+
			"above", report.Printable(m.name), cause(err))
	}
	m.file = shown
	return nil
}

// startsObject tells a JSON object from a zip. What cannot be read is told when
// the plan is.
func startsObject(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var first [1]byte
	_, err = io.ReadFull(f, first[:])
	return err == nil && first[0] == '{'
}
