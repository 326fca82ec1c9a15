package hostile_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/report"
)

// TestInputFailsAnywhere: a plan of which only a part can be read is an error,
// wherever it breaks off.
func TestInputFailsAnywhere(t *testing.T) {
	text := clitest.ReadFile(t, clitest.Failing)
	for at := 0; at < len(text); at += 997 {
		in := io.MultiReader(strings.NewReader(text[:at]), iotest.ErrReader(errors.New("the disk is gone")))
		var out bytes.Buffer
		status, errs := clitest.RunOn(in, &out, "lint", "-")
		clitest.OneLine(t, fmt.Sprintf("fails at byte %d", at), status, errs)
		if !strings.Contains(errs, "the disk is gone") || out.Len() > 0 {
			t.Errorf("fails at byte %d: %q on standard output, %q on standard error", at, out.String(), errs)
		}
	}
}

// limitedWriter fails once so many bytes are written.
type limitedWriter struct {
	left int
	err  error
}

func (w *limitedWriter) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.left -= n
	if n < len(p) {
		return n, w.err
	}
	return n, nil
}

// TestFullDisk: what could not be written is an error in every format.
func TestFullDisk(t *testing.T) {
	for _, format := range report.Formats() {
		for _, room := range []int{0, 1, 50} {
			status, errs := clitest.RunOn(strings.NewReader(""), &limitedWriter{room, syscall.ENOSPC}, "lint", "--no-source", "--format", format, clitest.Failing)
			clitest.OneLine(t, fmt.Sprintf("%s after %d bytes", format, room), status, errs)
		}
	}
	status, errs := clitest.RunOn(strings.NewReader(""), &limitedWriter{0, syscall.ENOSPC}, "request", "--no-source", clitest.Failing, "/index.html")
	clitest.OneLine(t, "request", status, errs)
}

// TestReaderGoesAway: a closed pipe is no word worth, and changes no verdict.
func TestReaderGoesAway(t *testing.T) {
	for _, format := range report.Formats() {
		for _, room := range []int{0, 1, 100} {
			status, errs := clitest.RunOn(strings.NewReader(""), &limitedWriter{room, syscall.EPIPE}, "lint", "--no-source", "--format", format, clitest.Failing)
			if status != cli.StatusFindings || errs != "" {
				t.Errorf("%s after %d bytes: status %d and %q, want %d and nothing", format, room, status, errs, cli.StatusFindings)
			}
		}
	}
	status, errs := clitest.RunOn(strings.NewReader(""), &limitedWriter{0, syscall.EPIPE}, "lint", "--no-source", clitest.Failing, "no-such-plan.json")
	clitest.OneLine(t, "a plan that cannot be read", status, errs)
}

// TestNoFolderForAFile: a format's file in a folder that is not there is an error.
func TestNoFolderForAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "none", "out.json")
	status, errs := clitest.RunOn(strings.NewReader(""), io.Discard, "lint", "--no-source", "--format", "json="+file, clitest.Failing)
	clitest.OneLine(t, "a directory that is not there", status, errs)
}

func exitStatus(err error) int {
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return failed.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

// TestClosedPipeOfAProcess: the process itself is not ended by the signal that
// comes with a closed pipe.
func TestClosedPipeOfAProcess(t *testing.T) {
	clitest.UnixOnly(t)
	cmd := clitest.Process(t, "lint", "--no-source", "--format", "json", clitest.Failing)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	cmd.Stdout = w
	err = cmd.Run()
	if got := exitStatus(err); got != cli.StatusFindings || errs.Len() > 0 {
		t.Errorf("status %d (%v) and %q, want %d and nothing", got, err, errs.String(), cli.StatusFindings)
	}
}

func TestFullDevice(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("no /dev/full")
	}
	defer full.Close()
	for _, args := range [][]string{
		{"lint", "--no-source", clitest.Failing},
		{"--help"},
		{"lint", "--help"},
		{"help", "request"},
		{"--version"},
		{"rules"},
		{"rules", "oac-not-granted"},
		{"completion", "bash"},
		{"man"},
	} {
		cmd := clitest.Process(t, args...)
		var errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = full, &errs
		clitest.OneLine(t, strings.Join(args, " "), exitStatus(cmd.Run()), errs.String())
	}
}

