package main_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const module = "github.com/plan403/plan403"

// boundary limits what a package, or with "/..." all packages below it as
// well, may import. Packages of this module are named by their folder, and a
// limit on them counts along every path of imports; one on other packages
// counts for direct imports only, since fmt alone brings os with it.
type boundary struct {
	of    string
	only  []string // of this module: nothing else; nil sets no such limit
	never []string
	why   string
}

var boundaries = []boundary{
	{of: "internal/symbol", only: []string{}, never: sideEffects, why: "what all else rests on rests on nothing"},
	{of: "internal/tri", only: []string{"internal/symbol"}, never: sideEffects, why: "what all else rests on rests on nothing"},
	{of: "internal/trace", only: []string{}, never: sideEffects, why: "it holds words, which the models fill in"},
	{of: "internal/words", only: []string{}, never: sideEffects, why: "a phrase rests on nothing"},
	{of: "internal/glob", only: []string{"internal/symbol", "internal/tri"}, never: sideEffects, why: "patterns are pure values"},
	{of: "internal/policy", only: []string{"internal/glob", "internal/symbol", "internal/tri"}, never: sideEffects, why: "a policy is decided by its text and the request alone"},
	{of: "internal/resource", only: []string{}, never: sideEffects, why: "a table rests on nothing"},
	{of: "internal/parallel", only: []string{}, never: sideEffects, why: "it works without knowing at what"},
	{of: "internal/atlas", only: []string{"internal/glob", "internal/symbol", "internal/tri"}, never: []string{"os", "os/exec", "net", "net/http"}, why: "it looks answers up and finds none"},
	{of: "internal/page", only: []string{}, never: sideEffects, why: "it shows what it is given and knows no finding"},
	{of: "docs", only: []string{}, why: "documents know no code"},
	{of: "internal/source/...", never: slices.Concat(models, above), why: "it evaluates expressions and does not know what they are for"},
	{of: "internal/hcledit", never: slices.Concat([]string{"plan"}, models, above, sideEffects), why: "text is edited without knowing what it says"},
	{of: "internal/policydoc", never: slices.Concat(models, above, sideEffects), why: "it renders what it is given"},
	{of: "internal/planfile", never: slices.Concat([]string{"plan"}, models, above), why: "it reads what a file says, not what that means"},
	{of: "plan/...", never: slices.Concat(models, above), why: "it says what the plan says, not what follows from it"},
	{of: "internal/s3/...", never: slices.Concat([]string{"internal/cloudfront"}, above, sideEffects), why: "a bucket does not know who asks"},
	{of: "internal/cloudfront/...", never: slices.Concat([]string{"internal/s3", "internal/policy"}, above, sideEffects), why: "a distribution does not know who answers"},
	{of: "internal/simulate/...", never: slices.Concat(above[1:], sideEffects), why: "verdicts know no rule and no format"},
	{of: "internal/analysis/...", never: []string{"internal/cli", "flag", "os/exec"}, why: "it knows no flag and starts no program"},
	{of: "internal/terraform", only: []string{}, why: "a program is found and started without knowing what for"},
	{of: "internal/fix/policyedit", never: slices.Concat(models, above), why: "a policy is written without knowing what for"},
	{of: "internal/fix/cure", never: []string{"internal/fix"}, why: "what may help is proved elsewhere"},
	{of: "internal/fix/...", never: slices.Concat([]string{"internal/report"}, sideEffects), why: "an edit knows neither format nor disk"},
	{of: "checks/...", never: slices.Concat([]string{"internal/report"}, sideEffects), why: "a finding knows no format"},
}

var (
	models      = []string{"internal/s3", "internal/cloudfront", "internal/policy"}
	above       = []string{"internal/simulate", "checks", "internal/report"}
	sideEffects = []string{"os", "os/exec", "io/fs", "net", "net/http", "path/filepath"}
)

