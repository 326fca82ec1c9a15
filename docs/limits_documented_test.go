package docs_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/plan403/plan403/internal/clitest"
)

// TestLimitsAreDocumented holds the numbers of the documents against the
// constants of the program.
func TestLimitsAreDocumented(t *testing.T) {
	security := clitest.ReadFile(t, "docs/security.md")
	tests := []struct{ row, file, name, says string }{
		{"gzip, unpacked", "internal/planfile/read_text.go", "maxGunzipped", "%s"},
		{"saved plan", "internal/planfile/binary.go", "maxZipEntries", "%d entries"},
		{"saved plan", "internal/planfile/binary.go", "maxEntryBytes", "%s each"},
		{"saved plan", "internal/planfile/binary.go", "maxSnapshotBytes", "%s of source"},
		{"nesting of a value that matters", "internal/planfile/scan.go", "maxNesting", "%d levels"},
		{"modules within modules", "internal/planfile/scan.go", "maxModuleDepth", "%d"},
		{"all plans of a file", "internal/planfile/budget.go", "maxCost", "%s of memory"},
		{"one resource", "internal/planfile/scan.go", "maxValueBytes", "%s;"},
		{"one resource", "internal/planfile/scan.go", "maxValues", "%d values"},
		{"source", "internal/source/load.go", "maxFiles", "%d files"},
		{"source", "internal/source/load.go", "maxBytes", "%s,"},
		{"source", "internal/source/load.go", "maxModules", "%d modules"},
		{"source", "internal/source/syntax/nesting.go", "maxNesting", "%d levels of brackets"},
		{"configuration file", "internal/config/load.go", "maxFile", "%s"},
		{"baseline", "internal/cli/baseline.go", "maxBaseline", "%s"},
		{"policy", "internal/policy/parse.go", "maxText", "%s of text"},
		{"policy", "internal/policy/parse.go", "maxStatements", "%d statements"},
		{"distribution", "internal/cloudfront/distribution.go", "maxBlocks", "%d origins, groups, behaviors, error pages"},
		{"distribution", "internal/cloudfront/distribution.go", "maxAliases", "%d aliases"},
		{"unknown blocks of a resource", "plan/references.go", "maxPairs", "%d comparisons"},
		{"policies of one bucket", "internal/s3/policies.go", "maxCompeting", "%d"},
		{"classes of paths of one distribution", "internal/simulate/classes.go", "maxClasses", "%d"},
		{"expressions", "internal/source/expr/machine.go", "maxSteps", "%d steps each"},
		{"expressions", "internal/source/expr/machine.go", "allSteps", "%d together"},
		{"expressions", "internal/source/value/traits.go", "MaxText", "strings of %s"},
	}
	for _, tt := range tests {
		t.Run(tt.name+" of "+tt.file, func(t *testing.T) {
			_, row, found := strings.Cut(security, "\n| "+tt.row+" | ")
			row, _, _ = strings.Cut(row, " |\n")
			n := number(t, tt.file, tt.name)
			want := strings.NewReplacer("%d", withCommas(n), "%s", inBytes(n)).Replace(tt.says)
			if !found || !strings.Contains(row+";", want) {
				t.Errorf("docs/security.md says %q of %s, want %q", row, tt.row, want)
			}
		})
	}
}

// number is the value of a constant of a file.
func number(t *testing.T, file, name string) int64 {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var value int64
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || spec.Names[0].Name != name {
			return true
		}
		v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, types.ExprString(spec.Values[0]))
		if err != nil {
			t.Fatal(err)
		}
		value, _ = constant.Int64Val(v.Value)
		return false
	})
	if value == 0 {
		t.Fatalf("%s holds no number %s", file, name)
	}
	return value
}

// withCommas writes a number as documents do.
func withCommas(n int64) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", withCommas(n/1000), n%1000)
}

func inBytes(n int64) string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	for len(units) > 1 && n%1024 == 0 {
		n, units = n/1024, units[1:]
	}
	return fmt.Sprint(n, " ", units[0])
}