// TestErrorLinesAreBounded: a name of a megabyte is not repeated.
func TestErrorLinesAreBounded(t *testing.T) {
	status, _, errs := clitest.Run("lint", "--skip", strings.Repeat("x", 1<<20), clitest.Failing)
	clitest.OneLine(t, "a long name", status, errs)
	if len(errs) > 5000 || !strings.HasSuffix(errs, "plan403 rules lists them\n") {
		t.Errorf("%d bytes that end in %q", len(errs), errs[max(0, len(errs)-50):])
	}
}

// TestInterrupt: an interrupt ends the process soon, with 130, and temporary
// files go with it, whatever it is waiting for.
func TestInterrupt(t *testing.T) {
	clitest.UnixOnly(t)
	dir := t.TempDir()
	savedPlan := filepath.Join(dir, "tfplan")
	if err := os.WriteFile(savedPlan, savedPlanZip(t), 0o644); err != nil {
		t.Fatal(err)
	}
	slow := script(t, "echo started >&2; exec sleep 60")
	for _, tc := range []struct {
		name  string
		args  []string
		stdin string
	}{
		{"waiting for standard input", []string{"lint", "-"}, ""},
		{"in the middle of a plan", []string{"lint", "-"}, clitest.ReadFile(t, clitest.Failing)[:5000]},
		{"in the middle of a saved plan", []string{"lint", "-"}, string(savedPlanZip(t))[:20]},
		{"waiting for terraform", []string{"lint", "--terraform", slow, savedPlan}, ""},
		{"waiting for terraform and the rest of the input", []string{"request", "--terraform", slow, savedPlan, "/x"}, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			// A process that is not yet listening is ended by the signal itself.
			listening := false
			for wait := 300 * time.Millisecond; !listening && wait < 10*time.Second; wait *= 3 {
				listening = interrupt(t, tc.args, tc.stdin, wait)
			}
			if !listening {
				t.Error("the signal ended the process")
			}
		})
	}
}

func interrupt(t *testing.T, args []string, stdin string, wait time.Duration) (listening bool) {
	t.Helper()
	cmd := clitest.Process(t, args...)
	temp := t.TempDir()
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, stdin); err != nil {
		t.Fatal(err)
	}
	time.Sleep(wait)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	got := exitStatus(cmd.Wait())
	if got == -1 {
		return false
	}
	if got != cli.StatusInterrupted || errs.Len() > 0 {
		t.Errorf("status %d and %q, want %d and nothing", got, errs.String(), cli.StatusInterrupted)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("temporary files stay: %v", left)
	}
	return true
}

// TestSignalsLeaveNothing: each signal that asks for an end removes the temporary
// plan, although a child of terraform holds its output.
func TestSignalsLeaveNothing(t *testing.T) {
	clitest.UnixOnly(t)
	for _, sent := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if signal.Ignored(sent) { // as under nohup, which programs inherit
			continue
		}
		for name, args := range map[string][]string{
			"a saved plan is shown": {"lint", "-"}, "a plan is made": {"lint", "--plan"},
		} {
			t.Run(name+", "+sent.String(), func(t *testing.T) {
				t.Parallel()
				started := filepath.Join(t.TempDir(), "started")
				holding := script(t, "trap '' INT; sleep 6 & : >'"+started+"'; exec sleep 5")
				cmd, temp := clitest.Process(t, append(args, "--terraform", holding)...), t.TempDir()
				cmd.Env = append(os.Environ(), "TMPDIR="+temp)
				cmd.Stdin = bytes.NewReader(savedPlanZip(t))
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				for i := 0; i < 200 && !exists(started); i++ {
					time.Sleep(50 * time.Millisecond)
				}
				if list, _ := os.ReadDir(temp); len(list) == 0 {
					t.Fatal("there is no temporary plan to remove")
				}
				if err := cmd.Process.Signal(sent); err != nil {
					t.Fatal(err)
				}
				start := time.Now()
				for exists(temp) && time.Since(start) < 3*time.Second {
					if list, _ := os.ReadDir(temp); len(list) == 0 {
						break
					}
					time.Sleep(20 * time.Millisecond)
				}
				if list, _ := os.ReadDir(temp); len(list) > 0 {
					t.Errorf("after %v the temporary plan is still there", time.Since(start))
				}
				if got := exitStatus(cmd.Wait()); got != cli.StatusInterrupted {
					t.Errorf("status %d, want %d", got, cli.StatusInterrupted)
				}
				if took := time.Since(start); args[1] == "-" && took > 3*time.Second {
					t.Errorf("it took %v to end", took)
				}
				if list, _ := os.ReadDir(temp); len(list) > 0 {
					t.Errorf("%s is left", list[0].Name())
				}
			})
		}
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// script makes a program of a line of shell.
func script(t *testing.T, line string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "terraform")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+line+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestTerraformDies: what a program printed before it died is not taken for a
// plan, however whole it looks.
func TestTerraformDies(t *testing.T) {
	clitest.UnixOnly(t)
	saved := filepath.Join(t.TempDir(), "tfplan")
	if err := os.WriteFile(saved, savedPlanZip(t), 0o644); err != nil {
		t.Fatal(err)
	}
	whole, err := filepath.Abs(clitest.Failing)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, script string }{
		{"killed at once", "kill -9 $$"},
		{"killed half-way", "head -c 3000 " + whole + "; kill -9 $$"},
		{"killed at the end", "cat " + whole + "; kill -9 $$"},
		{"fails at the end", "cat " + whole + "; exit 1"},
		{"prints nothing", "exit 0"},
		{"prints a banner", "echo hello; cat " + whole},
		{"prints two plans", "cat " + whole + " " + whole},
		{"closes its output early", "head -c 3000 " + whole + "; exec >&-; sleep 0.1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, errs := clitest.RunOn(strings.NewReader(""), io.Discard, "lint", "--terraform", script(t, tc.script), saved)
			clitest.OneLine(t, tc.name, status, errs)
		})
	}
}

