package hostile_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// long runs what is too long for every run: go test -run Secrets ./internal/hostile -long
var long = flag.Bool("long", false, "run the attacks for longer")

// TestTruncatedPlanIsNoPlan: a plan that breaks off never passes for clean.
func TestTruncatedPlanIsNoPlan(t *testing.T) {
	text := clitest.ReadFile(t, clitest.Failing)
	for at := 0; at < len(text)-1; at += 997 {
		status, out, errs := clitest.Run("lint", "--no-source", clitest.FileOf(t, "plan.json", []byte(text[:at])))
		clitest.OneLine(t, fmt.Sprintf("cut off at byte %d", at), status, errs)
		if out != "" {
			t.Errorf("cut off at byte %d: %q", at, out)
		}
	}
}

// TestFlippedBits: a flipped bit ends in an answer or in one line.
func TestFlippedBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	text := clitest.ReadFile(t, clitest.Failing)
	rounds := 400
	switch {
	case *long:
		rounds = 50_000
	case testing.Short():
		rounds = 100
	}
	path := clitest.FileOf(t, "plan.json", nil)
	for range rounds {
		harmed := []byte(text)
		at, bit := rng.IntN(len(harmed)), rng.IntN(8)
		harmed[at] ^= 1 << bit
		if err := os.WriteFile(path, harmed, 0o644); err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("bit %d of byte %d", bit, at)
		status, _, errs := clitest.Run("lint", "--no-source", path)
		if status == cli.StatusFailed {
			clitest.OneLine(t, what, status, errs)
		}
		if status != cli.StatusFailed && !utf8.Valid(harmed) {
			t.Errorf("%s: status %d for what is no UTF-8", what, status)
		}
	}
}

// smallPlan is the failing plan without what its verdicts do not hang on, so that
// each of its bits can be flipped.
func smallPlan(t *testing.T) []byte {
	t.Helper()
	var doc map[string]any
	clitest.Decode(t, clitest.ReadFile(t, clitest.Failing), &doc)
	small := map[string]any{"format_version": doc["format_version"], "terraform_version": doc["terraform_version"]}
	var changes []any
	for _, c := range list(doc["resource_changes"]) {
		change := c["change"].(map[string]any)
		after, _ := change["after"].(map[string]any)
		for name := range after {
			if !slices.Contains([]string{"arn", "bucket", "bucket_regional_domain_name", "default_cache_behavior", "id", "origin", "policy"}, name) {
				delete(after, name)
			}
		}
		change["before"], change["after_sensitive"], change["before_sensitive"] = nil, map[string]any{}, false
		change["actions"] = []any{"create"}
		delete(c, "provider_name")
		changes = append(changes, c)
	}
	small["resource_changes"] = changes
	text, err := json.Marshal(small)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// strictly decodes JSON as its standard has it: no doubled keys, no broken UTF-8
// (RFC 8259; RFC 7493).
func strictly(text []byte) (v any, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(text))
	if err := d.SkipValue(); err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return nil, errors.New("more than one value")
	}
	return v, json.Unmarshal(text, &v)
}

// TestEachFlippedBit: a plan with a flipped bit is refused, or the report is that of
// what it says now, however the text that says it is written.
func TestEachFlippedBit(t *testing.T) {
	costly(t)
	text := smallPlan(t)
	harmed, honest := clitest.FileOf(t, "plan.json", nil), clitest.FileOf(t, "plan.json", nil)
	step := 43
	if *long {
		step = 1
	}
	for bit := 0; bit < 8*len(text); bit += step {
		flipped := bytes.Clone(text)
		flipped[bit/8] ^= 1 << (bit % 8)
		v, broken := strictly(flipped)
		what := fmt.Sprintf("bit %d of byte %d (%q)", bit%8, bit/8, flipped[max(0, bit/8-20):min(len(flipped), bit/8+10)])
		got, status, errs := reportOf(t, harmed, flipped)
		if status == cli.StatusFailed {
			clitest.OneLine(t, what, status, errs)
			continue
		}
		if broken != nil {
			t.Errorf("%s: status %d, though %v", what, status, broken)
			continue
		}
		again, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if want, _, errs := reportOf(t, honest, again); got != want {
			t.Errorf("%s: %s\n%s", what, errs, cmp.Diff(want, got))
		}
	}
}

