package hostile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
)

// TestResourceOfTooManyValues: a hundred thousand of anything in one resource is
// refused before it is decoded.
func TestResourceOfTooManyValues(t *testing.T) {
	costly(t)
	const distribution = "aws_cloudfront_distribution"
	none := func(int, map[string]any) {}
	for _, tc := range []struct {
		name   string
		change func(map[string]any)
	}{
		{"behaviors", repeated("ordered_cache_behavior", 100_000, none)},
		{"origins", repeated("origin", 100_000, none)},
		{"error pages", repeated("custom_error_response", 100_000, func(_ int, b map[string]any) { b["error_code"], b["response_code"] = 403, 200 })},
		{"aliases", func(after map[string]any) { after["aliases"] = make([]int, 300_000) }},
		{"lists in lists", func(after map[string]any) { after["aliases"] = make([][][1]int, 300_000) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := clitest.FileOf(t, "plan.json", changedPlan(t, distribution, tc.change))
			status, out, errs := soon(t, "lint", "--no-source", path)
			clitest.OneLine(t, tc.name, status, errs)
			if want := "in resource_changes[0]: holds more than 250000 values"; !strings.Contains(errs, want) || out != "" {
				t.Errorf("want %q, got %q and %q", want, errs, out)
			}
		})
	}
}

// TestLargeTexts: one text of many megabytes costs little more than reading it.
func TestLargeTexts(t *testing.T) {
	costly(t)
	for _, tc := range []struct {
		name, typ string
		change    func(map[string]any)
	}{
		{"a policy of 20 MB", "aws_s3_bucket_policy", statements(1, func(int) string { return strings.Repeat("*a", 10<<20) })},
		{"a policy of a hundred thousand statements", "aws_s3_bucket_policy", shortStatements(100_000)},
		{"a comment of 50 MB", "aws_cloudfront_distribution", func(after map[string]any) { after["comment"] = strings.Repeat("x", 50<<20) }},
		{"a number of a million digits", "aws_cloudfront_distribution", func(after map[string]any) { after["price_class"] = json.Number(strings.Repeat("9", 1_000_000)) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := clitest.FileOf(t, "plan.json", changedPlan(t, tc.typ, tc.change))
			if status, _, errs := soon(t, "lint", "--no-source", path); status == cli.StatusFailed {
				t.Error(errs)
			}
		})
	}
}

// TestGzipBomb inflates beyond the limit: members of a gzip stand one after the
// other.
func TestGzipBomb(t *testing.T) {
	if !*long {
		t.Skip("no -long")
	}
	text := `"` + strings.Repeat("x", 1<<20) + `",`
	member := gzipped(t, bytes.Repeat([]byte(text), 64))
	bomb := append(gzipped(t, []byte(`{"format_version":"1.2","x":[`)), bytes.Repeat(member, 65)...)
	status, out, errs := clitest.Run("lint", "--no-source", clitest.FileOf(t, "plan.json.gz", bomb))
	clitest.OneLine(t, "a gzip bomb", status, errs)
	if !strings.Contains(errs, "unpacks to more than") || out != "" {
		t.Errorf("%q and %q", errs, out)
	}
}

