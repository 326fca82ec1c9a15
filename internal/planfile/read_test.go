package planfile

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// readText reads text as if it came from a file named plan.json.
func readText(t testing.TB, text string) (*Plan, error) {
	t.Helper()
	return Read(context.Background(), "plan.json", strings.NewReader(text), Options{})
}

func mustRead(t testing.TB, text string) *Plan {
	t.Helper()
	p, err := readText(t, text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

func utf16Text(text string, order binary.AppendByteOrder) string {
	b := order.AppendUint16(nil, 0xFEFF)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func TestReadForms(t *testing.T) {
	const text = `{"format_version":"1.2","terraform_version":"1.11.4","timestamp":"2026-01-02T03:04:05Z",
		"variables":{"größe":{"value":"😀"}},"configuration":{"root_module":{"variables":{"größe":{"sensitive":true}}}}}`
	want := &Plan{
		Path: "plan.json", FormatVersion: "1.2", TerraformVersion: "1.11.4", Timestamp: "2026-01-02T03:04:05Z",
		Variables: map[string]Variable{"größe": {Value: "😀", Sensitive: true}},
		Config: &Config{Providers: map[string]ProviderConfig{}, Root: &ModuleConfig{
			blocks: map[string]*heldBlock{}, Calls: map[string]*ModuleCall{}, Outputs: map[string]OutputConfig{},
			Variables: map[string]VariableConfig{"größe": {Sensitive: true}},
		}},
	}
	tests := []struct{ name, text string }{
		{"plain UTF-8 is read", text},
		{"white space around the JSON is allowed", "\r\n\t " + text + " \n"},
		{"more white space than is looked at is allowed", strings.Repeat("\n", 3*looked) + text},
		{"a UTF-8 mark is passed over", "\xef\xbb\xbf" + text},
		{"little-endian UTF-16 with its mark is read", utf16Text(text, binary.LittleEndian)},
		{"big-endian UTF-16 with its mark is read", utf16Text(text, binary.BigEndian)},
		{"little-endian UTF-16 without its mark is read", utf16Text(text, binary.LittleEndian)[2:]},
		{"big-endian UTF-16 without its mark is read", utf16Text(text, binary.BigEndian)[2:]},
		{"gzip is read", gzipped(text)},
		{"gzip of UTF-16 is read", gzipped(utf16Text(text, binary.LittleEndian))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(want, mustRead(t, tt.text), unexported); diff != "" {
				t.Error(diff)
			}
			slow := iotest.OneByteReader(strings.NewReader(tt.text))
			p, err := Read(context.Background(), "plan.json", slow, Options{})
			if diff := cmp.Diff(want, p, unexported); diff != "" || err != nil {
				t.Error("byte by byte:", diff, err)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"an empty file is told from a plan", "", "plan.json is empty: make one with terraform show -json tfplan > plan.json"},
		{"white space is empty", " \n", "plan.json is empty"},
		{"a lone mark is empty", "\xef\xbb\xbf", "plan.json is empty"},
		{"an empty gzip file is empty", gzipped(""), "plan.json is empty"},
		{"a plan as text", "Terraform used the selected providers to generate", "is a plan as text"},
		{"a plan as coloured text", "\x1b[0m\x1b[1mTerraform", "is coloured text"},
		{"configuration", "resource \"aws_s3_bucket\" \"b\" {}", "is configuration"},
		{"configuration behind a comment", "# buckets\n", "is configuration"},
		{"a protobuf", "\x08\x03\x12\x04\xff\x00", "is binary"},
		{"UTF-16 without its mark that is cut", "{\x00", "it is UTF-16, as PowerShell redirects it"},
		{"an error of terraform", "╷\n│ Error: No state\n╵\n", `is an error of terraform, not a plan: make one with terraform show -json tfplan > plan.json (it begins with "Error: No state")`},
		{"a wrapper around a plan", `{"plan":{"format_version":"1.2"}}`, "under the key plan"},
		{"parts of a plan", `{"resource_changes":[]}`, "holds parts of a plan and no format_version"},
		{"the redacted JSON of HCP Terraform", `{"format_version":"1.2","planned_values":{},"provider_schemas":{}}`, "redacted"},
		{"a state that OpenTofu has encrypted", `{"serial":1,"lineage":"x","encrypted_data":"x","encryption_version":"v0"}`, "is encrypted by OpenTofu"},
		{"a plan that OpenTofu has encrypted", `{"meta":{},"encrypted_data":"x"}`, "is encrypted by OpenTofu"},
		{"other text", "hello", "begins with other text than {"},
		{"a list", "[]", "is a JSON list"},
		{"HTML", "<html>", "is HTML"},
		{"a cut gzip file", gzipped(strings.Repeat(" ", 1000) + `{"format_version":"1.0"}`)[:20], "cut short"},
		{"a raw state of an old version", `{"version":3,"serial":3,"lineage":"x","modules":[]}`, "is a raw state of version 3, and only version 4 is read"},
		{"provider schemas", `{"format_version":"1.0","provider_schemas":{}}`, "holds provider schemas"},
		{"the output of validate", `{"format_version":"1.0","valid":true}`, "is the output of terraform validate"},
		{"the log of plan -json", "{\"@level\":\"info\"}\n{\"@level\":\"info\"}\n", "is the log of terraform plan -json"},
		{"JSON of no kind", `{"a":1}`, "has no format_version"},
		{"format version 2", `{"format_version":"2.0"}`, `in format_version: "2.0" is not supported`},
		{"a pre-release of format version 2", `{"format_version":"2.1.0-beta"}`, "is not supported"},
		{"a format version that is no version", `{"format_version":"new\u001b"}`, `"new\x1b" is not a version number`},
		{"a state of format version 2 inside a plan", `{"format_version":"1.0","prior_state":{"format_version":"2.0"}}`, "in prior_state.format_version"},
		{"a plan and a state at once", `{"format_version":"1.0","values":{},"resource_changes":[]}`, "has values, as a state has, and resource_changes"},
		{"more than one plan, for those who read one", `{"format_version":"1.0"}` + "\n" + `{"format_version":"1.0"}`, "holds 2 plans"},
		{"two documents", `{"format_version":"1.0"}{}`, "goes on after the end of the JSON at byte 24"},
		{"garbage behind the document", `{"format_version":"1.0"}x`, "goes on after the end"},
		{"zero bytes behind the document", "{\"format_version\":\"1.0\"}\x00", "goes on after the end"},
		{"a doubled key at the top", `{"format_version":"1.0","format_version":"1.1"}`, "in format_version: is in the file twice"},
		{"bytes that are not UTF-8", "{\"format_version\":\"1.0\",\"a\":\"\xff\"}", "is not valid JSON at byte"},
		{"a list where an object belongs", `{"format_version":"1.0","planned_values":[]}`, "in planned_values: is a list, not an object"},
		{"a number where a resource belongs", `{"format_version":"1.0","resource_changes":[{},17]}`, "in resource_changes[1]: is a number, not an object"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readText(t, tt.text)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "plan.json ") {
				t.Fatalf("got %v, want %q in it", err, tt.want)
			}
			if strings.ContainsAny(err.Error(), "\n\x1b\x00") {
				t.Errorf("%q is not one printable line", err)
			}
		})
	}
}

func TestReadFiles(t *testing.T) {
	dir := t.TempDir()
	tests := []struct{ name, path, want string }{
		{"a missing file is told", filepath.Join(dir, "no.json"), "does not exist"},
		{"a directory is told", dir, "is a directory"},
		{"no name is told", "", "does not exist"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(context.Background(), tt.path, nil, Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
		})
	}
	t.Run("standard input is named in words", func(t *testing.T) {
		_, err := Read(context.Background(), "-", strings.NewReader(""), Options{})
		if err == nil || !strings.HasPrefix(err.Error(), "standard input is empty") {
			t.Error(err)
		}
	})
	t.Run("a name with control characters is escaped", func(t *testing.T) {
		_, err := Read(context.Background(), "a\x1b[31m\nb", strings.NewReader(""), Options{})
		if err == nil || strings.ContainsAny(err.Error(), "\x1b\n") {
			t.Error(err)
		}
	})
}

func TestReadStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Read(ctx, "plan.json", strings.NewReader(`{"format_version":"1.0"}`), Options{})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestReadFailureOfTheInput(t *testing.T) {
	in := io.MultiReader(strings.NewReader(`{"format_version":"1.0","planned_values":{},`+strings.Repeat(" ", 1<<17)), iotest.ErrReader(errors.New("disk on fire")))
	_, err := Read(context.Background(), "plan.json", in, Options{})
	if err == nil || !strings.Contains(err.Error(), "plan.json cannot be read to its end: disk on fire") {
		t.Error(err)
	}
}

func TestLimitedReaderFailsAtItsLimit(t *testing.T) {
	_, err := io.ReadAll(&limitedReader{strings.NewReader("abcd"), 3})
	if err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Error(err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"read-modules.json", "read-override.json"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"format_version":"1.0","values":{"root_module":{"child_modules":[{"resources":[{"type":"aws_s3_bucket","mode":"managed"}]}]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := readAllJSON(context.Background(), bytes.NewReader(data))
		if (p == nil) == (err == nil) {
			t.Fatalf("plan %v with error %v", p, err)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\n\x1b") {
			t.Errorf("%q is not one printable line", err)
		}
	})
}
