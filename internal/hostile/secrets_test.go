package hostile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plan403/plan403/fixtures"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/overview"
	"github.com/plan403/plan403/internal/report"
)

// planting plants markers in the places of one plan that are secret. A marker
// that comes out anywhere betrays a value that was to be hidden.
type planting struct {
	rng *rand.Rand
	// chosen remembers, by address and path, what became of a value: it stands
	// in the change, the planned values and the state before.
	chosen  map[string]string
	markers map[string]string // by marker: where it was planted
	// unchanged: values are marked only.
	unchanged bool
}

// TestSecretsStayHidden plants markers in every value that a plan marks as
// sensitive, in others that it then marks, in sensitive variables and in the
// configuration of providers, and looks for them in all that is printed.
func TestSecretsStayHidden(t *testing.T) {
	rounds := uint64(1)
	if *long {
		rounds = 40
	}
	for _, f := range clitest.Sample(fixtures.All(t)) {
		t.Run(filepath.Base(f.Dir), func(t *testing.T) {
			t.Parallel()
			for seed := range rounds {
				p := &planting{rng: rand.New(rand.NewPCG(seed, 403)), chosen: map[string]string{}, markers: map[string]string{}}
				dir := t.TempDir()
				plan := p.plan(t, f.Dir, dir)
				p.lint(t, seed, dir, plan)
				p.drawn(t, seed, dir, plan)
				p.mended(t, seed, dir, plan)
				p.request(t, f, seed, dir, plan)
				p.broken(t, seed, dir, plan)
			}
		})
	}
}

// marker makes 12 letters that occur nowhere else.
func (p *planting) marker(where string) string {
	var b strings.Builder
	for range 12 {
		b.WriteByte("bcdfghjklmnpqrstvwxz"[p.rng.IntN(20)])
	}
	p.markers[b.String()] = where
	return b.String()
}

