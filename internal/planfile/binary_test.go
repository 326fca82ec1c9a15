package planfile

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// zipOf makes a zip of entries, given in order as name and content.
func zipOf(t testing.TB, entries ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(entries[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// savedFile writes a saved plan of entries.
func savedFile(t testing.TB, entries ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "plan.bin")
	if err := os.WriteFile(name, []byte(zipOf(t, entries...)), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// fakeTerraform writes a program that runs a shell script.
func fakeTerraform(t testing.TB, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake terraform is a shell script")
	}
	name := filepath.Join(t.TempDir(), "terraform")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestSavedPlan(t *testing.T) {
	dir := t.TempDir()
	// The script shows its arguments and directory as the plan's version.
	program := fakeTerraform(t, `test -s "$4" || exit 3
printf '{"format_version":"1.2","resource_changes":[],"terraform_version":"%s %s %s in %s"}' "$1" "$2" "$3" "$(pwd -P)"`)
	file := savedFile(t, "tfplan", "x",
		"tfconfig/m-/main.tf", "root", "tfconfig/m-/x.tf.json", "{}", "tfconfig/m-/notes.txt", "no",
		"tfconfig/m-a.b/main.tf", "nested", "tfconfig/m-gone/main.tf", "no", "tfconfig/m-/../main.tf", "no",
		"tfconfig/modules.json", `[{"Key":"","Dir":"."},{"Key":"a.b","Source":"./m","Dir":"modules\\m"}]`)
	where, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := &Plan{
		FormatVersion: "1.2", TerraformVersion: "show -json -no-color in " + where,
		Snapshot: &Snapshot{
			Files:   map[string][]byte{"main.tf": []byte("root"), "x.tf.json": []byte("{}"), "modules/m/main.tf": []byte("nested")},
			Modules: map[string]string{"": ".", "a.b": "modules/m"},
		},
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	opt := Options{Show: true, Terraform: program, Dir: dir}
	tests := []struct {
		name string
		read func() (*Plan, error)
	}{
		{"a file is shown", func() (*Plan, error) { return Read(t.Context(), file, nil, opt) }},
		{"standard input goes to a temporary file", func() (*Plan, error) { return Read(t.Context(), "-", bytes.NewReader(data), opt) }},
		{"standard input from a file goes to a temporary file too", func() (*Plan, error) {
			f, err := os.Open(file)
			if err != nil {
				return nil, err
			}
			defer f.Close()
			defer os.Rename(file+".moved", file)
			os.Rename(file, file+".moved") // the name of a file that others opened says nothing
			return Read(t.Context(), "-", f, opt)
		}},
		{"a gzip of a saved plan is unpacked first", func() (*Plan, error) {
			return Read(t.Context(), "-", strings.NewReader(gzipped(string(data))), opt)
		}},
	}
	t.Setenv("TMPDIR", t.TempDir())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.read()
			if err != nil {
				t.Fatal(err)
			}
			want.Path = got.Path
			if diff := cmp.Diff(want, got, unexported); diff != "" {
				t.Error(diff)
			}
			if left, _ := os.ReadDir(os.TempDir()); len(left) > 0 {
				t.Errorf("%d temporary files are left", len(left))
			}
		})
	}
}

func TestSavedPlanErrors(t *testing.T) {
	const text = `printf '{"format_version":"1.2","resource_changes":[]}'`
	whole := []string{"tfplan", "x", "tfconfig/modules.json", `[{"Key":"","Dir":"."}]`}
	tests := []struct {
		name, script, want string
		entries            []string
	}{
		{"a zip that is no plan", text, "is a zip without tfplan", []string{"a.txt", "x"}},
		{"two entries of one name", text, `two entries "tfplan"`, []string{"tfplan", "x", "tfplan", "y"}},
		{"a broken list of modules", text, "tfconfig/modules.json is not a list", []string{"tfplan", "x", "tfconfig/modules.json", "{"}},
		{
			"the first error of the program is told", "printf '\\n╷\\n│ Error: Failed to load \\033[1mplugin schemas\\n│ \\n│ Error: second\\n' >&2; exit 1",
			`cannot be shown by terraform: Error: Failed to load \x1b[1mplugin schemas (`, whole,
		},
		{
			"why a plan of another version cannot be shown is told, and init is not advised",
			"printf '\\n│ Error: Couldn\\047t show local plan\\n│\\n│ Plan read error: plan file was created by Terraform 1.10.4, but this is\\n│ 1.11.4\\n╵\\n' >&2; exit 1",
			`Error: Couldn't show local plan: Plan read error: plan file was created by Terraform 1.10.4, but this is 1.11.4`, whole,
		},
		{"a failure without a word is told", "exit 3", "cannot be shown by terraform: its output is empty", whole},
		{"a failure after a whole plan is a failure", text + "; exit 1", "exit status 1", whole},
		{"output that is cut short is told", `printf '{"format_version":"1.2",'`, "its output ends too early", whole},
		{"output that is no plan is told", `echo hello`, "its output is not JSON", whole},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(t.Context(), savedFile(t, tt.entries...), nil, Options{Show: true, Terraform: fakeTerraform(t, tt.script)})
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.ContainsAny(err.Error(), "\n\x1b") {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
	t.Run("a damaged zip is told", func(t *testing.T) {
		_, err := Read(t.Context(), "plan.bin", strings.NewReader("PK\x03\x04 cut"), Options{Show: true})
		if err == nil || !strings.Contains(err.Error(), "plan.bin is a damaged zip") {
			t.Error(err)
		}
	})
	t.Run("a missing program is told", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := Read(t.Context(), savedFile(t, whole...), nil, Options{Show: true})
		if err == nil || !strings.Contains(err.Error(), "terraform or tofu is not on PATH") {
			t.Error(err)
		}
	})
}

func TestSavedPlanFindsTofu(t *testing.T) {
	program := fakeTerraform(t, `printf '{"format_version":"1.2","terraform_version":"tofu"}'`)
	tofu := filepath.Join(filepath.Dir(program), "tofu")
	if err := os.Rename(program, tofu); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Dir(tofu))
	p, err := Read(t.Context(), savedFile(t, "tfplan", "x"), nil, Options{Show: true})
	if err != nil || p.TerraformVersion != "tofu" {
		t.Error(p, err)
	}
}

func TestSavedPlanStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	// The sleeping child keeps the pipe open when the shell is dead.
	program := fakeTerraform(t, `printf '{"format_version":'; sleep 60`)
	start := time.Now()
	_, err := Read(ctx, savedFile(t, "tfplan", "x"), nil, Options{Show: true, Terraform: program})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 30*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func TestSnapshotBounds(t *testing.T) {
	many := []string{"tfplan", "x"}
	for i := range maxZipEntries {
		many = append(many, fmt.Sprint(i), "")
	}
	tests := []struct {
		name, want string
		entries    []string
	}{
		{"many entries", "more than 10000 entries", many},
		{"a large entry", `"tfconfig/m-/main.tf" unpacks to more than 64 MiB`, []string{"tfplan", "x", "tfconfig/modules.json", `[{"Key":"","Dir":"."}]`, "tfconfig/m-/main.tf", strings.Repeat("#", maxEntryBytes+1)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if testing.Short() && len(tt.entries[len(tt.entries)-1]) > maxEntryBytes {
				t.Skip("tens of megabytes take long with the race detector")
			}
			_, err := Read(t.Context(), savedFile(t, tt.entries...), nil, Options{Show: true})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestRealSnapshot(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "read-modules.tfplan"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := readSnapshot(f)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"": ".", "bucket": "bucket", "cdn": "cdn"}, s.Modules); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"bucket/main.tf", "cdn/main.tf", "main.tf"}, slices.Sorted(maps.Keys(s.Files))); diff != "" {
		t.Error(diff)
	}
}

// TestRealTerraform plans a resource of the provider that is built in.
func TestRealTerraform(t *testing.T) {
	program, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not installed")
	}
	dir := t.TempDir()
	t.Setenv("CHECKPOINT_DISABLE", "1")
	const text = "resource \"terraform_data\" \"x\" {\n  input = 12345678901234567890\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init"}, {"plan", "-out=plan.bin"}} {
		cmd := exec.CommandContext(t.Context(), program, append(args, "-no-color", "-input=false")...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("terraform %v does not run here: %v\n%s", args, err, out)
		}
	}
	p, err := Read(t.Context(), filepath.Join(dir, "plan.bin"), nil, Options{Show: true, Terraform: program, Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"terraform_data.x"}, changed(p)); diff != "" || p.State {
		t.Error(diff)
	}
	if got := string(p.Snapshot.Files["main.tf"]); got != text {
		t.Errorf("the snapshot holds %q", got)
	}
}

// FuzzSnapshot puts entries of any name and content into the zip of a saved plan, and
// a wrong byte into some: a zip that is drawn as a whole is hardly ever one.
func FuzzSnapshot(f *testing.F) {
	modules := `[{"Key":"","Dir":"."},{"Key":"site","Dir":"modules/site"}]`
	f.Add(modules, "tfconfig/m-/main.tf", "root", "tfconfig/m-site/main.tf", "module", uint(0))
	f.Add(`{`, "tfconfig/m-/../main.tf", "", "tfplan", "twice", uint(77))
	f.Fuzz(func(t *testing.T, modules, name, text, other, more string, wrong uint) {
		if len(name) > math.MaxUint16 || len(other) > math.MaxUint16 {
			return // longer than a zip can hold
		}
		data := []byte(zipOf(t, "tfplan", "x", "tfconfig/modules.json", modules, name, text, other, more))
		if wrong > 0 {
			data[wrong%uint(len(data))] ^= byte(wrong%255 + 1)
		}
		if s, err := readArchive(bytes.NewReader(data), int64(len(data))); (s == nil) == (err == nil) {
			t.Errorf("snapshot %v with error %v", s, err)
		}
	})
}
