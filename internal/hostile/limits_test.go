package hostile_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// slowest is how long any input may take here, on a busy machine.
const slowest = 30 * time.Second

// savedPlanZip is a zip with the members of a saved plan, and more of them.
func savedPlanZip(t *testing.T, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range append([]string{"tfplan", "tfstate", "tfconfig/modules.json"}, more...) {
		member, err := w.Create(name)
		if err == nil {
			_, err = member.Write([]byte("[]"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// soon runs a command, which has to end before long.
func soon(t *testing.T, args ...string) (status int, out, errs string) {
	t.Helper()
	start := time.Now()
	status, out, errs = clitest.Run(args...)
	if took := time.Since(start); took > slowest {
		t.Errorf("%v took %v", args, took)
	}
	return status, out, errs
}

// changedPlan is the failing plan after a change to what a resource type will
// be.
func changedPlan(t *testing.T, typ string, change func(after map[string]any)) []byte {
	t.Helper()
	var doc map[string]any
	clitest.Decode(t, clitest.ReadFile(t, clitest.Failing), &doc)
	for _, c := range list(doc["resource_changes"]) {
		if c["type"] == typ {
			change(c["change"].(map[string]any)["after"].(map[string]any))
		}
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// statements is a policy of n statements for the bucket of the failing plan; each
// resource is made by the function.
func statements(n int, resource func(i int) string) func(after map[string]any) {
	return func(after map[string]any) {
		var b strings.Builder
		for i := range n {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/%s"}`, after["bucket"], resource(i))
		}
		after["policy"] = `{"Version":"2012-10-17","Statement":[` + b.String() + `]}`
	}
}

// shortStatements is a policy of many statements in few bytes.
func shortStatements(n int) func(after map[string]any) {
	return func(after map[string]any) {
		const one = `{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}`
		after["policy"] = `{"Statement":[` + strings.Repeat(one+",", n-1) + one + `]}`
	}
}

func repeated(name string, n int, change func(i int, block map[string]any)) func(after map[string]any) {
	return func(after map[string]any) {
		from := name
		if name == "ordered_cache_behavior" {
			from = "default_cache_behavior"
		}
		first, _ := after[from].([]any)
		var out []any
		for i := range n {
			block := map[string]any{}
			if len(first) > 0 {
				for k, v := range first[0].(map[string]any) {
					block[k] = v
				}
			}
			change(i, block)
			out = append(out, block)
		}
		after[name] = out
	}
}

// TestLimitsOfModels: what is beyond a limit is undecided, and says so.
func TestLimitsOfModels(t *testing.T) {
	costly(t)
	const policy, distribution = "aws_s3_bucket_policy", "aws_cloudfront_distribution"
	for _, tc := range []struct {
		name, typ string
		change    func(map[string]any)
		want      string
	}{
		{"a policy that is longer than AWS takes", policy, statements(1, func(int) string { return strings.Repeat("x", 64<<10) }), "longer than plan403 examines"},
		{"more statements than AWS takes", policy, shortStatements(1001), "more statements than plan403 examines"},
		{"patterns that split paths into too many classes", policy, statements(26, func(i int) string { return "*" + string(rune('a'+i)) + "*" }), "more classes than plan403 examines"},
		{"more behaviors than CloudFront takes", distribution, repeated("ordered_cache_behavior", 1001, func(i int, b map[string]any) { b["path_pattern"] = fmt.Sprint("/p", i, "/*") }), "there are more than plan403 examines"},
		{"more origins than CloudFront takes", distribution, repeated("origin", 1001, func(i int, b map[string]any) { b["origin_id"] = fmt.Sprint("o", i) }), "there are more than plan403 examines"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := clitest.FileOf(t, "plan.json", changedPlan(t, tc.typ, tc.change))
			status, out, errs := soon(t, "lint", "--no-source", "--format", "json", path)
			if status == cli.StatusFailed || !strings.Contains(out, tc.want) {
				t.Errorf("status %d, %s: want %q in %.2000s", status, errs, tc.want, out)
			}
		})
	}
}

// TestCostlyPatterns: patterns that are hard to compare end with an answer.
func TestCostlyPatterns(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"a pattern of 5000 stars":             statements(1, func(int) string { return strings.Repeat("*a", 5000) }),
		"the letter in the 60th last place":   statements(1, func(int) string { return "*a" + strings.Repeat("?", 60) }),
		"letters in every place from the end": statements(20, func(i int) string { return "*a" + strings.Repeat("?", i) }),
		"stars that end differently":          statements(20, func(i int) string { return strings.Repeat("*a", 30) + string(rune('b'+i)) }),
		"a policy of a megabyte":              statements(1, func(int) string { return strings.Repeat("x", 1<<20) }),
	} {
		t.Run(name, func(t *testing.T) {
			path := clitest.FileOf(t, "plan.json", changedPlan(t, "aws_s3_bucket_policy", change))
			if status, _, errs := soon(t, "lint", "--no-source", path); status == cli.StatusFailed || errs != "" {
				t.Errorf("status %d: %s", status, errs)
			}
		})
	}
}

func gzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestLimitsOfFiles: what is too deep or too much is refused in one line.
func TestLimitsOfFiles(t *testing.T) {
	entries := make([]string, 10_001)
	for i := range entries {
		entries[i] = fmt.Sprint("e", i)
	}
	bomb := 64 << 20
	if testing.Short() {
		bomb = 4 << 20
	}
	deep := strings.Repeat("[", 2000) + strings.Repeat("]", 2000)
	change := `{"format_version":"1.2","resource_changes":[{"address":"aws_s3_bucket.a","mode":"managed","type":"aws_s3_bucket","name":"a","change":{"actions":["create"],"after":%s}}]}`
	for _, tc := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"a value that is nested too deep", fmt.Appendf(nil, change, deep), "levels deep"},
		{"nesting beyond what the decoder holds", []byte(strings.Repeat("[", 1_000_000)), ""},
		{"nesting in what is skipped", []byte(`{"format_version":"1.2","x":` + strings.Repeat(`{"a":`, 100_000)), ""},
		{"modules within modules", []byte(`{"format_version":"1.2","planned_values":{"root_module":` + strings.Repeat(`{"child_modules":[`, 2000)), ""},
		{"a zip of too many entries", savedPlanZip(t, entries...), "entries"},
		{"a zip with two entries of one name", savedPlanZip(t, "tfplan"), "two entries"},
		{"a gzip bomb of spaces", gzipped(t, bytes.Repeat([]byte(" "), bomb)), ""},
		{"a gzip in a gzip", gzipped(t, gzipped(t, []byte(clitest.ReadFile(t, clitest.Failing)))), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, out, errs := soon(t, "lint", "--no-source", clitest.FileOf(t, "plan", tc.content))
			clitest.OneLine(t, tc.name, status, errs)
			if !strings.Contains(errs, tc.want) || out != "" {
				t.Errorf("want %q, got %q and %q", tc.want, errs, out)
			}
		})
	}
}

var policyArgument = regexp.MustCompile(`(?m)^(resource "aws_s3_bucket_policy"[^{]*\{(?:.|\n)*?^\s*policy\s*=)`)

// evaluated lints the failing plan with its policy unknown and a source in which
// the policy is local.bomb, and returns all output.
func evaluated(t *testing.T, bomb string, prepare func(dir string)) string {
	t.Helper()
	dir := t.TempDir()
	main := clitest.ReadFile(t, filepath.Join(filepath.Dir(clitest.Failing), "main.tf"))
	main = policyArgument.ReplaceAllString(main, "${1} local.bomb\n  instead_of =")
	for name, text := range map[string]string{"main.tf": main, "bomb.tf": "locals {\n" + bomb + "\n}\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if prepare != nil {
		prepare(dir)
	}
	var doc map[string]any
	clitest.Decode(t, clitest.ReadFile(t, clitest.Failing), &doc)
	for _, c := range list(doc["resource_changes"]) {
		if change := c["change"].(map[string]any); c["type"] == "aws_s3_bucket_policy" {
			delete(change["after"].(map[string]any), "policy")
			change["after_unknown"] = map[string]any{"policy": true}
		}
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	_, out, errs := soon(t, "lint", "--source", dir, clitest.FileOf(t, "plan.json", text))
	return out + errs
}

// TestLimitsOfSource: expressions that explode end with a word about it.
func TestLimitsOfSource(t *testing.T) {
	costly(t)
	doubling := `a0 = "yyyyyyyyyy"` + "\n"
	for i := range 60 {
		doubling += fmt.Sprintf("a%d = \"${local.a%d}${local.a%d}\"\n", i+1, i, i)
	}
	const larger, deeper = "larger than plan403 computes", "nested deeper than 256 levels"
	for _, tc := range []struct{ name, bomb, want string }{
		{"loops within loops", `bomb = join("", flatten([for i in range(1000) : [for j in range(1000) : [for k in range(1000) : "${i}${j}${k}"]]]))`, "more work than plan403 does"},
		{"a string that doubles", doubling + "bomb = local.a60", "than plan403"},
		{"a string that is too long", "s = \"" + strings.Repeat("x", 100_000) + "\"\nbomb = join(\"\", [for i in range(100) : local.s])", larger},
		{"a range of a billion", `bomb = join("", [for i in range(1000000000) : "x"])`, ""},
		{"a product of sets", "l = range(1000)\nbomb = jsonencode(setproduct(local.l, local.l, local.l, local.l))", ""},
		{"templates within templates", `bomb = "` + strings.Repeat(`${"`, 50_000) + strings.Repeat(`"}`, 50_000) + `"`, deeper},
		{"brackets within brackets", "bomb = " + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000), deeper},
		{"a chain of operators", "bomb = " + strings.Repeat("1+", 100_000) + "1", deeper},
		{"a width of a billion", `bomb = format("%999999999d", 1)`, ""},
		{"a power of a billion digits", `bomb = tostring(pow(10, 1000000000))`, ""},
		{"an indent of a billion", `bomb = indent(1000000000, "a\nb")`, ""},
		{"a local of itself", "bomb = local.other\nother = local.bomb", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if out := strings.Join(strings.Fields(evaluated(t, tc.bomb, nil)), " "); !strings.Contains(out, tc.want) || out == "" {
				t.Errorf("want %q in %s", tc.want, out)
			}
		})
	}
}

// TestSourceStaysInside: no function reads outside the source directory.
func TestSourceStaysInside(t *testing.T) {
	outside := clitest.FileOf(t, "outside.txt", []byte(`{"Version":"2012-10-17","Statement":[{"Sid":"kept-outside"}]}`))
	for _, tc := range []struct{ name, path string }{
		{"by an absolute path", outside},
		{"by two dots", "../../../../../../../../../.." + outside},
		{"by a symbolic link", "link"},
		{"by a linked directory", "dir/" + filepath.Base(outside)},
		{"from an endless device", "zero"},
	} {
		for _, function := range []string{"file(%q)", "templatefile(%q, {})", "base64decode(filebase64(%q))"} {
			t.Run(tc.name+" with "+function, func(t *testing.T) {
				out := evaluated(t, "bomb = "+fmt.Sprintf(function, tc.path), func(dir string) {
					for name, target := range map[string]string{"link": outside, "dir": filepath.Dir(outside), "zero": "/dev/zero"} {
						if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
							t.Skip("no symbolic links here")
						}
					}
				})
				if strings.Contains(out, "kept-outside") || !strings.Contains(out, "undecided") {
					t.Errorf("want it undecided, got %s", out)
				}
			})
		}
	}
}
