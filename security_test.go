package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// long runs what is too long for every run: go test -run Secrets . -long
var long = flag.Bool("long", false, "run the attacks for longer")

// TestTruncatedPlanIsNoPlan: a plan that breaks off never passes for clean.
func TestTruncatedPlanIsNoPlan(t *testing.T) {
	text := readFile(t, failing)
	for at := 0; at < len(text)-1; at += 997 {
		status, out, errs := command("lint", "--no-source", fileOf(t, "plan.json", []byte(text[:at])))
		oneLine(t, fmt.Sprintf("cut off at byte %d", at), status, errs)
		if out != "" {
			t.Errorf("cut off at byte %d: %q", at, out)
		}
	}
}

// TestFlippedBits: a flipped bit ends in an answer or in one line.
func TestFlippedBits(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	text := readFile(t, failing)
	rounds := 400
	switch {
	case *long:
		rounds = 50_000
	case testing.Short():
		rounds = 100
	}
	path := fileOf(t, "plan.json", nil)
	for range rounds {
		harmed := []byte(text)
		at, bit := rng.IntN(len(harmed)), rng.IntN(8)
		harmed[at] ^= 1 << bit
		if err := os.WriteFile(path, harmed, 0o644); err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("bit %d of byte %d", bit, at)
		status, _, errs := command("lint", "--no-source", path)
		if status == exitFailed {
			oneLine(t, what, status, errs)
		}
		if status != exitFailed && !utf8.Valid(harmed) {
			t.Errorf("%s: status %d for what is no UTF-8", what, status)
		}
	}
}

// TestTextThatDeceives: addresses with control characters, orders to a pipeline
// and runes that stand for unknown values come out harmless or not at all.
func TestTextThatDeceives(t *testing.T) {
	text := readFile(t, failing)
	for _, trick := range []string{
		`\u001b[2J\u001b]0;x\u0007`, `\u202e`, `\u2066`, "\U000F0001", "\U00100001", "\uE000",
		`\n::error::x`, `\r`, `]]>`, "`", `<script>`, `\u0000`, `\ud800`, "\xff",
	} {
		path := fileOf(t, "plan.json", []byte(strings.ReplaceAll(text, `"address":"`, `"address":"`+trick)))
		for _, format := range []string{"text", "compact", "json", "github", "gitlab", "markdown"} {
			status, out, errs := command("lint", "--no-source", "--format", format, path)
			if status == exitFailed {
				oneLine(t, fmt.Sprintf("%q", trick), status, errs)
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
		text := readFile(t, file)
		for _, l := range licences {
			if l.text.MatchString(text) {
				return l.name
			}
		}
	}
	t.Errorf("%s: no known licence in %v", path, files)
	return ""
}
