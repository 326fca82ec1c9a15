package benchplan_test

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/plan403/plan403/internal/benchplan"
	"github.com/plan403/plan403/internal/cli"
	"github.com/plan403/plan403/internal/clitest"
	"github.com/plan403/plan403/internal/report"
)

// BenchmarkGrowth lints plans that double in one dimension, twice, and reports the
// exponent with which the time grows over both: 1 is in proportion, 2 the square.
func BenchmarkGrowth(b *testing.B) {
	small := benchplan.Shape{Sites: 20, Behaviors: 5, Statements: 10, Buckets: 1}
	for _, dimension := range []struct {
		name string
		from int
		at   func(n int) benchplan.Shape
	}{
		{"sites", 500, func(n int) benchplan.Shape { s := small; s.Sites = n; return s }},
		{"sites-with-folders-of-their-own", 250, func(n int) benchplan.Shape {
			s := small
			s.Sites, s.Varied = n, true
			return s
		}},
		{"behaviors", 50, func(n int) benchplan.Shape { s := small; s.Behaviors = n; return s }},
		{"statements", 40, func(n int) benchplan.Shape { s := small; s.Statements = n; return s }},
		{"sites-on-one-bucket", 100, func(n int) benchplan.Shape { s := small; s.Sites, s.Shared = n, true; return s }},
		{"denied-folders", 25, func(n int) benchplan.Shape { s := small; s.Denies = n; return s }},
		{"objects-in-one-bucket", 500, func(n int) benchplan.Shape { s := small; s.Objects, s.Shared = n, true; return s }},
		{"web-acl-rules", 250, func(n int) benchplan.Shape { s := small; s.Rules = n; return s }},
		{"sites-that-refuse-writes", 250, func(n int) benchplan.Shape {
			s := small
			s.Sites, s.Writes = n, true
			return s
		}},
		{"retagged-sites", 250, func(n int) benchplan.Shape { s := small; s.Sites, s.Change = n, "tags"; return s }},
		{"sites-with-new-policies", 250, func(n int) benchplan.Shape { s := small; s.Sites, s.Change = n, "policies"; return s }},
		{"new-sites", 250, func(n int) benchplan.Shape { s := small; s.Sites, s.Change = n, "create"; return s }},
		{"replaced-sites", 50, func(n int) benchplan.Shape { s := small; s.Sites, s.Change = n, "replace"; return s }},
		{"buckets-with-new-policies", 4, func(n int) benchplan.Shape {
			s := small
			s.Sites, s.Behaviors, s.Buckets, s.Change = 4, 20, n, "policies"
			return s
		}},
		{"files-of-source", 125, func(n int) benchplan.Shape { s := small; s.Files = n; return s }},
	} {
		b.Run(dimension.name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "plan.json")
			for b.Loop() {
				growth(b, path, "json", dimension.from, dimension.at)
			}
		})
	}
}

// BenchmarkGrowthOfReports does the same for sites with findings, in each format.
func BenchmarkGrowthOfReports(b *testing.B) {
	for _, format := range report.Formats() {
		b.Run(format, func(b *testing.B) {
			path, from := filepath.Join(b.TempDir(), "plan.json"), 250
			if format == "html" {
				from = 40 // of no more than 200 sites it answers all requests
			}
			for b.Loop() {
				growth(b, path, format, from, func(n int) benchplan.Shape {
					return benchplan.Shape{Sites: n, Behaviors: 5, Statements: 10, Buckets: 1, Writes: true}
				})
			}
		})
	}
}

// growth lints plans of a size, of twice, and of four times that size.
func growth(b *testing.B, path, format string, from int, at func(n int) benchplan.Shape) {
	b.Helper()
	first := lintTime(b, path, format, at(from))
	lintTime(b, path, format, at(2*from))
	last := lintTime(b, path, format, at(4*from))
	b.ReportMetric(math.Log2(last.Seconds()/first.Seconds())/2, "exponent")
}

// lintTime is the CPU time of a process, the best of three: others may use the
// machine at the same time.
func lintTime(b *testing.B, path, format string, shape benchplan.Shape) time.Duration {
	b.Helper()
	f, err := os.Create(path)
	if err == nil {
		if err = benchplan.WriteShape(f, shape); err == nil {
			err = f.Close()
		}
	}
	judged := []string{"--no-source", path}
	if shape.Files > 0 {
		dir := filepath.Dir(path)
		judged, err = []string{"--no-plan", dir}, errors.Join(err, shape.WriteFiles(dir))
	}
	if err != nil {
		b.Fatal(err)
	}
	best := time.Duration(math.MaxInt64)
	for range 3 {
		cmd := clitest.Process(b, append([]string{"lint", "--format", format}, judged...)...)
		if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != cli.StatusOK {
			b.Fatal(err)
		}
		best = min(best, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	b.Logf("%+v: %v", shape, best.Round(time.Millisecond))
	return best
}
