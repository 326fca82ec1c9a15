package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFileIsWholeOrOld: a format's file is written whole or not at all, and no
// temporary file stays.
func TestFileIsWholeOrOld(t *testing.T) {
	dir := t.TempDir()
	target := filepath.Join(dir, "out.json")
	if err := os.WriteFile(target, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	err := writeFile(target, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half of a ")
		return syscall.ENOSPC
	})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v, want ENOSPC", err)
	}
	if got, err := os.ReadFile(target); err != nil || string(got) != "old" {
		t.Errorf("a write that failed leaves %q", got)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("%v stay in the directory", entries)
	}
}

// TestFileIsWrittenWhereItIsNamed: links are replaced, modes are kept.
func TestFileIsWrittenWhereItIsNamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes and links as on Unix")
	}
	type found struct {
		Text, Outside string
		Mode          fs.FileMode
		Fails         bool
	}
	for _, tt := range []struct {
		name string
		make func(name, outside string) error
		want found
	}{
		{"a file of its owner alone stays one", func(name, _ string) error {
			return os.WriteFile(name, []byte("old"), 0o600)
		}, found{Text: "new", Outside: "kept", Mode: 0o600}},
		{"a program stays one", func(name, _ string) error {
			return errors.Join(os.WriteFile(name, []byte("old"), 0o600), os.Chmod(name, 0o755))
		}, found{Text: "new", Outside: "kept", Mode: 0o755}},
		{"a read-only file stays as it is", func(name, _ string) error {
			return os.WriteFile(name, []byte("old"), 0o400)
		}, found{Text: "old", Outside: "kept", Mode: 0o400, Fails: true}},
		{"a link to a file is replaced", func(name, outside string) error {
			return os.Symlink(outside, name)
		}, found{Text: "new", Outside: "kept", Mode: newMode(t)}},
		{"a link to nothing is replaced", func(name, outside string) error {
			return os.Symlink(outside+".none", name)
		}, found{Text: "new", Outside: "kept", Mode: newMode(t)}},
		{"a new file has the mode of the umask", func(string, string) error {
			return nil
		}, found{Text: "new", Outside: "kept", Mode: newMode(t)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			name, outside := filepath.Join(t.TempDir(), "out"), filepath.Join(t.TempDir(), "outside")
			if err := errors.Join(os.WriteFile(outside, []byte("kept"), 0o644), tt.make(name, outside)); err != nil {
				t.Fatal(err)
			}
			err := writeFile(name, func(w io.Writer) error {
				_, err := io.WriteString(w, "new")
				return err
			})
			text, _ := os.ReadFile(name)
			kept, _ := os.ReadFile(outside)
			info, statErr := os.Lstat(name)
			if statErr != nil {
				t.Fatal(statErr)
			}
			got := found{string(text), string(kept), info.Mode(), err != nil}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			if list, _ := os.ReadDir(filepath.Dir(name)); len(list) != 1 {
				t.Errorf("%v stay in the directory", list)
			}
			if _, err := os.Lstat(outside + ".none"); err == nil {
				t.Error("the link was followed")
			}
		})
	}
}

// newMode is the mode of a file that any program makes here.
func newMode(t *testing.T) fs.FileMode {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "new"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

// TestStreamsAreWrittenInto: a device is no file to replace.
func TestStreamsAreWrittenInto(t *testing.T) {
	before, err := os.Stat(os.DevNull)
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no null device as on Unix")
	}
	if err := writeFile(os.DevNull, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Error(err)
	}
	if after, err := os.Stat(os.DevNull); err != nil || after.Mode() != before.Mode() {
		t.Errorf("the null device is %v now", after)
	}
}
