package main

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/report"
	"github.com/plan403/plan403/internal/simulate"
)

// verdictStatus are the exit statuses of request.
var verdictStatus = map[simulate.Verdict]int{
	simulate.Served: 0, simulate.Forbidden: 2, simulate.Unknown: 3, simulate.Other: 4, simulate.Absent: 4,
}

func requestCommand(s streams, j *job) *cli.Command {
	return &cli.Command{
		Name:      "request",
		Usage:     "what would this one request get? like curl, before apply",
		UsageText: "plan403 request [options] [PLAN] URL",
		Description: "URL is a full URL whose host is an alias or the domain name of a distribution, or\n" +
			"a path. Exit status: 0 served, 2 forbidden, 3 unknown, 4 other, 1 plan403 failed.\n\n" +
			"   plan403 request plan.json https://www.example.com/img/logo.svg\n" +
			"   plan403 request -X PUT --distribution aws_cloudfront_distribution.site plan.json /upload/a.bin",
		Flags: append(modelFlags(),
			&cli.StringFlag{Name: "format", Value: "text", Usage: "`FORMAT` of the answer: text or json"},
			&cli.StringFlag{Name: "distribution", Usage: "`ADDRESS` of the distribution, where the URL does not tell"},
			&cli.StringFlag{Name: "X", Aliases: []string{"method"}, Value: "GET", Usage: "HTTP `METHOD`"},
			&cli.StringFlag{Name: "scheme", Value: "https", Usage: "`SCHEME` of a path: http or https"},
			&cli.StringFlag{Name: "state", Value: "after", Usage: "`STATE` to ask: before or after apply"},
			&cli.StringFlag{Name: "color", Value: "auto", Usage: "`WHEN` to use colors: auto, always or never"},
		),
		Action: j.later(func(c *cli.Context) error {
			var err error
			if !finished(c.Context, func() { err = request(c, s, &j.status) }) {
				return c.Context.Err()
			}
			return err
		}),
	}
}

func request(c *cli.Context, s streams, status *int) error {
	path, target, err := requestArguments(c)
	if err != nil {
		return err
	}
	settings, err := loadConfig(c)
	if err != nil {
		return err
	}
	r, host, err := viewerRequest(c, target)
	if err != nil {
		return err
	}
	a, err := analyze(c.Context, c, path, s.in, settings.Assume)
	if err != nil {
		return err
	}
	world, other := a.after, a.before
	if c.String("state") == "before" {
		world, other = a.before, a.after
	}
	d, err := distribution(world, other, c.String("distribution"), host)
	if err != nil {
		return err
	}
	answer, undecided := send(a, world, d, r)
	o := options{style: report.Style{Width: 80}}
	if err := o.parseColor(c.String("color")); err != nil {
		return err
	}
	*status = verdictStatus[answer.Outcome.Verdict]
	return report.WriteAnswer(s.out, c.String("format"), answer, undecided, o.styleFor(s.out, ""))
}

func requestArguments(c *cli.Context) (path, target string, err error) {
	switch args := c.Args().Slice(); len(args) {
	case 1:
		path, target = "-", args[0]
	case 2:
		path, target = args[0], args[1]
		if isFile(target) && !isFile(path) {
			return "", "", fmt.Errorf("%q is a file: want the plan first, and then the URL or path", target)
		}
	default:
		return "", "", fmt.Errorf("want a plan and a URL, got %d arguments; see plan403 request --help", len(args))
	}
	if s := c.String("state"); s != "before" && s != "after" {
		return "", "", fmt.Errorf("--state %q: want before or after", s)
	}
	if f := c.String("format"); f != "text" && f != "json" {
		return "", "", fmt.Errorf("--format %q: want text or json", f)
	}
	return path, target, nil
}

