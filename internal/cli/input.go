package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/config"
)

// lintInputs lists the plans to check, after making one if --plan is given.
func lintInputs(c *cli.Context, p Program, settings config.Config) ([]analysis.Input, madePlan, error) {
	if c.Bool("plan") {
		made, err := makePlan(c, p)
		in := modelInput(c, settings, made.file, nil)
		in.Name = made.name
		return []analysis.Input{in}, made, err
	}
	paths, stdin, err := lintPaths(c, p)
	var list []analysis.Input
	for _, path := range paths {
		in := modelInput(c, settings, path, stdin)
		in.SharedSource = len(paths) > 1
		list = append(list, in)
	}
	return list, madePlan{}, err
}

// lintPaths lists the files and folders to check.
func lintPaths(c *cli.Context, p Program) ([]string, io.Reader, error) {
	paths := c.Args().Slice()
	if c.Bool("recursive") {
		roots, err := below(paths, !c.Bool("no-plan"))
		return roots, p.In, err
	}
	if len(paths) > 0 {
		return paths, p.In, suggest(paths[0])
	}
	path, stdin, err := unnamed(c, p)
	return []string{path}, stdin, err
}

// below lists the folders of root modules below those named, or here.
func below(folders []string, plansCount bool) ([]string, error) {
	if len(folders) == 0 {
		folders = []string{"."}
	}
	var out []string
	for _, dir := range folders {
		if !isFolder(dir) {
			return nil, fmt.Errorf("--recursive: %q is not a folder", dir)
		}
		roots, err := analysis.Roots(dir, plansCount)
		if err != nil {
			return nil, err
		}
		out = append(out, roots...)
	}
	return out, nil
}

// unnamed is what is read where no plan is named: what comes by standard input, or
// else the plan of the working directory. It returns what standard input is to be
// read from then.
func unnamed(c *cli.Context, p Program) (path string, stdin io.Reader, err error) {
	ctx := c.Context
	if c.Bool("no-plan") {
		return ".", nil, nil
	}
	if stdin, piped := pipedInto(ctx, p.In); piped {
		return "-", stdin, nil
	}
	if ctx.Err() != nil {
		return "", nil, ctx.Err()
	}
	if !analysis.HoldsRoot(".") {
		return "", nil, errors.New(noPlan)
	}
	return ".", nil, nil
}

const noPlan = "no plan given, and neither a plan nor .tf files here; make one with: terraform plan -out=tfplan && " +
	"terraform show -json tfplan > plan.json && " +
	"plan403 plan.json; or let plan403 run terraform plan (or tofu) in this folder: plan403 --plan"

// pipedInto reports whether something comes by standard input. A terminal, the null
// device and what is empty bring nothing, as in a step of a pipeline.
func pipedInto(ctx context.Context, in io.Reader) (io.Reader, bool) {
	if f, ok := in.(*os.File); ok {
		info, err := f.Stat()
		if err != nil || info.Mode()&os.ModeCharDevice != 0 || info.IsDir() {
			return nil, false
		}
	}
	reader := bufio.NewReader(in)
	empty := false
	if !finished(ctx, func() {
		_, err := reader.Peek(1)
		empty = errors.Is(err, io.EOF)
	}) {
		return nil, false
	}
	return reader, !empty
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// suggest catches a mistyped command, which would be taken for a file.
func suggest(name string) error {
	if _, err := os.Stat(name); err == nil || name == "-" || strings.ContainsAny(name, "./\\") {
		return nil
	}
	commands := []string{"lint", "request", "fix", "map", "rules", "completion", "version", "help"}
	if command := nearest(name, commands); command != "" {
		return fmt.Errorf("no file %q; did you mean the command %q?", name, command)
	}
	return nil
}
