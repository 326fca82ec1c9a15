package cli

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/analysis"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// verdictStatus are the exit statuses of request.
var verdictStatus = map[simulate.Verdict]int{
	simulate.Served: 0, simulate.Forbidden: 2, simulate.Unknown: 3, simulate.Other: 4, simulate.Absent: 4,
}

func requestCommand(p Program, j *job) *cli.Command {
	return &cli.Command{
		Name:      "request",
		Usage:     "what would this one request get? like curl, before apply",
		UsageText: "plan403 request [options] [PLAN|DIR] URL",
		Description: "URL is a full URL whose host is an alias or the domain name of a distribution, or\n" +
			"a path. Exit status: 0 served, 2 forbidden, 3 unknown, 4 other, 1 plan403 failed.\n\n" +
			"   plan403 request plan.json https://www.example.com/img/logo.svg\n" +
			"   plan403 request -X PUT --distribution aws_cloudfront_distribution.site plan.json /upload/a.bin",
		Flags: append(modelFlags(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT` of the answer: text or json"},
			&cli.StringFlag{Name: "distribution", Usage: "`ADDRESS` of the distribution, if the URL does not say"},
			&cli.StringFlag{Name: "X", Aliases: []string{"method"}, Value: "GET", Usage: "HTTP `METHOD`"},
			&cli.StringFlag{Name: "scheme", Value: "https", Usage: "`SCHEME` of a path: http or https"},
			&cli.BoolFlag{Name: "signed", Usage: "ask as a viewer with a valid signed URL or signed cookies"},
			&cli.StringFlag{Name: "state", Value: "after", Usage: "`STATE` to ask: before or after apply"},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
		),
		Action: j.later(func(c *cli.Context) error {
			var err error
			if !finished(c.Context, func() { err = request(c, p, &j.status) }) {
				return c.Context.Err()
			}
			return err
		}),
	}
}

func request(c *cli.Context, p Program, status *int) error {
	path, target, err := requestArguments(c)
	if err != nil {
		return err
	}
	stdin := p.In
	if path == "" {
		if path, stdin, err = unnamed(c, p); err != nil {
			return err
		}
	}
	settings, err := loadConfig(c)
	if err != nil {
		return err
	}
	r, err := simulate.ParseRequest(
		target,
		simulate.Request{Method: c.String("X"), Scheme: c.String("scheme"), Signed: c.Bool("signed")},
	)
	if err != nil {
		return err
	}
	in := modelInput(c, settings, path, stdin)
	if in.With, err = evidence(c, settings); err != nil {
		return err
	}
	answer, err := analysis.Ask(c.Context, in, analysis.Question{
		Request: r, Distribution: c.String("distribution"), Before: c.String("state") == "before",
	})
	if err != nil {
		return err
	}
	answer.Settings = analysis.Assumed(settings.Assume)
	o := options{style: report.Style{Width: report.Columns}}
	if err := o.parseColor(c.String("color")); err != nil {
		return err
	}
	*status = verdictStatus[answer.Outcome.After]
	return report.WriteAnswer(p.Out, c.String("format"), answer, o.styleFor(p.Out, ""))
}

func requestArguments(c *cli.Context) (path, target string, err error) {
	switch args := c.Args().Slice(); len(args) {
	case 1:
		target = args[0]
	case 2:
		path, target = args[0], args[1]
		if isFile(target) && !isFile(path) {
			return "", "", fmt.Errorf("%q is a file: name the plan first, and then the URL or path", target)
		}
	default:
		return "", "", fmt.Errorf("a plan and a URL are needed, not %d arguments; see plan403 request "+
			"--help", len(args))
	}
	if s := c.String("state"); s != "before" && s != "after" {
		return "", "", fmt.Errorf("--state %q: it must be before or after", s)
	}
	if f := c.String("format"); f != "text" && f != "json" {
		return "", "", fmt.Errorf("--format %q: it must be text or json", f)
	}
	return path, target, nil
}
