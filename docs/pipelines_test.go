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
	"regexp"
	"runtime"
	"slices"
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

// oldStages are the stages that pre-commit 3.0.4, Debian's, knows: one that it does
// not know makes it refuse the whole file.
var oldStages = []string{
	"commit", "commit-msg", "manual", "merge-commit", "post-checkout", "post-commit", "post-merge", "post-rewrite",
	"prepare-commit-msg", "push",
}

// renamedStages are those of them that later versions call otherwise.
var renamedStages = []string{"commit", "merge-commit", "push"}

// TestHooksSuitOldPreCommit names stages only as all versions do.
func TestHooksSuitOldPreCommit(t *testing.T) {
	text := clitest.ReadFile(t, ".pre-commit-hooks.yaml")
	for _, m := range regexp.MustCompile(`stages: \[(.*)\]`).FindAllStringSubmatch(text, -1) {
		for _, stage := range strings.Split(m[1], ", ") {
			if !slices.Contains(oldStages, stage) || slices.Contains(renamedStages, stage) {
				t.Errorf("stage %s is not known to all versions of pre-commit from 3.0.4 on", stage)
			}
		}
	}
	if strings.Contains(text, "minimum_pre_commit_version") {
		t.Error("the hooks ask for a newer pre-commit than 3.0.4")
	}
	if !strings.Contains(text, "entry: plan403 lint --no-plan") {
		t.Error("no hook judges source alone")
	}
}

// bash runs a script of docs/pipelines with an environment and returns what it
// prints.
func bash(t *testing.T, script string, args, env []string) (string, int) {
	t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("bash is not installed")
	}
	script, err = filepath.Abs(script)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), shell, append([]string{script}, args...)...)
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
	for name, data := range map[string]string{archive: b.String(), "checksums.txt.sigstore.json": "{}", "checksums.txt": strings.ReplaceAll(sums, "ARCHIVE", archive)} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return "file://" + dir
}

// program puts a shell script in a folder of its own, which may begin a PATH.
func program(t *testing.T, name, script string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return dir + string(os.PathListSeparator)
}

// pinned is what an action is named by: a commit, or a release of this repository.
var pinned = regexp.MustCompile(`@([0-9a-f]{40}|v\d+\.\d+\.\d+)(\s|$)`)

// TestPipelinesArePinned: a tag of others can be moved to other code.
func TestPipelinesArePinned(t *testing.T) {
	for _, name := range []string{"docs/pipelines.md", "docs/pipelines/gitlab-ci.yml", "README.md", ".github/workflows/release.yml"} {
		for line := range strings.Lines(clitest.ReadFile(t, name)) {
			_, action, ok := strings.Cut(line, "uses: ")
			if ok && (!pinned.MatchString(action) || !strings.HasPrefix(action, "plan403/") && !regexp.MustCompile(`@[0-9a-f]{40}`).MatchString(action)) {
				t.Errorf("%s: %s is not pinned to a commit", name, strings.TrimSpace(action))
			}
			if _, image, ok := strings.Cut(line, "image: "); ok && !regexp.MustCompile(`:\d+\.\d+\.\d+$`).MatchString(strings.TrimSpace(image)) {
				t.Errorf("%s: the image %s has no whole version", name, strings.TrimSpace(image))
			}
		}
	}
}

// TestNoticesOfAllModules: what is shipped has to carry the licences of what is in it.
func TestNoticesOfAllModules(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "run", "./notices")
	cmd.Dir = "tools"
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"github.com/hashicorp/hcl/v2", "github.com/zclconf/go-cty-yaml", "golang.org/x/text", "Go"} {
		if !strings.Contains(string(out), "==== "+part+" ") {
			t.Errorf("the notices lack %s", part)
		}
	}
}

func TestActionInstalls(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	signed, unsigned := program(t, "cosign", "exit 0"), program(t, "cosign", "exit 1")
	tests := []struct {
		name, version, sums, path, want string
		fails                           bool
	}{
		{name: "a release that is what its checksum says", version: "v1.2.3", want: "<--version>"},
		{name: "a version without its letter", version: "1.2.3", want: "<--version>"},
		{name: "another checksum installs nothing", version: "v1.2.3", sums: strings.Repeat("0", 64) + "  ARCHIVE\n", want: "nothing is installed", fails: true},
		{name: "no checksum installs nothing", version: "v1.2.3", sums: "x  y\n", want: "does not hold", fails: true},
		{name: "without cosign it says that only checksums are compared", version: "v1.2.3", want: "the signature is not"},
		{name: "checksums that their workflow has signed", version: "v1.2.3", path: signed, want: "<--version>"},
		{name: "checksums that it has not signed", version: "v1.2.3", path: unsigned, want: "is not signed by its release workflow; nothing is installed", fails: true},
		{name: "a version that is none", version: "v1;id", want: "is no release", fails: true},
		{name: "a version that was not released", version: "v9.9.9", want: "cannot download", fails: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			releases := release(t, "1.2.3", tt.sums)
			out, status := bash(t, "docs/pipelines/install.sh", []string{releases}, []string{
				"RUNNER_TEMP=" + dir, "GITHUB_PATH=" + dir + "/path", "PLAN403_VERSION=" + tt.version, "PATH=" + tt.path + os.Getenv("PATH"),
			})
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
			got, status := bash(t, "docs/pipelines/lint.sh", nil, env)
			if diff := cmp.Diff(tt.want, got); diff != "" || status != cli.StatusFindings {
				t.Errorf("exit status %d\n%s", status, diff)
			}
			if diff := cmp.Diff("status=2\n", clitest.ReadFile(t, output)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
