package benchplan_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/plan403/plan403/checks"
	"github.com/plan403/plan403/internal/benchplan"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/planfile"
	"github.com/plan403/plan403/internal/simulate"
	"github.com/plan403/plan403/plan"
)

var huge = flag.Bool("huge", false, "benchmark a plan of 500 MB as well")

func writePlan(t testing.TB, name string, megabytes int64) {
	t.Helper()
	f, err := os.Create(name)
	if err == nil {
		if _, err = benchplan.Write(f, megabytes<<20, 1); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// onPlans runs a benchmark on plans of each size.
func onPlans(b *testing.B, run func(b *testing.B, path string)) {
	sizes := []int64{1, 20, 100}
	if *huge {
		sizes = append(sizes, 500)
	}
	for _, megabytes := range sizes {
		b.Run(fmt.Sprintf("%dMB", megabytes), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "plan.json")
			writePlan(b, path, megabytes)
			b.SetBytes(megabytes << 20)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, path)
		})
	}
}

// BenchmarkTokens is the bare pass over the bytes that others are held against.
func BenchmarkTokens(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		for b.Loop() {
			f, err := os.Open(path)
			if err != nil {
				b.Fatal(err)
			}
			d := jsontext.NewDecoder(f, jsontext.AllowDuplicateNames(true))
			for err == nil {
				_, err = d.ReadToken()
			}
			f.Close()
			if err != io.EOF {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkTerraformJSON decodes the whole plan with terraform-json.
func BenchmarkTerraformJSON(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		for b.Loop() {
			text, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			var p tfjson.Plan
			if err := json.Unmarshal(text, &p); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		for b.Loop() {
			benchmarkRead(b, path)
		}
	})
}

func benchmarkRead(b *testing.B, path string) *planfile.Plan {
	b.Helper()
	p, err := planfile.Read(b.Context(), path, nil, planfile.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

func worlds(b *testing.B, p *planfile.Plan) (before, after *simulate.World) {
	b.Helper()
	one, two, err := plan.States(p, plan.StateOptions{})
	if err != nil {
		b.Fatal(err)
	}
	before = simulate.NewWorld(one, nil)
	return before, simulate.NewWorld(two, before)
}

func BenchmarkModel(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		p := benchmarkRead(b, path)
		for b.Loop() {
			worlds(b, p)
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		before, after := worlds(b, benchmarkRead(b, path))
		for b.Loop() {
			checks.Run(after, before, simulate.Run(after, before), nil)
		}
	})
}

func BenchmarkLint(b *testing.B) {
	onPlans(b, func(b *testing.B, path string) {
		for b.Loop() {
			if status, _, errs := clitest.Run("lint", "--no-source", "--format", "json", path); status == cli.StatusFailed {
				b.Fatal(errs)
			}
		}
	})
}

// BenchmarkWide lints 1,000 distributions with 20 behaviors each, before
// buckets whose policies have 50 statements.
func BenchmarkWide(b *testing.B) {
	path := filepath.Join(b.TempDir(), "plan.json")
	f, err := os.Create(path)
	if err == nil {
		if err = benchplan.WriteSites(f, 1000, 20, 50); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if status, _, errs := clitest.Run("lint", "--no-source", "--format", "json", path); status == cli.StatusFailed {
			b.Fatal(errs)
		}
	}
}