// TestSlowInputIsRead: a plan that comes in drops is the same plan.
func TestSlowInputIsRead(t *testing.T) {
	text := clitest.ReadFile(t, clitest.Failing)
	var slow, fast bytes.Buffer
	one, errs := clitest.RunOn(iotest.OneByteReader(bufio.NewReader(strings.NewReader(text))), &slow, "lint", "--no-source", "-")
	two, _ := clitest.RunOn(strings.NewReader(text), &fast, "lint", "--no-source", "-")
	if one != two || slow.String() != fast.String() {
		t.Errorf("in drops: status %d, %s; at once: status %d", one, errs, two)
	}
}

// TestInterruptOfAStuckWriter: nobody reads what is written, and the pipe is full.
// An interrupt ends the process all the same.
func TestInterruptOfAStuckWriter(t *testing.T) {
	costly(t)
	clitest.UnixOnly(t)
	var changes []string
	for i := range 2000 {
		changes = append(changes, fmt.Sprintf(`{"address":"aws_cloudfront_distribution.d%d","mode":"managed","type":"aws_cloudfront_distribution","name":"d%[1]d","change":{"actions":["create"],"after":{
			"origin":[{"origin_id":"o","domain_name":"b%[1]d.s3.us-east-1.amazonaws.com"}],"default_cache_behavior":[{"target_origin_id":"o"}]}}}`, i))
	}
	plan := clitest.FileOf(t, "plan.json", []byte(`{"format_version":"1.2","resource_changes":[`+strings.Join(changes, ",")+`]}`))
	saved := clitest.FileOf(t, "tfplan", savedPlanZip(t))
	for _, tc := range []struct {
		name string
		args []string
	}{
		{"text", []string{"lint", "--no-source", plan}},
		{"JSON", []string{"lint", "--no-source", "--format", "json", plan}},
		{"JSON of a saved plan", []string{"lint", "--no-source", "--terraform", script(t, "cat "+plan), "--format", "json", saved}},
		{"a file beside", []string{"lint", "--no-source", "--format", "json", "--format", "sarif=" + filepath.Join(t.TempDir(), "out.sarif"), plan}},
	} {
		t.Run(tc.name, func(t *testing.T) { interruptStuck(t, tc.args) })
	}
}

func interruptStuck(t *testing.T, args []string) {
	t.Helper()
	cmd, temp := clitest.Process(t, args...), t.TempDir()
	cmd.Env = append(os.Environ(), "TMPDIR="+temp)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd.Stdout = w
	err = cmd.Start()
	w.Close() // so that the end of the process ends the pipe
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, make([]byte, 1)); err != nil { // it writes now
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // until the pipe is full
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	if got := exitStatus(cmd.Wait()); got != cli.StatusInterrupted {
		t.Errorf("status %d, want %d", got, cli.StatusInterrupted)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to end", took)
	}
	if left, _ := os.ReadDir(temp); len(left) > 0 {
		t.Errorf("temporary files stay: %v", left)
	}
}