// plan copies a fixture with markers in it and returns the plan's path.
func (p *planting) plan(t *testing.T, from, to string) string {
	t.Helper()
	var doc map[string]any
	d := json.NewDecoder(strings.NewReader(clitest.ReadFile(t, filepath.Join(from, "plan.json"))))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	for _, c := range list(doc["resource_changes"]) {
		change, _ := c["change"].(map[string]any)
		p.resource(c, change, "before", "before_sensitive")
		p.resource(c, change, "after", "after_sensitive")
	}
	prior, _ := doc["prior_state"].(map[string]any)
	for _, section := range []any{doc["planned_values"], doc["values"], prior["values"]} {
		values, _ := section.(map[string]any)
		p.module(values["root_module"])
	}
	if !p.unchanged {
		p.variables(doc)
		configuration, _ := doc["configuration"].(map[string]any)
		p.constants(configuration["provider_config"], "provider_config")
	}
	text, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	p.source(t, from, to)
	path := filepath.Join(to, "plan.json")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func list(v any) []map[string]any {
	all, _ := v.([]any)
	var out []map[string]any
	for _, x := range all {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func (p *planting) module(v any) {
	m, _ := v.(map[string]any)
	for _, r := range list(m["resources"]) {
		p.resource(r, r, "values", "sensitive_values")
	}
	for _, child := range list(m["child_modules"]) {
		p.module(child)
	}
}

// resource plants markers below holder[values] and marks them in holder[marks].
func (p *planting) resource(r, holder map[string]any, values, marks string) {
	address, _ := r["address"].(string)
	if holder[values] == nil {
		return
	}
	holder[values], holder[marks] = p.value(address, holder[values], holder[marks])
}

// value plants markers in a value of which marks tells what is sensitive, and
// returns both as they are then.
func (p *planting) value(path string, v, marks any) (any, any) {
	switch v := v.(type) {
	case map[string]any:
		under, _ := marks.(map[string]any)
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			mark := under[name]
			if marks == true {
				mark = true
			}
			v[name], out[name] = p.value(path+"."+name, v[name], mark)
		}
		if marks == true {
			return v, true
		}
		return v, out
	case []any:
		under, _ := marks.([]any)
		out := make([]any, len(v))
		for i := range v {
			mark := any(marks == true)
			if i < len(under) {
				mark = under[i]
			}
			v[i], out[i] = p.value(fmt.Sprintf("%s[%d]", path, i), v[i], mark)
		}
		if marks == true {
			return v, true
		}
		return v, out
	case string:
		return p.text(path, v, marks == true)
	}
	return v, marks
}

// text makes a secret of a string that is sensitive, or, one time in eight, of
// one that is not.
func (p *planting) text(path, v string, sensitive bool) (any, any) {
	key := path + "\x00" + v
	if p.unchanged {
		if _, done := p.chosen[key]; !done && p.rng.IntN(8) == 0 {
			p.chosen[key] = "marked"
		} else if !done {
			p.chosen[key] = ""
		}
		return v, sensitive || p.chosen[key] != ""
	}
	planted, done := p.chosen[key]
	if !done {
		planted = v
		if sensitive || p.rng.IntN(8) == 0 {
			planted = p.plant(path, v)
		}
		p.chosen[key] = planted
	}
	return planted, sensitive || planted != v
}

var quotedText = regexp.MustCompile(`"[^"\\]{3,}"`)

// plant puts a marker into a text: in one of a policy's strings, else before,
// after or in the place of what stands there.
func (p *planting) plant(path, v string) string {
	m := p.marker(path)
	if spots := quotedText.FindAllStringIndex(v, -1); strings.HasPrefix(v, "{") && spots != nil {
		spot := spots[p.rng.IntN(len(spots))]
		return v[:spot[1]-1] + m + v[spot[1]-1:]
	}
	switch p.rng.IntN(3) {
	case 0:
		return m
	case 1:
		return m + v
	}
	return v + m
}

// variables makes every second string variable of the root module sensitive.
func (p *planting) variables(doc map[string]any) {
	configuration, _ := doc["configuration"].(map[string]any)
	root, _ := configuration["root_module"].(map[string]any)
	declared, _ := root["variables"].(map[string]any)
	given, _ := doc["variables"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(given)) {
		v, _ := given[name].(map[string]any)
		d, _ := declared[name].(map[string]any)
		if d == nil || d["sensitive"] != true && p.rng.IntN(2) == 0 {
			continue
		}
		d["sensitive"] = true
		p.chosen["var."+name] = ""
		v["value"], _ = p.value("var."+name, v["value"], true)
	}
}

// constants plants markers in constant arguments. A region is no secret.
func (p *planting) constants(v any, path string) {
	switch v := v.(type) {
	case map[string]any:
		if text, ok := v["constant_value"].(string); ok && !strings.HasSuffix(path, ".region") {
			v["constant_value"] = text + p.marker(path)
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			p.constants(v[name], path+"."+name)
		}
		if _, ok := v["full_name"]; ok && v["expressions"] == nil {
			v["expressions"] = map[string]any{}
		}
		if e, ok := v["expressions"].(map[string]any); ok {
			e["secret_key"] = map[string]any{"constant_value": p.marker(path + ".secret_key")}
		}
	case []any:
		for _, x := range v {
			p.constants(x, path)
		}
	}
}

// source copies the .tf files and marks the variables that are sensitive now.
func (p *planting) source(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Base(path) == "plan.json" {
			return err
		}
		rel, _ := filepath.Rel(from, path)
		text := clitest.ReadFile(t, path)
		if filepath.Dir(rel) == "." {
			text = p.mark(text)
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, rel)), 0o755); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), []byte(text), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

var variableBlock = regexp.MustCompile(`(?m)^variable "([^"]+)" \{(\s*)`)

func (p *planting) mark(source string) string {
	return variableBlock.ReplaceAllStringFunc(source, func(block string) string {
		name := variableBlock.FindStringSubmatch(block)[1]
		if _, ok := p.chosen["var."+name]; !ok {
			return block
		}
		return fmt.Sprintf("variable %q {\n  sensitive = true\n  ", name)
	})
}

func (p *planting) lint(t *testing.T, seed uint64, dir, plan string) {
	t.Helper()
	for _, source := range [][]string{{"--source", dir}, {"--no-source"}} {
		args := append([]string{"lint", "--min-severity", "notice"}, source...)
		files := map[string]string{}
		for _, format := range report.Formats() {
			files[format] = filepath.Join(t.TempDir(), format)
			args = append(args, "--format", format+"="+files[format])
		}
		_, out, errs := clitest.Run(append(args, plan)...)
		p.search(t, seed, "lint "+source[0], out, errs)
		for format, file := range files {
			if text, err := os.ReadFile(file); err == nil {
				p.search(t, seed, "lint "+source[0]+" "+format, string(text))
			}
		}
	}
}

// drawn shows the map in every format.
func (p *planting) drawn(t *testing.T, seed uint64, dir, plan string) {
	t.Helper()
	for _, format := range overview.Formats() {
		for _, source := range [][]string{{"--source", dir}, {"--no-source"}} {
			_, out, errs := clitest.Run(append(append([]string{"map", "--format", format}, source...), plan)...)
			p.search(t, seed, "map "+source[0]+" "+format, out, errs)
		}
	}
}

