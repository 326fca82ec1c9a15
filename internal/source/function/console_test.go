package function_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/source/value"
	"github.com/plan403/plan403/internal/symbol"
)

var update = flag.Bool("update", false, "ask the terraform program of PATH again, and write its answers to testdata")

const (
	namesFile       = "testdata/terraform_functions.txt"
	expressionsFile = "testdata/console_expressions.txt"
	answersFile     = "testdata/console.json"
	consoleDir      = "testdata/console"
)

// answer is what terraform console makes of an expression.
type answer struct {
	Expression string          `json:"expression"`
	Fails      bool            `json:"fails,omitempty"`
	Unknown    bool            `json:"unknown,omitempty"` // to Terraform as well
	Value      json.RawMessage `json:"value,omitempty"`
	Type       string          `json:"type,omitempty"` // as type() prints it, without space
}

// Every expression is worth what terraform console says, its type included.
func TestConsole(t *testing.T) {
	if *update {
		writeAnswers(t)
	}
	for _, want := range readAnswers(t) {
		t.Run(want.Expression, func(t *testing.T) {
			if diff := cmp.Diff(want, ask(t, want.Expression)); diff != "" {
				t.Errorf("plan403 differs from terraform console (-terraform +plan403)\n%s", diff)
			}
		})
	}
}

// undecided are functions whose results are not computed, since they differ
// each time, on each machine, or need a key, or whose failures do.
var undecided = []string{
	"abspath", "bcrypt", "pathexpand", "plantimestamp", "rsadecrypt", "templatestring", "timestamp", "uuid",
}

// Every function that Terraform has is in the table, and was tried.
func TestEveryFunction(t *testing.T) {
	if *update {
		writeNames(t)
	}
	names := lines(t, namesFile)
	if len(names) < 100 {
		t.Fatalf("%s lists %d functions", namesFile, len(names))
	}
	answers := readAnswers(t)
	for _, name := range names {
		_, why := evaluate(t, name+"()")
		if why != nil && why.Reason == "plan403 does not know this function" {
			t.Errorf("%s() is missing in the table", name)
		}
		tried := slices.ContainsFunc(answers, func(a answer) bool { return strings.Contains(a.Expression, name+"(") && !a.Fails })
		if !tried && !slices.Contains(undecided, name) {
			t.Errorf("%s holds no call of %s() that succeeds", expressionsFile, name)
		}
	}
}

// The functions that OpenTofu has beside Terraform's, by its documents:
// https://opentofu.org/docs/language/functions/
func TestOpenTofu(t *testing.T) {
	for src, want := range map[string]string{
		`base64gunzip("H4sIAAAAAAAA//JIzcnJBwQAAP//gonR9wUAAAA=")`: `"Hello"`,
		`cidrcontains("192.168.2.0/20", "192.168.2.1")`:            `true`,
		`cidrcontains("192.168.2.0/24", "192.168.3.0/25")`:         `false`,
		`urldecode("Hello+World%21")`:                              `"Hello World!"`,
		`can(base64gunzip("SGVsbG8="))`:                            `false`,
	} {
		if got := ask(t, src); string(got.Value) != want {
			t.Errorf("%s is %s, want %s", src, got.Value, want)
		}
	}
}

// evaluate gives the value of an expression beside the files of the console.
func evaluate(t *testing.T, src string) (cty.Value, *expr.Reason) {
	t.Helper()
	x, err := syntax.Expression([]byte(src), "test", hcl.InitialPos)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	var table symbol.Table
	m := expr.New(&table, &function.Files{FS: os.DirFS(consoleDir), Base: "."})
	v, why := m.Run(func() cty.Value { return m.Value(x, m.Context(nil)) })
	return value.Reveal(&table, v), why
}

// ask asks this program what the console was asked.
func ask(t *testing.T, src string) answer {
	t.Helper()
	a := answer{Expression: src}
	works, why := evaluate(t, "can("+src+")")
	if a.Fails, a.Unknown = why == nil && works.False(), why != nil; a.Fails || a.Unknown {
		return a
	}
	v, why := evaluate(t, src)
	if why != nil {
		a.Unknown = true
		return a
	}
	raw, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	a.Value, a.Type = compacted(t, raw), typeText(v.Type())
	return a
}

// typeText writes a type as type() does in the console.
func typeText(ty cty.Type) string {
	switch {
	case ty == cty.DynamicPseudoType:
		return "dynamic"
	case ty.IsPrimitiveType():
		return ty.FriendlyName()
	case ty.IsListType():
		return "list(" + elementText(ty) + ")"
	case ty.IsSetType():
		return "set(" + elementText(ty) + ")"
	case ty.IsMapType():
		return "map(" + elementText(ty) + ")"
	case ty.IsTupleType():
		var b strings.Builder
		for _, e := range ty.TupleElementTypes() {
			b.WriteString(typeText(e) + ",")
		}
		return "tuple([" + b.String() + "])"
	}
	var b strings.Builder
	attrs := ty.AttributeTypes()
	names := make([]string, 0, len(attrs))
	for name := range attrs {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(&b, "%s:%s,", name, typeText(attrs[name]))
	}
	return "object({" + b.String() + "})"
}

func elementText(ty cty.Type) string {
	e := ty.ElementType()
	if e.IsObjectType() || e.IsTupleType() { // type() ends the line then
		return typeText(e) + ","
	}
	return typeText(e)
}

func lines(t *testing.T, file string) (out []string) {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(src)) {
		if line = strings.TrimSuffix(line, "\n"); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

func compacted(t *testing.T, raw json.RawMessage) json.RawMessage {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readAnswers(t *testing.T) (out []answer) {
	t.Helper()
	src, err := os.ReadFile(answersFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(src, &out); err != nil {
		t.Fatal(err)
	}
	for i, a := range out {
		if a.Value != nil {
			out[i].Value = compacted(t, a.Value)
		}
	}
	return out
}

func writeAnswers(t *testing.T) {
	t.Helper()
	var out []answer
	for _, src := range lines(t, expressionsFile) {
		a := answer{Expression: src, Fails: console(t, "can("+src+")") == "false"}
		printed := ""
		if !a.Fails {
			printed = console(t, "jsonencode("+src+")")
			a.Unknown = printed == "(known after apply)"
		}
		if !a.Fails && !a.Unknown {
			a.Value = unquoted(t, printed)
			a.Type = strings.Join(strings.Fields(console(t, "type("+src+")")), "")
		}
		out = append(out, a)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(answersFile, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// unquoted reads the text of a JSON document as the console prints it.
func unquoted(t *testing.T, printed string) json.RawMessage {
	t.Helper()
	x, err := syntax.Expression([]byte(printed), "console", hcl.InitialPos)
	if err != nil {
		t.Fatalf("the console prints %s: %v", printed, err)
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() {
		t.Fatalf("the console prints %s: %v", printed, diags)
	}
	return json.RawMessage(v.AsString())
}

func console(t *testing.T, src string) string {
	t.Helper()
	cmd := exec.Command("terraform", "console")
	cmd.Dir, cmd.Stdin = consoleDir, strings.NewReader(src+"\n")
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+os.DevNull, "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("terraform console: %s: %v", src, err)
	}
	return strings.TrimSpace(string(out))
}

func writeNames(t *testing.T) {
	t.Helper()
	out, err := exec.Command("terraform", "metadata", "functions", "-json").Output()
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Signatures map[string]json.RawMessage `json:"function_signatures"`
	}
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range list.Signatures {
		if !strings.Contains(name, "::") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if err := os.WriteFile(namesFile, []byte(strings.Join(names, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
