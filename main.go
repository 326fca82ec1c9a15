// Command plan403 reads a Terraform or OpenTofu plan and reports every request
// through CloudFront to S3 that will be answered with HTTP 403 once the plan is
// applied.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/report"
)

// Exit statuses, as in tflint. The command request has its own for verdicts.
const (
	exitOK       = 0 // nothing at or above --fail-on
	exitFailed   = 1 // plan403 itself could not answer
	exitFindings = 2 // findings at or above --fail-on
	exitBroken   = 130
)

// version and commit are set when a release is built.
var version, commit string

func main() {
	// Asked for, a write into a closed pipe is an error like others. Otherwise it
	// would end the program with a status that says nothing of the plan.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	// A run is short and most of what it makes lives as long: collecting half as
	// often saves a sixth of the time of a plan full of sites.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	os.Exit(run(os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run runs one command line and returns its exit status.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return read(ctx, args, streams{in, out, errs}).run()
}

// job is what a command line asks for. The library that reads command lines
// writes to variables of its package, which no two jobs may do at once; the work
// itself begins when it is done.
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
func read(ctx context.Context, args []string, s streams) *job {
	j := &job{ctx: ctx, errs: s.err, status: exitOK}
	app := newApp(s, j)
	j.err = app.RunContext(ctx, arrange(args, app.Commands))
	return j
}

// run does the work and returns the exit status.
func (j *job) run() int {
	if j.err == nil && j.work != nil {
		j.err = j.work()
	}
	switch {
	case j.ctx.Err() != nil:
		return exitBroken
	case errors.Is(j.err, syscall.EPIPE):
		return j.status
	case j.err != nil:
		complain(j.errs, j.err)
		return exitFailed
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
	fmt.Fprintf(w, "plan403: %s\n", report.Printable(err.Error()))
}

func newApp(s streams, j *job) *cli.App {
	usageError := func(_ *cli.Context, err error, _ bool) error { return fmt.Errorf("%w; see plan403 --help", err) }
	app := &cli.App{
		Name:                      "plan403",
		Usage:                     "find the requests that will answer 403 before terraform apply",
		UsageText:                 usageText,
		Version:                   versionText() + commitText(),
		HideHelpCommand:           true,
		DisableSliceFlagSeparator: true,
		Reader:                    s.in, Writer: s.out, ErrWriter: s.err,
		OnUsageError:   usageError,
		ExitErrHandler: func(*cli.Context, error) {},
		Commands:       []*cli.Command{lintCommand(s, j), requestCommand(s, j), rulesCommand(s), completionCommand(s), manCommand(s)},
	}
	for _, c := range app.Commands {
		c.OnUsageError = usageError
	}
	return app
}

const usageText = `plan403 [lint] [options] [PLAN ...]     check plans; what runs when no command is named
plan403 request [options] [PLAN] URL    what would this one request get?
plan403 rules [NAME]                    list the rules, or read one rule's document

Check what terraform plan makes here (arguments of it go after --):
   plan403 --plan
   plan403 --plan -- -var-file=prod.tfvars

Make a plan and check it:
   terraform plan -out=tfplan
   terraform show -json tfplan > plan.json
   plan403 plan.json

PLAN is that JSON (of a plan or a state, plain or gzip), a saved plan file
(terraform show -json is then run on it), or - for standard input.`

func versionText() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok && v == "" {
		v = info.Main.Version
	}
	if v == "" || v == "(devel)" {
		v = "0.1.0-dev"
	}
	return v
}

// commitText is the commit that the program was built from, where that is known.
func commitText() string {
	revision := commit
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
