package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// ourselves runs the test binary as plan403.
func ourselves(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: program, Args: append([]string{"plan403"}, args...), Dir: dir}
}

func TestInterruptLeavesNoPlan(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the fake terraform is a shell script")
	}
	dir, temporary := t.TempDir(), t.TempDir()
	started := filepath.Join(dir, "started")
	fake := filepath.Join(dir, "terraform")
	// It ends at an interrupt with another status than at a kill.
	script := "#!/bin/sh\ntrap 'echo interrupted >&2; exit 7' INT\n: >'" + started + "'\nwhile :; do sleep 0.1; done\n"
	if err := os.WriteFile(fake, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	var errs strings.Builder
	cmd := ourselves(t, dir, "--plan", "--terraform", fake)
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if _, err := os.Stat(started); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the status tells
	if got := cmd.ProcessState.ExitCode(); got != cli.StatusInterrupted || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit status %d, want %d; standard error %q, want terraform's last word", got, cli.StatusInterrupted, errs.String())
	}
	if left, _ := os.ReadDir(temporary); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
}

// TestPlanOfRealTerraform plans a resource of the provider that is built in.
func TestPlanOfRealTerraform(t *testing.T) {
	terraform, err := exec.LookPath("terraform")
	if err != nil {
		t.Skip("terraform is not installed")
	}
	dir := t.TempDir()
	t.Setenv("CHECKPOINT_DISABLE", "1")
	const text = "variable \"a\" {}\n\nresource \"terraform_data\" \"x\" {\n  input = var.a\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	initialise := exec.CommandContext(t.Context(), terraform, "init", "-no-color", "-input=false")
	initialise.Dir = dir
	if out, err := initialise.CombinedOutput(); err != nil {
		t.Skipf("terraform init does not run here: %v\n%s", err, out)
	}
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	tests := []struct {
		name     string
		args     []string
		status   int
		out, err string
	}{
		{"the plan is checked", []string{"--", "-var", "a=1"}, cli.StatusOK, "terraform plan: no CloudFront distribution", "terraform_data.x will be created"},
		{"changes are no failure", []string{"--", "-var=a=1", "-detailed-exitcode"}, cli.StatusOK, "terraform plan: no CloudFront distribution", ""},
		{"a plan that fails is told", nil, cli.StatusFailed, "", "plan403: terraform plan failed (exit status 1); it says why above\n"},
		{"help is no plan", []string{"--", "-help"}, cli.StatusFailed, "", "plan403: terraform plan "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, out, errs := clitest.Run(append([]string{"--plan", "--terraform", terraform, "--source", dir}, tt.args...)...)
			if status != tt.status || !strings.Contains(out, tt.out) || tt.out == "" && out != "" || !strings.Contains(errs, tt.err) {
				t.Errorf("exit status %d, want %d\nstandard output %q, want %q\nstandard error %q, want %q", status, tt.status, out, tt.out, errs, tt.err)
			}
			if left, _ := os.ReadDir(temporary); len(left) > 0 {
				t.Errorf("%s is left", left[0].Name())
			}
		})
	}
}
