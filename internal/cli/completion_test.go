package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/report"
)

// shells are those that completion can be made for.
var shells = []string{"bash", "zsh", "fish"}

// completionFile writes the script of a shell, which has to be installed.
func completionFile(t *testing.T, shell string) (program, script string) {
	t.Helper()
	program, err := exec.LookPath(shell)
	if err != nil {
		t.Skipf("%s is not installed", shell)
	}
	status, out, errs := clitest.Run("completion", shell)
	if status != cli.StatusOK || errs != "" || out == "" {
		t.Fatalf("exit status %d, standard error %q, %d bytes", status, errs, len(out))
	}
	script = filepath.Join(t.TempDir(), "plan403."+shell)
	if err := os.WriteFile(script, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	return program, script
}

func TestCompletionParses(t *testing.T) {
	for _, shell := range shells {
		t.Run(shell, func(t *testing.T) {
			program, script := completionFile(t, shell)
			if out, err := exec.CommandContext(t.Context(), program, "-n", script).CombinedOutput(); err != nil || len(out) > 0 {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// completed are words that each shell has to offer, and one it must not.
var completed = []struct {
	name string
	line []string // the last word is the one to complete
	want []string
	not  string
}{
	{"commands come first", []string{"re"}, []string{"request"}, "rules"},
	{"flags of lint need no command", []string{"--fail"}, []string{"--fail-on"}, "--format"},
	{"values of a flag", []string{"--fail-on", "un"}, []string{"undecided"}, "never"},
	{"formats of lint", []string{"lint", "--format", ""}, report.Formats(), "lint"},
	{"formats of request", []string{"request", "--format", ""}, []string{"text", "json"}, "sarif"},
	{"flags of request", []string{"request", "--sta"}, []string{"--state"}, "--fail-on"},
	{"names of rules", []string{"rules", "oac-not-g"}, []string{"oac-not-granted"}, "access-denied"},
	{"rules to skip", []string{"--quiet", "--skip", "kms-key"}, []string{"kms-key-not-granted"}, "access-denied"},
	{"shells", []string{"completion", ""}, shells, "lint"},
	{"a command after a flag", []string{"--quiet", "req"}, []string{"request"}, "lint"},
}

func TestBashCompletes(t *testing.T) {
	program, script := completionFile(t, "bash")
	run := func(t *testing.T, words []string) []string {
		const code = `. "$1"; shift; COMP_WORDS=(plan403 "$@"); COMP_CWORD=$#; _plan403; printf '%s\n' "${COMPREPLY[@]}"`
		out, err := exec.CommandContext(t.Context(), program, append([]string{"-c", code, "bash", script}, words...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.Fields(string(out))
	}
	for _, tt := range completed {
		t.Run(tt.name, func(t *testing.T) { offers(t, run(t, tt.line), tt.want, tt.not) })
	}
	t.Run("a value after an equals sign", func(t *testing.T) {
		offers(t, run(t, []string{"--color", "=", "al"}), []string{"always"}, "auto")
		offers(t, run(t, []string{"--color", "="}), []string{"auto", "always", "never"}, "lint")
	})
}

func TestFishCompletes(t *testing.T) {
	program, script := completionFile(t, "fish")
	for _, tt := range completed {
		t.Run(tt.name, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), program, "--no-config", "-c", `source $argv[1]; complete -C "$argv[2]"`, script, "plan403 "+strings.Join(tt.line, " "))
			cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "HOME="+t.TempDir())
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			var words []string
			for line := range strings.Lines(string(out)) {
				word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
				words = append(words, word)
			}
			offers(t, words, tt.want, tt.not)
		})
	}
}

func offers(t *testing.T, got, want []string, not string) {
	t.Helper()
	for _, word := range want {
		if !slices.Contains(got, word) {
			t.Errorf("%q is not offered, but %q", word, got)
		}
	}
	if slices.Contains(got, not) {
		t.Errorf("%q is offered: %q", not, got)
	}
}

func TestCompletionOfOtherShells(t *testing.T) {
	for _, args := range [][]string{{"completion"}, {"completion", "cmd"}, {"completion", "bash", "zsh"}} {
		status, out, errs := clitest.Run(args...)
		if status != cli.StatusFailed || out != "" || !strings.HasSuffix(errs, "it must be one of bash, zsh, fish\n") {
			t.Errorf("%v: exit status %d, standard output %q, standard error %q", args, status, out, errs)
		}
	}
}