// methods are those that CloudFront can be told to allow.
var methods = []string{"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}

// parseTarget reads a URL or a path. What begins with two slashes is a path
// here, although elsewhere a host would follow.
func parseTarget(target string) (*url.URL, error) {
	if !strings.HasPrefix(target, "//") {
		return url.Parse(target)
	}
	u, err := url.Parse("https://host" + target)
	if err == nil {
		u.Scheme, u.Host = "", ""
	}
	return u, err
}

// viewerRequest makes a request of a URL or a path. Query string and fragment
// do not choose an object.
func viewerRequest(c *cli.Context, target string) (r simulate.Request, host string, err error) {
	u, err := parseTarget(target)
	if err != nil {
		return r, "", fmt.Errorf("%q is no URL: %w", target, err)
	}
	r = simulate.Request{Method: strings.ToUpper(c.String("X")), Scheme: c.String("scheme"), Path: u.EscapedPath()}
	if !slices.Contains(methods, r.Method) {
		return r, "", fmt.Errorf("method %q: CloudFront knows %s", r.Method, strings.Join(methods, ", "))
	}
	if u.Host != "" {
		r.Scheme, host = u.Scheme, u.Hostname()
		r.Host = host
	} else if !strings.HasPrefix(target, "/") {
		return r, "", fmt.Errorf("request of %q: want a URL such as https://www.example.com/index.html, or a path that begins with /", target)
	}
	if r.Path == "" {
		r.Path = "/"
	}
	if r.Scheme != "http" && r.Scheme != "https" {
		return r, "", fmt.Errorf("scheme %q: want http or https", r.Scheme)
	}
	return r, host, nil
}

// distribution finds the distribution that a request goes to. It is one of the
// other world if the one that is asked for does not have it.
func distribution(w, other *simulate.World, address, host string) (*cloudfront.Distribution, error) {
	list := slices.Clone(w.Distributions)
	for _, d := range other.Distributions {
		if w.Distribution(d.Address) == nil {
			list = append(list, d)
		}
	}
	fits := func(d *cloudfront.Distribution) bool {
		return address == d.Address || address == "" && (host == "" || d.Serves(host).IsTrue())
	}
	switch i := slices.IndexFunc(list, fits); {
	case len(list) == 0:
		return nil, errors.New("the plan holds no CloudFront distribution, so no request can be sent")
	case i < 0 && address != "":
		return nil, fmt.Errorf("no distribution %q in this plan; it has %s", address, addresses(list))
	case i < 0:
		return nil, fmt.Errorf("no distribution of this plan is known to serve %s; name one with --distribution: %s", host, addresses(list))
	case address == "" && host == "" && len(list) > 1:
		return nil, fmt.Errorf("the plan holds %d distributions; name one with --distribution: %s", len(list), addresses(list))
	default:
		return list[i], nil
	}
}

func addresses(list []*cloudfront.Distribution) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Address)
	}
	return strings.Join(out, ", ")
}

// send answers the request and asks the rules for its explanation.
func send(a *analysis, w *simulate.World, d *cloudfront.Distribution, r simulate.Request) (report.Answer, []checks.Undecided) {
	answer := report.Answer{Symbols: w.State.Symbols}
	if world := w.Distribution(d.Address); world == nil {
		answer.Outcome = simulate.Outcome{Distribution: d, Request: r, Result: simulate.Result{Verdict: simulate.Absent}}
		return answer, nil
	}
	o := simulate.Outcome{Distribution: d, Request: r, Result: w.Send(d, r), Behavior: "default", Before: simulate.Absent}
	if o.Result.Behavior != nil {
		o.Behavior = o.Result.Behavior.Name()
	}
	answer.Outcome = o
	outcomes := []simulate.Outcome{o}
	for _, f := range checks.Run(w, a.before, outcomes, a.locate) {
		if slices.Contains(f.Outcomes, 0) {
			answer.Rules = append(answer.Rules, f.Rule)
		}
	}
	return answer, checks.Open(w, a.before, outcomes)
}
