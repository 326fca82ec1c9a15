package planfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Options tells Read how to turn a saved plan into JSON. For JSON it is not
// used: then no program is started.
type Options struct {
	// Show lets a program show a saved plan, which runs the plugins that .terraform
	// holds. Without it a saved plan is an error, since what a file holds must not
	// decide that a program runs.
	Show bool
	// Terraform is the program that shows a saved plan: a name to look up on
	// PATH or a path; "" stands for terraform, else tofu.
	Terraform string
	// Dir is where the program runs, an initialised directory with the
	// plan's providers; "" stands for the working directory.
	Dir string
}

// Read reads a plan or state: the JSON of terraform show -json or tofu show
// -json, plain or gzip, as UTF-8 or, with a byte order mark, UTF-16; or a
// saved plan, which is a zip. It reads from in, or from the file at path where
// in is nil; path "-" names standard input in messages.
//
// Every error is one line that begins with the name and holds no value of the
// plan.
func Read(ctx context.Context, path string, in io.Reader, opt Options) (*Plan, error) {
	plans, err := ReadAll(ctx, path, in, opt)
	if err != nil {
		return nil, err
	}
	if len(plans) > 1 {
		return nil, fmt.Errorf("%s holds %d plans: put each into a file of its own", displayName(path), len(plans))
	}
	return plans[0], nil
}

// ReadAll is Read for a file that may hold several plans, one after the other, as
// Terragrunt's run-all prints them.
func ReadAll(ctx context.Context, path string, in io.Reader, opt Options) ([]*Plan, error) {
	plans, err := read(ctx, path, in, opt)
	if err != nil {
		return nil, fmt.Errorf("%s %w", displayName(path), err)
	}
	for _, p := range plans {
		p.Path = path
	}
	return plans, nil
}

func read(ctx context.Context, path string, in io.Reader, opt Options) ([]*Plan, error) {
	var file *os.File // only of a file opened here is the name known to be right
	if in == nil {
		var err error
		if file, err = openPlan(path); err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	if file == nil || !isRegular(file) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		in = newInterruptible(ctx, in)
	}
	content, err := unwrapInput(in)
	switch {
	case err != nil:
		return nil, err
	case !content.zip:
		return readAllJSON(ctx, content.reader)
	}
	p, err := readSaved(ctx, content, file, opt)
	return []*Plan{p}, err
}

func openPlan(path string) (*os.File, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("does not exist: " + makeOne)
	case err != nil:
		return nil, withoutPath(err)
	}
	info, err := f.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("is a directory: name the plan's file in it, or " + makeOne)
	}
	if err != nil {
		f.Close()
		return nil, withoutPath(err)
	}
	return f, nil
}

// withoutPath drops the path from an error of the file system: the message
// begins with it already.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("cannot %s it: %w", p.Op, p.Err)
	}
	return err
}

func displayName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return printable(path)
}

// Wrong is an error about what the plan says, with the name that it was read under.
func (p *Plan) Wrong(err error) error { return fmt.Errorf("%s %w", displayName(p.Path), err) }