// mended shows the edits in every format.
func (p *planting) mended(t *testing.T, seed uint64, dir, plan string) {
	t.Helper()
	for _, format := range report.EditFormats() {
		for _, source := range [][]string{{"--source", dir}, {"--no-source"}} {
			_, out, errs := clitest.Run(append(append([]string{"fix", "--format", format, "--min-severity", "notice"}, source...), plan)...)
			p.search(t, seed, "fix "+source[0]+" "+format, out, errs)
		}
	}
}

func (p *planting) request(t *testing.T, f fixtures.Fixture, seed uint64, dir, plan string) {
	t.Helper()
	if len(f.Requests) == 0 {
		return
	}
	r := f.Requests[p.rng.IntN(len(f.Requests))]
	for _, format := range []string{"text", "json"} {
		for _, source := range [][]string{{"--source", dir}, {"--no-source"}} {
			args := append([]string{"request", "--format", format, "-X", r.Method, "--scheme", r.Scheme}, source...)
			_, out, errs := clitest.Run(append(args, "--distribution", r.Distribution, plan, r.Path)...)
			p.search(t, seed, "request "+format, out, errs)
			_, out, errs = clitest.Run(append(args, plan, "https://no.such.example/x")...)
			p.search(t, seed, "request of another host", out, errs)
		}
	}
}

// broken reads the plan and the source after harm has come to them, for the
// sake of the messages.
func (p *planting) broken(t *testing.T, seed uint64, dir, plan string) {
	t.Helper()
	text := []byte(clitest.ReadFile(t, plan))
	for marker := range p.markers {
		at := bytes.Index(text, []byte(marker))
		if at < 0 {
			continue
		}
		for _, harm := range [][]byte{
			text[:at+6],
			slices.Concat(text[:at+6], []byte("\x01"), text[at+6:]),
			slices.Concat(text[:at+6], []byte("\""), text[at+6:]),
			slices.Concat(text[:at+6], []byte("\xff"), text[at+6:]),
			slices.Concat(text[:at+6], []byte("\U000F0001"), text[at+6:]),
		} {
			if err := os.WriteFile(plan+".broken", harm, 0o644); err != nil {
				t.Fatal(err)
			}
			_, out, errs := clitest.Run("lint", "--no-source", plan+".broken")
			p.search(t, seed, "lint of a broken plan", out, errs)
		}
		if p.rng.IntN(3) > 0 {
			break
		}
	}
}

// search fails for each marker in a text, with some letters around it.
func (p *planting) search(t *testing.T, seed uint64, what string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		for marker, where := range p.markers {
			for n := len(marker); n >= 8; n -= 4 {
				if at := strings.Index(text, marker[:n]); at >= 0 {
					t.Errorf("seed %d: %s shows the secret of %s: …%s…", seed, what, where, text[max(0, at-150):min(len(text), at+60)])
					break
				}
			}
		}
	}
}

// TestSensitiveMarksDecideNothing marks values as sensitive without changing
// them: what requests get does not hang on that.
func TestSensitiveMarksDecideNothing(t *testing.T) {
	rounds := uint64(1)
	if *long {
		rounds = 40
	}
	for _, f := range clitest.Sample(fixtures.All(t)) {
		t.Run(filepath.Base(f.Dir), func(t *testing.T) {
			t.Parallel()
			for seed := range rounds {
				p := &planting{rng: rand.New(rand.NewPCG(seed, 404)), chosen: map[string]string{}, markers: map[string]string{}, unchanged: true}
				dir := t.TempDir()
				plan := p.plan(t, f.Dir, dir)
				for _, source := range [][]string{{"--source", f.Dir}, {"--no-source"}} {
					want := verdicts(clitest.Lint(t, append(source, filepath.Join(f.Dir, "plan.json"))...))
					got := verdicts(clitest.Lint(t, append(source, plan)...))
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("seed %d %v (-plain +marked):\n%s", seed, source, diff)
					}
				}
			}
		})
	}
}

// verdicts are the verdicts of a report by distribution, behavior and method.
func verdicts(r clitest.Report) map[string][]string {
	out := map[string][]string{}
	for _, o := range r.Outcomes {
		key := strings.Join([]string{o.Distribution, o.Method, o.Scheme}, " ")
		out[key] = append(out[key], o.Before+" "+o.After)
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}
