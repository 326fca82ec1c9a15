package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes files in a new folder; a name that ends in a slash is a folder.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"the file here is found", map[string]string{"repo/a/b/.plan403.hcl": "", "repo/.plan403.hcl": ""}, "repo/a/b/.plan403.hcl"},
		{"else the one above", map[string]string{"repo/.plan403.hcl": "", "repo/.git/": "", "repo/a/b/": ""}, "repo/.plan403.hcl"},
		{"but none above the repository", map[string]string{".plan403.hcl": "", "repo/.git/": "", "repo/a/b/": ""}, ""},
		{"a work tree's .git is a file", map[string]string{".plan403.hcl": "", "repo/.git": "gitdir: x", "repo/a/b/": ""}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t, c.files)
			want := ""
			if c.want != "" {
				want = filepath.Join(dir, filepath.FromSlash(c.want))
			}
			if got := Find(filepath.Join(dir, "repo", "a", "b")); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestPolicyFileStaysInside(t *testing.T) {
	const policy = `{"Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}`
	dir := tree(t, map[string]string{
		"secret.json": policy, "repo/policies/shared.json": policy, "repo/folder/": "", "repo/large.json": strings.Repeat(" ", maxFile+1),
	})
	if err := os.Symlink(filepath.Join(dir, "secret.json"), filepath.Join(dir, "repo", "link.json")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, c := range []struct{ name, file, want string }{
		{"a file below is read", "policies/shared.json", ""},
		{"a path upwards is refused", "../secret.json", "is not a path inside the directory"},
		{"a way round is refused", "policies/../../secret.json", "is not a path inside the directory"},
		{"an absolute path is refused", filepath.ToSlash(filepath.Join(dir, "secret.json")), "is not a path inside the directory"},
		{"a link outwards is refused", "link.json", "cannot be read"},
		{"a folder is refused", "folder", "is not a regular file"},
		{"a large file is refused", "large.json", "is larger than 1 MiB"},
		{"an empty name is refused", "", "is not a path inside the directory"},
		{"a missing file is an error", "nope.json", "cannot be read: no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, "repo", Name)
			text := "assume {\n  bucket \"b\" { policy_file = \"" + c.file + "\" }\n}\n"
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := Load(path, "shown.hcl")
			switch {
			case c.want == "" && (err != nil || got.Assume.Buckets[0].Policy != policy):
				t.Errorf("%+v, %v; want the policy", got, err)
			case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), "shown.hcl:2:30: ") || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v, want shown.hcl:2:30: … %s", err, c.want)
			}
		})
	}
}

func TestEvidenceStaysInside(t *testing.T) {
	dir := tree(t, map[string]string{"state.json": "{}", "repo/storage/state.json": "{}", "repo/folder/": ""})
	if err := os.Symlink(dir, filepath.Join(dir, "repo", "link")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, c := range []struct{ name, file, want string }{
		{"a file below", "storage/state.json", ""},
		{"a folder", "folder", ""},
		{"a path upwards is refused", "../state.json", "is not a path inside the directory"},
		{"a link outwards is refused", "link/state.json", "cannot be read"},
		{"a missing file is an error", "nope.json", "cannot be read: no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, "repo", Name)
			if err := os.WriteFile(path, []byte("with = [\""+c.file+"\"]\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := Load(path, filepath.Join("..", Name))
			switch {
			case c.want == "":
				if diff := cmp.Diff([]string{filepath.Join("..", filepath.FromSlash(c.file))}, got.With); err != nil || diff != "" {
					t.Errorf("%v, %s", err, diff)
				}
			case err == nil || !strings.Contains(err.Error(), ".plan403.hcl:1:8: ") || !strings.Contains(err.Error(), c.want):
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}

func TestFileThatCannotBeRead(t *testing.T) {
	dir := tree(t, map[string]string{"folder/": "", "large.hcl": strings.Repeat("#", maxFile+1)})
	for name, want := range map[string]string{
		"nope.hcl": "x.hcl: cannot be read: no such file", "folder": "x.hcl: is not a regular file", "large.hcl": "x.hcl: is larger than 1 MiB",
	} {
		if _, err := Load(filepath.Join(dir, name), "x.hcl"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}
