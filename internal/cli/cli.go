// Package cli is the command line: commands, flags, exit statuses and where output
// goes. What is found in a plan comes from package analysis.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/report"
)

// Exit statuses, as in tflint. The command request has its own for verdicts.
const (
	StatusOK          = 0 // nothing at or above --fail-on
	StatusFailed      = 1 // plan403 itself could not answer
	StatusFindings    = 2 // findings at or above --fail-on
	StatusInterrupted = 130
)

// Program is plan403 with its version and the streams of one run.
type Program struct {
	// Version and Commit are those of a release, "" elsewhere.
	Version, Commit string

	In       io.Reader
	Out, Err io.Writer
}

// Main runs the command line of this process and returns its exit status.
func Main(version, commit string) int {
	// Asked for, a write into a closed pipe is an error like others. Otherwise it
	// would end the program with a status that says nothing of the plan.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), endings()...)
	defer stop()
	p := Program{Version: version, Commit: commit, In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	return p.Run(ctx, os.Args[1:])
}

// endings are the signals that ask a program to end. One that is to outlive its
// terminal ignores that it is gone.
func endings() []os.Signal {
	list := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
	if !signal.Ignored(syscall.SIGHUP) {
		list = append(list, syscall.SIGHUP)
	}
	return list
}

// reading guards the library that reads command lines, which writes to variables
// of its package.
var reading sync.Mutex

// Run runs one command line and returns its exit status.
func (p Program) Run(ctx context.Context, args []string) int {
	reading.Lock()
	j := p.read(ctx, append([]string{"plan403"}, args...))
	reading.Unlock()
	return j.run()
}

// job is what a command line asks for. Its work begins when the command line is
// read, so that several programs can work at once.
type job struct {
	ctx    context.Context
	errs   io.Writer
	status int
	work   func() error
	err    error
}

// later is the action of a command whose work is to be done by run.
func (j *job) later(work func(*cli.Context) error) cli.ActionFunc {
	return func(c *cli.Context) error {
		j.work = func() error { return work(c) }
		return nil
	}
}

// read reads a command line. What only concerns the program itself, such as its
// help, is done at once.
func (p Program) read(ctx context.Context, args []string) *job {
	j := &job{ctx: ctx, errs: p.Err, status: StatusOK}
	out := &firstError{to: p.Out}
	app := p.app(j)
	app.Writer = &helpWriter{to: out, columns: columnsOf(p.Out)}
	args = arrange(args, app.Commands)
	if j.err = unknownFlag(args, app.Commands); j.err == nil {
		j.err = cmp.Or(app.RunContext(ctx, args), out.err)
	}
	return j
}

// firstError keeps the first error of a writer, for a library that drops it.
type firstError struct {
	to  io.Writer
	err error
}

func (w *firstError) Write(p []byte) (int, error) {
	n, err := w.to.Write(p)
	w.err = cmp.Or(w.err, err)
	return n, err
}

// run does the work and returns the exit status.
func (j *job) run() int {
	if j.err == nil && j.work != nil {
		j.err = j.work()
	}
	switch {
	case j.ctx.Err() != nil:
		return StatusInterrupted
	case errors.Is(j.err, syscall.EPIPE):
		return j.status
	case j.err != nil:
		complain(j.errs, j.err)
		return StatusFailed
	}
	return j.status
}

// complain prints an error, or each of several, on a line of its own.
func complain(w io.Writer, err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			complain(w, e)
		}
		return
	}
	line := shortened(report.Printable(err.Error()))
	if isTerminal(w) {
		fmt.Fprint(w, report.Wrap(columnsOf(w), "plan403: ", "  ", line))
		return
	}
	fmt.Fprintf(w, "plan403: %s\n", line)
}

// maxErrorLine bounds a line on standard error, in bytes.
const maxErrorLine = 4 << 10

// shortened leaves out the middle of a line that is too long: it begins with the
// name of the plan, and ends in what to do.
func shortened(line string) string {
	if len(line) <= maxErrorLine {
		return line
	}
	half := maxErrorLine / 2
	return strings.ToValidUTF8(line[:half], "") + " … " + strings.ToValidUTF8(line[len(line)-half:], "")
}

func (p Program) app(j *job) *cli.App {
	usageError := func(_ *cli.Context, err error, _ bool) error { return fmt.Errorf("%w; see plan403 --help", err) }
	app := &cli.App{
		Name:                      "plan403",
		Usage:                     "find the requests that will return 403 before terraform apply",
		UsageText:                 usageText,
		Version:                   p.version() + p.commit(),
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		Reader:                    p.In, Writer: p.Out, ErrWriter: p.Err,
		OnUsageError:   usageError,
		ExitErrHandler: func(*cli.Context, error) {},
		Commands: []*cli.Command{
			lintCommand(p, j), requestCommand(p, j), fixCommand(p, j), mapCommand(p, j), rulesCommand(p),
			completionCommand(p), manCommand(p),
		},
	}
	for _, c := range app.Commands {
		c.OnUsageError = usageError
		for _, f := range c.Flags {
			if b, ok := f.(*cli.BoolFlag); ok {
				b.DisableDefaultText = true // that a switch is off says nothing
			}
		}
	}
	return app
}

const usageText = `plan403 [lint] [options] [PLAN|DIR ...]   check plans; what runs when no command is named
plan403 request [options] [PLAN|DIR] URL  what would this one request get?
plan403 fix [options] [PLAN|DIR ...]      show, or make, the edits that end the 403s
plan403 map [options] [PLAN|DIR ...]      what is served and what is not
plan403 rules [--format json] [NAME]      list the rules, or read one rule's document

Check what terraform plan makes here (arguments of it go after --):
   plan403 --plan
   plan403 --plan -- -var-file=prod.tfvars

Make a plan and check it:
   terraform plan -out=tfplan
   terraform show -json tfplan > plan.json
   plan403 plan.json

PLAN is that JSON (of a plan or a state, plain or gzip), a raw terraform.tfstate, a
saved plan file (terraform show -json is then run on it), or - for standard input.
DIR is the folder of a root module with its plan.json, tfplan.json or *.tfplan.json;
where there is none its .tf files alone are judged, as their first apply. Without
either, the plan comes by standard input, or this folder is judged.`

// version is that of the release, else what Go noted when it built the program.
func (p Program) version() string {
	v := p.Version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	if v == "" || v == "(devel)" {
		v = "0.1.0-dev"
	}
	return v
}

// commit is the commit that the program was built from, where that is known.
func (p Program) commit() string {
	revision := p.Commit
	if info, ok := debug.ReadBuildInfo(); ok && revision == "" {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = setting.Value
			}
		}
	}
	if revision == "" {
		return ""
	}
	return " (commit " + revision[:min(12, len(revision))] + ")"
}