// reportOf lints a plan and returns its report without the file's name.
func reportOf(t *testing.T, path string, text []byte) (out string, status int, errs string) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	status, out, errs = clitest.Run("lint", "--no-source", "--format", "json", path)
	return strings.ReplaceAll(out, filepath.Dir(path), ""), status, errs
}

// TestEachTruncation cuts a plan off at each byte.
func TestEachTruncation(t *testing.T) {
	costly(t)
	text := smallPlan(t)
	path := clitest.FileOf(t, "plan.json", nil)
	step := 11
	if *long {
		step = 1
	}
	for at := 0; at < len(text); at += step {
		out, status, errs := reportOf(t, path, text[:at])
		clitest.OneLine(t, fmt.Sprintf("cut off at byte %d", at), status, errs)
		if out != "" {
			t.Errorf("cut off at byte %d: %q", at, out)
		}
	}
	if _, status, errs := reportOf(t, path, text); status == cli.StatusFailed {
		t.Error(errs)
	}
}

// TestTextThatDeceives: addresses with control characters, orders to a pipeline
// and runes that stand for unknown values come out harmless or not at all.
func TestTextThatDeceives(t *testing.T) {
	text := clitest.ReadFile(t, clitest.Failing)
	for _, trick := range []string{
		`\u001b[2J\u001b]0;x\u0007`, `\u202e`, `\u2066`, "\U000F0001", "\U00100001", "\uE000",
		`\n::error::x`, `\r`, `]]>`, "`", `<script>`, `\u0000`, `\ud800`, "\xff",
	} {
		path := clitest.FileOf(t, "plan.json", []byte(strings.ReplaceAll(text, `"address":"`, `"address":"`+trick)))
		for _, format := range []string{"text", "compact", "json", "github", "gitlab", "markdown"} {
			status, out, errs := clitest.Run("lint", "--no-source", "--format", format, path)
			if status == cli.StatusFailed {
				clitest.OneLine(t, fmt.Sprintf("%q", trick), status, errs)
			}
			if strings.ContainsAny(out+errs, "\x1b\x00\x07\r\u202e\u2066") || strings.Contains(out, "\n::error::x") || !utf8.ValidString(out+errs) {
				t.Errorf("%q as %s prints %q", trick, format, out+errs)
			}
		}
	}
}

// licences are the texts that tell a licence apart.
var licences = []struct {
	name string
	text *regexp.Regexp
}{
	{"MPL-2.0", regexp.MustCompile(`(?i)mozilla public license,? version 2\.0`)},
	{"Apache-2.0", regexp.MustCompile(`(?i)apache license\s+version 2\.0`)},
	{"BSD", regexp.MustCompile(`(?i)redistribution and use in source and binary forms`)},
	{"MIT", regexp.MustCompile(`(?i)permission is hereby granted, free of charge`)},
	{"Unlicense", regexp.MustCompile(`(?i)free and unencumbered software released into the public domain`)},
}

// TestLicences: every module in the program has a licence that asks for no more
// than a notice.
func TestLicences(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Dir}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Skipf("go list: %v", err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(out)) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if path == "" || seen[path] {
			continue
		}
		seen[path] = true
		t.Logf("%s: %s", path, licenceIn(t, path, dir))
	}
}

func licenceIn(t *testing.T, path, dir string) string {
	t.Helper()
	files, _ := filepath.Glob(filepath.Join(dir, "[LC][IO][CP][EY]*"))
	for _, file := range files {
		text := clitest.ReadFile(t, file)
		for _, l := range licences {
			if l.text.MatchString(text) {
				return l.name
			}
		}
	}
	t.Errorf("%s: no known licence in %v", path, files)
	return ""
}
