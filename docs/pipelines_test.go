package docs_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
	ctyyaml "github.com/zclconf/go-cty-yaml"
)

func TestPipelineFilesAreYAML(t *testing.T) {
	for _, name := range []string{"action.yml", ".pre-commit-hooks.yaml", ".goreleaser.yaml", "docs/pipelines/gitlab-ci.yml", "docs/pipelines/atlantis.yaml"} {
		t.Run(name, func(t *testing.T) {
			if _, err := ctyyaml.ImpliedType([]byte(clitest.ReadFile(t, name))); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestHooksExist runs what the hooks and templates call with --help: their
// options have to be ours.
func TestHooksExist(t *testing.T) {
	for _, name := range []string{".pre-commit-hooks.yaml", "docs/pipelines/gitlab-ci.yml", "docs/pipelines/atlantis.yaml", "docs/pipelines/lint.sh"} {
		_, help, _ := clitest.Run("lint", "--help")
		for line := range strings.Lines(clitest.ReadFile(t, name)) {
			_, line, called := strings.Cut(line, "plan403 lint ")
			for _, word := range strings.Fields(line) {
				flag, _, _ := strings.Cut(word, "=")
				if called && strings.HasPrefix(flag, "--") && flag != "--" && !strings.Contains(help, flag+" ") {
					t.Errorf("%s calls plan403 lint %s, which is no option", name, flag)
				}
			}
		}
	}
}

// bash runs a script of docs/pipelines with an environment and returns what it
// prints.
func bash(t *testing.T, script string, env ...string) (string, int) {
	t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("bash is not installed")
	}
	script, err = filepath.Abs(script)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), shell, script)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// release writes a release whose program says what it is called with.
func release(t *testing.T, version, sums string) string {
	t.Helper()
	dir := t.TempDir()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	program := "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\nexit ${FAKE_STATUS:-0}\n"
	if err := w.WriteHeader(&tar.Header{Name: "plan403", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, program)
	if w.Close() != nil || z.Close() != nil {
		t.Fatal("the archive does not close")
	}
	archive := fmt.Sprintf("plan403_%s_%s_%s.tar.gz", version, runtime.GOOS, runtime.GOARCH)
	if sums == "" {
		sums = fmt.Sprintf("%x  %s\n%064d  other.tar.gz\n", sha256.Sum256(b.Bytes()), archive, 0)
	}
	folder := filepath.Join(dir, "download", "v"+version)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{archive: b.String(), "checksums.txt": strings.ReplaceAll(sums, "ARCHIVE", archive)} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "file://" + dir
}

func TestActionInstalls(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	tests := []struct {
		name, version, sums, want string
		fails                     bool
	}{
		{name: "a release that is what its checksum says", version: "v1.2.3", want: "<--version>"},
		{name: "a version without its letter", version: "1.2.3", want: "<--version>"},
		{name: "another checksum installs nothing", version: "v1.2.3", sums: strings.Repeat("0", 64) + "  ARCHIVE\n", want: "nothing is installed", fails: true},
		{name: "no checksum installs nothing", version: "v1.2.3", sums: "x  y\n", want: "does not hold", fails: true},
		{name: "a version that is none", version: "v1;id", want: "is no release", fails: true},
		{name: "a version that was not released", version: "v9.9.9", want: "cannot download", fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			out, status := bash(t, "docs/pipelines/install.sh", "RUNNER_TEMP="+dir, "GITHUB_PATH="+dir+"/path",
				"PLAN403_VERSION="+tt.version, "PLAN403_RELEASES="+release(t, "1.2.3", tt.sums))
			if (status != 0) != tt.fails || !strings.Contains(out, tt.want) {
				t.Fatalf("exit status %d, want %q in:\n%s", status, tt.want, out)
			}
			_, err := os.Stat(filepath.Join(dir, "plan403-bin", "plan403"))
			if (err == nil) == tt.fails {
				t.Errorf("installed: %v", err == nil)
			}
			if !tt.fails {
				if diff := cmp.Diff(dir+"/plan403-bin\n", clitest.ReadFile(t, dir+"/path")); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestActionLints(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.json", "b c.json"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	fake := filepath.Join(dir, "plan403")
	if err := os.WriteFile(fake, []byte("#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 2\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, want string
		env        []string
	}{
		{"nothing given is plan.json", "<lint><--format><github><--><plan.json>", nil},
		{"patterns are expanded, names keep their spaces", "<lint><--format><github><--no-terraform><--><" + dir + "/a.json><" + dir + "/b c.json>", []string{"PLAN403_PLAN=" + dir + "/*.json"}},
		{"text is no command", "<lint><--format><github><--only-introduced><--skip><$(id)><--source><a b><--fail-on><never><--><x;id>", []string{"PLAN403_PLAN=x;id", "PLAN403_FAIL_ON=never", "PLAN403_SOURCE=a b", "PLAN403_ARGS=--only-introduced\n--skip\n$(id)\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			output := filepath.Join(t.TempDir(), "output")
			env := append([]string{"PATH=" + dir + ":" + os.Getenv("PATH"), "GITHUB_OUTPUT=" + output}, tt.env...)
			got, status := bash(t, "docs/pipelines/lint.sh", env...)
			if diff := cmp.Diff(tt.want, got); diff != "" || status != cli.StatusFindings {
				t.Errorf("exit status %d\n%s", status, diff)
			}
			if diff := cmp.Diff("status=2\n", clitest.ReadFile(t, output)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
