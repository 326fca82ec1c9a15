package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/plan403/plan403/internal/clitest"
	"github.com/rogpeppe/go-internal/testscript"
)

// TestScript runs the scripts of testdata/script. $FIXTURES is the folder of
// fixtures, $BIN the one of plan403 alone, $ESC the escape character.
func TestScript(t *testing.T) {
	fixtures, err := filepath.Abs("fixtures")
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("internal/cli/testdata/script/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Files: clitest.Sample(scripts),
		Setup: func(env *testscript.Env) error {
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("ESC", "\x1b")
			env.Setenv("BIN", filepath.SplitList(env.Getenv("PATH"))[0])
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "fails": fails, "compress": compress, "concatenate": concatenate, "savedplan": savedPlan,
		},
		RequireExplicitExec: true,
	})
}

// exits STATUS COMMAND… runs a command that has to end with the status.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := 0, ts.Exec(args[1], args[2:]...)
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// fails TEXT… runs plan403, which has to fail with one line on standard error
// that holds the text, and nothing on standard output.
func fails(ts *testscript.TestScript, _ bool, args []string) {
	exits(ts, false, append([]string{"1", "plan403"}, args[1:]...))
	if out := ts.ReadFile("stdout"); out != "" {
		ts.Fatalf("standard output of a failure: %q", out)
	}
	line := []byte(ts.ReadFile("stderr"))
	if bytes.Count(line, []byte("\n")) != 1 || !bytes.HasPrefix(line, []byte("plan403: ")) {
		ts.Fatalf("want one line that begins with plan403: on standard error, got %q", line)
	}
	if !bytes.Contains(line, []byte(args[0])) {
		ts.Fatalf("want %q in %q", args[0], line)
	}
}

// compress SOURCE TARGET makes a gzip file.
func compress(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(errors.Join(err, w.Close()))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o644))
}

// concatenate TARGET SOURCE… writes files one after the other into one.
func concatenate(ts *testscript.TestScript, _ bool, args []string) {
	var all []byte
	for _, source := range args[1:] {
		all = append(all, ts.ReadFile(source)...)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), all, 0o644))
}

// savedPlan TARGET makes a file that looks like a saved plan: a zip with the
// members that Terraform writes.
func savedPlan(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"tfplan", "tfstate", "tfstate-prev", "tfconfig/modules.json", ".terraform.lock.hcl"} {
		member, err := w.Create(name)
		ts.Check(err)
		_, err = member.Write([]byte("[]"))
		ts.Check(err)
	}
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}
