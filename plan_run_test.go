package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlanArguments(t *testing.T) {
	tests := []struct {
		name string
		args []string
		want []string
		fail string
	}{
		{name: "none is fine"},
		{name: "what stands after -- goes to terraform", args: []string{"--", "-target", "a.b", "-var=x=1"}, want: []string{"-target", "a.b", "-var=x=1"}},
		{name: "a second -- is terraform's", args: []string{"--", "--"}, want: []string{"--"}},
		{name: "a plan as well is one too many", args: []string{"plan.json", "--"}, fail: `"plan.json"`},
		{name: "the place of the plan is ours", args: []string{"--", "-out=tfplan"}, fail: "-out cannot be given"},
		{name: "so it is in two words", args: []string{"--", "--out", "tfplan"}, fail: "-out cannot be given"},
		{name: "a value may be called out", args: []string{"--", "-target", "out", ""}, want: []string{"-target", "out", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := planArguments(tt.args)
			if (err != nil) != (tt.fail != "") || err != nil && !strings.Contains(err.Error(), tt.fail) {
				t.Fatalf("got error %v, want %q in it", err, tt.fail)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" && len(got)+len(tt.want) > 0 {
				t.Error(diff)
			}
		})
	}
}

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
	if got := cmd.ProcessState.ExitCode(); got != exitBroken || !strings.Contains(errs.String(), "interrupted") {
		t.Errorf("exit status %d, want %d; standard error %q, want terraform's last word", got, exitBroken, errs.String())
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
		{"the plan is checked", []string{"--", "-var", "a=1"}, exitOK, "terraform plan: no CloudFront distribution", "terraform_data.x will be created"},
		{"changes are no failure", []string{"--", "-var=a=1", "-detailed-exitcode"}, exitOK, "terraform plan: no CloudFront distribution", ""},
		{"a plan that fails is told", nil, exitFailed, "", "plan403: terraform plan failed (exit status 1); it says why above\n"},
		{"help is no plan", []string{"--", "-help"}, exitFailed, "", "plan403: terraform plan "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, out, errs := command(append([]string{"--plan", "--terraform", terraform, "--source", dir}, tt.args...)...)
			if status != tt.status || !strings.Contains(out, tt.out) || tt.out == "" && out != "" || !strings.Contains(errs, tt.err) {
				t.Errorf("exit status %d, want %d\nstandard output %q, want %q\nstandard error %q, want %q", status, tt.status, out, tt.out, errs, tt.err)
			}
			if left, _ := os.ReadDir(temporary); len(left) > 0 {
				t.Errorf("%s is left", left[0].Name())
			}
		})
	}
}