// importers are packages with few users.
var importers = []struct {
	of   string
	only []string
	why  string
}{
	{"internal/report", []string{"internal/analysis", "internal/cli", "internal/overview"}, "formats are leaves: everything is decided before one is chosen"},
	{"internal/plantest", nil, "it serves tests alone"},
	{"internal/clitest", []string{"internal/hostile"}, "it serves tests alone"},
	{"internal/analysis", []string{"internal/cli"}, "it stands above all that judges"},
	{"internal/cli", []string{".", "internal/clitest"}, "only main starts the command line"},
	{"internal/terraform", []string{"internal/planfile", "internal/cli"}, "only a saved plan and --plan start a program"},
	{"os/exec", []string{"internal/planfile", "internal/cli", "internal/terraform", "internal/clitest"}, "only a saved plan and --plan start a program: terraform show and terraform plan"},
	{"github.com/urfave/cli/v2", []string{"internal/cli"}, "nothing below the command line knows a flag"},
	{"flag", nil, "nothing below the command line knows a flag"},
	{"unsafe", nil, "plans are untrusted input"},
}

// unlinked are packages that the program must not contain at all.
var unlinked = map[string]string{
	"net":      "reading a plan opens no connection",
	"net/http": "reading a plan opens no connection",
	"plugin":   "a plan cannot bring code",
	"C":        "releases are static, without cgo",
}

// imported is what go list says of a package.
type imported struct {
	ImportPath    string
	Imports, Deps []string
}

// folder names a package of this module by its folder, "." for the root.
func folder(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// ours lists the packages that a package of this module imports, directly or
// not, by folder.
func (p imported) ours() []string {
	var out []string
	for _, path := range p.Deps {
		if f, ok := folder(path); ok {
			out = append(out, f)
		}
	}
	return out
}

func listPackages(t *testing.T) map[string]imported {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	list := map[string]imported{}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p imported
		if err := d.Decode(&p); err != nil {
			t.Fatalf("go list: %v", err)
		}
		f, _ := folder(p.ImportPath)
		list[f] = p
	}
	return list
}

func (b boundary) holds(name string) bool {
	tree, isTree := strings.CutSuffix(b.of, "/...")
	return name == tree || isTree && strings.HasPrefix(name, tree+"/")
}

func TestImportsRunOneWay(t *testing.T) {
	packages := listPackages(t)
	for _, b := range boundaries {
		met := false
		for name, p := range packages {
			if !b.holds(name) {
				continue
			}
			met = true
			for _, path := range p.ours() {
				if b.only != nil && !slices.Contains(b.only, path) {
					t.Errorf("%s imports %s: %s", name, path, b.why)
				}
			}
			for _, path := range slices.Concat(p.ours(), p.Imports) {
				if slices.Contains(b.never, path) {
					t.Errorf("%s imports %s: %s", name, path, b.why)
				}
			}
		}
		if !met {
			t.Errorf("a boundary of %s limits no package", b.of)
		}
	}
}

func TestFewImport(t *testing.T) {
	for name, p := range listPackages(t) {
		for _, path := range p.Imports {
			if f, ok := folder(path); ok {
				path = f
			}
			for _, i := range importers {
				if path == i.of && !slices.Contains(i.only, name) {
					t.Errorf("%s imports %s, which only %v may: %s", name, path, i.only, i.why)
				}
			}
		}
	}
}

func TestProgramLeavesOut(t *testing.T) {
	for _, path := range listPackages(t)["."].Deps {
		if why, ok := unlinked[path]; ok {
			t.Errorf("the program contains %s: %s", path, why)
		}
	}
}

// TestLinesFit: a line of code is read at a glance. Tables of tests may be wider, and
// so may texts that stand as they are written.
func TestLinesFit(t *testing.T) {
	const limit = 120 // a tab counts four
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		made := strings.HasSuffix(name, "_table.go")
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || made {
			return err
		}
		text, err := os.ReadFile(name)
		for i, line := range strings.Split(string(text), "\n") {
			width := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    "))
			if width > limit && !strings.Contains(line, "`") {
				t.Errorf("%s:%d: %d columns, at most %d", name, i+1, width, limit)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
