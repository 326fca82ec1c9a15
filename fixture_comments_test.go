package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// fixture is one folder of fixtures: a real plan, the source that it was made
// of, and, in comments of the source, what has to be found:
//
//	# request GET https /path aws_cloudfront_distribution.site served before=forbidden
//	policy = local.policy # want "oac-not-granted: no statement allows"
//	# want nowhere "policy-removed: the plan deletes"
//
// A want stands on the line that the finding points at, or alone on the line
// above where that line can hold no comment. "nowhere" is for findings about
// what is no longer in the source. Several verdicts joined by | leave open what
// AWS's documents leave open.
type fixture struct {
	dir      string
	wants    []*want
	requests []asked
}

// want is one finding that must be there.
type want struct {
	file    string
	line    int // 0 is nowhere
	rule    string
	message *regexp.Regexp
	met     bool
}

func (w *want) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", w.file, w.line, w.rule, w.message)
}

// asked is one request with the verdicts that are right. before is nil where
// the distribution did not exist.
type asked struct {
	method, scheme, path, distribution string
	after, before                      []string
}

func (a asked) String() string {
	return a.method + " " + a.scheme + " " + a.path + " " + a.distribution
}

// fixtures reads every folder of fixtures.
func fixtures(t *testing.T) []fixture {
	t.Helper()
	plans, err := filepath.Glob("fixtures/*/plan.json")
	if err != nil || len(plans) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	var list []fixture
	for _, p := range plans {
		list = append(list, readFixture(t, filepath.Dir(p)))
	}
	return list
}

// sample thins a list out in short mode, in which the race detector runs: what it
// looks for does not hang on one plan, and the other runs take them all.
func sample[T any](list []T) []T {
	if !testing.Short() {
		return list
	}
	var out []T
	for i := 0; i < len(list); i += 4 {
		out = append(out, list[i])
	}
	return out
}

func readFixture(t *testing.T, dir string) fixture {
	t.Helper()
	f := fixture{dir: dir}
	err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".tf" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return f.readComments(path, strings.Split(string(text), "\n"))
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// marker finds the start of a comment that means something to this test, with
// or without the blank, so that a slip does not pass for an ordinary comment.
var marker = regexp.MustCompile(`(?:^|\s)#\s*(want|request)\b\s*(.*)$`)

func (f *fixture) readComments(file string, lines []string) error {
	for i, line := range lines {
		m := marker.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		var err error
		if m[1] == "request" {
			err = f.readRequest(m[2])
		} else {
			err = f.readWants(file, wantedLine(lines, i), m[2])
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return nil
}

// wantedLine is the line that the comment on line i is about: that line, or
// the next one with code when nothing else stands there.
func wantedLine(lines []string, i int) int {
	for ; i < len(lines); i++ {
		if text := strings.TrimSpace(lines[i]); text != "" && !strings.HasPrefix(text, "#") {
			break
		}
	}
	return i + 1
}

func (f *fixture) readWants(file string, line int, text string) error {
	if rest, ok := strings.CutPrefix(text, "nowhere "); ok {
		line, text = 0, rest
	}
	for text = strings.TrimSpace(text); text != ""; {
		quoted, err := strconv.QuotedPrefix(text)
		if err != nil {
			return fmt.Errorf("want %s: not a quoted string", text)
		}
		plain, _ := strconv.Unquote(quoted)
		rule, pattern, ok := strings.Cut(plain, ": ")
		if !ok {
			return fmt.Errorf("want %s: no rule and message", quoted)
		}
		message, err := regexp.Compile(pattern)
		if err != nil {
			return fmt.Errorf("want %s: %w", quoted, err)
		}
		f.wants = append(f.wants, &want{file: file, line: line, rule: rule, message: message})
		text = strings.TrimSpace(text[len(quoted):])
	}
	return nil
}

var verdictWords = []string{"served", "forbidden", "unknown", "other", "absent"}

func (f *fixture) readRequest(text string) error {
	fields := strings.Fields(text)
	if len(fields) != 5 && len(fields) != 6 {
		return fmt.Errorf("request %s: want method, scheme, path, distribution, verdict and perhaps before=", text)
	}
	a := asked{method: fields[0], scheme: fields[1], path: fields[2], distribution: fields[3], after: strings.Split(fields[4], "|")}
	if len(fields) == 6 {
		before, ok := strings.CutPrefix(fields[5], "before=")
		if !ok {
			return fmt.Errorf("request %s: %q is not before=", text, fields[5])
		}
		a.before = strings.Split(before, "|")
	}
	for _, v := range slices.Concat(a.after, a.before) {
		if !slices.Contains(verdictWords, v) {
			return fmt.Errorf("request %s: %q is no verdict", text, v)
		}
	}
	f.requests = append(f.requests, a)
	return nil
}