// TestZipThatLies: what an entry says of its size is not believed.
func TestZipThatLies(t *testing.T) {
	costly(t)
	modules, entry := "tfconfig/modules.json", "tfconfig/m-/main.tf"
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range []struct{ name, text string }{
		{"tfplan", "x"}, {modules, `[{"Key":"","Dir":"."}]`}, {entry, strings.Repeat("#\n", 40<<20)},
	} {
		member, err := w.Create(e.name)
		if err == nil {
			_, err = member.Write([]byte(e.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]uint32{"small": 10, "huge": 0xFFFFFFF0} {
		t.Run("said to be "+name, func(t *testing.T) {
			status, out, errs := soon(t, "lint", "--terraform", "true", clitest.FileOf(t, "tfplan", withSize(t, b.Bytes(), entry, size)))
			clitest.OneLine(t, name, status, errs)
			if !strings.Contains(errs, entry) || out != "" {
				t.Errorf("%q and %q", errs, out)
			}
		})
	}
}

// withSize changes the unpacked size that a zip's directory tells of an entry
// (APPNOTE.TXT, 4.3.12: it stands 22 bytes before the name).
func withSize(t *testing.T, data []byte, entry string, size uint32) []byte {
	t.Helper()
	data = bytes.Clone(data)
	at := bytes.LastIndex(data, []byte(entry)) - 22
	if at < 0 {
		t.Fatal("no such entry")
	}
	binary.LittleEndian.PutUint32(data[at:], size)
	return data
}

// TestSourceThatIsNoFile: what waits for ever, or never ends, is not opened.
func TestSourceThatIsNoFile(t *testing.T) {
	clitest.UnixOnly(t)
	for _, tc := range []struct {
		name string
		make func(path string) error
	}{
		{"a named pipe", func(path string) error { return exec.Command("mkfifo", path).Run() }},
		{"a link to an endless device", func(path string) error { return os.Symlink("/dev/zero", path) }},
		{"a link to a terminal", func(path string) error { return os.Symlink("/dev/tty", path) }},
		{"a link to itself", func(path string) error { return os.Symlink(filepath.Base(path), path) }},
		{"a link to nothing", func(path string) error { return os.Symlink("none", path) }},
		{"a directory with a link to itself", func(path string) error {
			if err := os.Mkdir(path, 0o755); err != nil {
				return err
			}
			return os.Symlink(".", filepath.Join(path, "again"))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			main := clitest.ReadFile(t, filepath.Join(filepath.Dir(clitest.Failing), "main.tf"))
			if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(main), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := tc.make(filepath.Join(dir, "odd.tf")); err != nil {
				t.Skip(err)
			}
			status, _, errs := soon(t, "lint", "--source", dir, clitest.Failing)
			if status == cli.StatusFailed {
				clitest.OneLine(t, tc.name, status, errs)
			} else if !strings.HasPrefix(tc.name, "a directory") {
				t.Errorf("status %d", status)
			}
		})
	}
}

// TestModuleThatIsNoFolder: the path of a module is only opened where it is a folder.
func TestModuleThatIsNoFolder(t *testing.T) {
	clitest.UnixOnly(t)
	dir := t.TempDir()
	main := clitest.ReadFile(t, filepath.Join(filepath.Dir(clitest.Failing), "main.tf"))
	main += "\nmodule \"odd\" {\n  source = \"./odd\"\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(main), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := exec.Command("mkfifo", filepath.Join(dir, "odd")).Run(); err != nil {
		t.Skip(err)
	}
	if status, _, errs := soon(t, "lint", "--source", dir, clitest.Failing); status != cli.StatusFindings {
		t.Errorf("status %d: %s", status, errs)
	}
}

// TestSourceFunctionsThatExplode: functions with a result far larger than what
// they are given, and blocks of text.
func TestSourceFunctionsThatExplode(t *testing.T) {
	costly(t)
	long := "s = \"" + strings.Repeat("yyyyyyyyyy", 100_000) + "\"\n"
	tens := "[" + strings.Repeat("0,", 999) + "0]"
	for _, tc := range []struct{ name, bomb string }{
		{"a width in format", `bomb = format("%1000000000s", "a")`},
		{"a width of stars in format", `bomb = format("%*s", 1000000000, "a")`},
		{"many verbs in format", long + `bomb = format(join("", [for i in range(1000) : "%[1]s"]), local.s)`},
		{"a precision in format", `bomb = format("%.1000000000f", 1.5)`},
		{"a list in formatlist", "l = range(1024)\n" + long + `bomb = jsonencode(formatlist("%s%s", local.s, local.l))`},
		{"join with a long separator", long + "bomb = join(local.s, range(1024))"},
		{"replace that grows", long + `bomb = replace(local.s, "x", local.s)`},
		{"replace by an expression that grows", long + `bomb = replace(local.s, "/x?/", local.s)`},
		{"an expression that goes back", `bomb = join("", regexall("(x+x+)+y", "` + strings.Repeat("x", 5000) + `"))`},
		{"an expression of many repetitions", `bomb = regex("((((x{1,1000}){1,1000}){1,1000}){1,1000})", "x")`},
		{"base64gzip of much", long + `bomb = base64gzip(join("", [for i in range(1000) : local.s]))`},
		{"range of fractions", `bomb = jsonencode(range(0, 1, 0.000000001))`},
		{"range within range", `bomb = jsonencode([for i in range(1024) : [for j in range(1024) : range(1024)]])`},
		{"flatten of nested lists", "l = " + tens + "\nbomb = jsonencode(flatten([for i in local.l : [for j in local.l : local.l]]))"},
		{"concat of itself", "a = " + tens + "\nb = concat(" + strings.Repeat("local.a,", 999) + "local.a)\nbomb = jsonencode(concat(" + strings.Repeat("local.b,", 99) + "local.b))"},
		{"merge of many", `bomb = jsonencode(merge([for i in range(1024) : { for j in range(1024) : "${i}-${j}" => j }]...))`},
		{"loops in templates", `bomb = "%{for a in range(1000)}%{for b in range(1000)}%{for c in range(1000)}x%{endfor}%{endfor}%{endfor}"`},
		{"loops in a block of text", "bomb = <<-EOT\n" + strings.Repeat("%{for a in range(1000)}\n", 6) + "x\n" + strings.Repeat("%{endfor}\n", 6) + "EOT"},
		{"a block of text that does not end", "bomb = <<EOT\n" + strings.Repeat("x\n", 100_000)},
		{"blocks of text in blocks of text", "bomb = " + strings.Repeat("<<EOT\n${", 20_000) + "1" + strings.Repeat("}\nEOT\n", 20_000)},
		{"a long block of text", "bomb = <<EOT\n" + strings.Repeat("${1}\n", 300_000) + "EOT"},
		{"yaml that refers to itself", `bomb = jsonencode(yamldecode("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n"))`},
		{"cidrsubnets of many", `bomb = jsonencode(cidrsubnets("::/0", ` + strings.Repeat("64,", 5000) + `64))`},
		{"a product of sets of sets", "l = toset([for i in range(200) : tostring(i)])\nbomb = jsonencode(setproduct(local.l, local.l, local.l))"},
		{"a sum of large powers", `bomb = tostring(pow(9, pow(9, pow(9, 9))))`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if out := evaluated(t, tc.bomb, nil); out == "" {
				t.Error("no word about it")
			}
		})
	}
}

// TestManyResources: what many resources cost grows with their number and not
// with its square. The last of them decides nothing for the others.
func TestManyResources(t *testing.T) {
	costly(t)
	const n = 3000
	const resource = `{"address":"%[1]s.r%[2]d","mode":"managed","type":"%[1]s","name":"r%[2]d","change":{"actions":["create"],"before":null,"after":{%[3]s}}}`
	for _, tc := range []struct {
		name string
		each map[string]string
	}{
		{"sites with origin access controls", map[string]string{
			"aws_s3_bucket":                        `"bucket":"b%[1]d","bucket_regional_domain_name":"b%[1]d.s3.us-east-1.amazonaws.com"`,
			"aws_cloudfront_origin_access_control": `"id":"O%[1]d","signing_behavior":"always","origin_access_control_origin_type":"s3"`,
			"aws_cloudfront_distribution":          `"id":"E%[1]d","origin":[{"origin_id":"o","domain_name":"b%[1]d.s3.us-east-1.amazonaws.com","origin_access_control_id":"O%[1]d"}],"default_cache_behavior":[{"target_origin_id":"o"}]`,
		}},
		{"records in zones of their own", map[string]string{
			"aws_route53_zone":   `"zone_id":"Z%[1]d","name":"e%[1]d.com"`,
			"aws_route53_record": `"zone_id":"Z%[1]d","name":"www","type":"CNAME","records":["dbe3573247802e.cloudfront.net"]`,
		}},
		{"keys with aliases", map[string]string{
			"aws_kms_key":   `"key_id":"k%[1]d","arn":"arn:aws:kms:us-east-1:111122223333:key/k%[1]d"`,
			"aws_kms_alias": `"name":"alias/k%[1]d","target_key_id":"k%[1]d"`,
			"aws_s3_bucket": `"bucket":"b%[1]d"`,
			"aws_s3_bucket_server_side_encryption_configuration": `"bucket":"b%[1]d","rule":[{"apply_server_side_encryption_by_default":[{"sse_algorithm":"aws:kms","kms_master_key_id":"alias/k%[1]d"}]}]`,
			"aws_cloudfront_distribution":                        `"id":"E%[1]d","origin":[{"origin_id":"o","domain_name":"b%[1]d.s3.us-east-1.amazonaws.com"}],"default_cache_behavior":[{"target_origin_id":"o"}]`,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var list []string
			for typ, after := range tc.each {
				for i := range n {
					list = append(list, fmt.Sprintf(resource, typ, i, fmt.Sprintf(after, i)))
				}
			}
			text := strings.Replace(clitest.ReadFile(t, clitest.Failing), `"resource_changes":[`, `"resource_changes":[`+strings.Join(list, ",")+",", 1)
			if !strings.Contains(text, "b2999") && !strings.Contains(text, "e2999") {
				t.Fatal("nothing was added to the plan")
			}
			if status, _, errs := soon(t, "lint", "--no-source", clitest.FileOf(t, "plan.json", []byte(text))); status == cli.StatusFailed {
				t.Error(errs)
			}
		})
	}
}

// costly leaves out, where time is short, what takes long and does nothing at the
// same time.
func costly(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
