package resource

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// missing names the parts of a row that nobody has told. A type that is only
// referred to is not asked what it is by itself.
func (t *Type) missing() []string {
	var out []string
	ask := func(there bool, part string) {
		if !there {
			out = append(out, part)
		}
	}
	ask(t.Why != "", "Why it is read")
	ask(t.Read != Unread, "Read: Judged or Referred")
	if t.Read != Judged {
		return out
	}
	ask(t.Derived != nil, "Derived: what AWS makes of its arguments, []Derived{} if nothing")
	ask(t.Unknown != nil, "Unknown: the attributes that only apply tells, or none")
	ask(t.Computed != nil, "Computed: the arguments that are unknown without being written, or none")
	ask(t.Blocks != nil, "Blocks: its nested blocks, or noBlocks")
	ask(t.Defaults != nil, "Defaults: the values of what is not written, defaults{} if all are empty or false")
	ask(t.Refers != nil, "Refers: what its arguments may refer to, refers{} if nothing")
	ask(t.Target == "" || t.Sets != nil, "Sets: the arguments that tell the setting, or none")
	return out
}

func TestRowsTellAll(t *testing.T) {
	for _, row := range All() {
		for _, part := range row.missing() {
			t.Errorf("the row of %s does not tell %s", row.Name, part)
		}
	}
}

func TestOneRowForEachType(t *testing.T) {
	if len(byName) != len(sorted) {
		t.Errorf("%d rows for %d types", len(sorted), len(byName))
	}
}

// A text may name attributes that stand before it, or arguments.
func TestDerivedInOrder(t *testing.T) {
	for _, row := range All() {
		later := map[string]bool{}
		for _, x := range slices.Backward(row.Derived) {
			later[x.Name] = true
			Expand(x.Text, func(name string) string {
				place := slices.Contains([]string{"region", "fresh"}, name)
				if later[name] && !place {
					t.Errorf("%s.%s is made of %s, which is not made before it", row.Name, x.Name, name)
				}
				return ""
			})
		}
	}
}

// What tells a setting is one of what its resource can hold: a target that nothing
// may refer to is a mistake in a row, since it names another resource.
func TestTargetsReferToSomething(t *testing.T) {
	for _, row := range All() {
		if row.Target != "" && row.Target != "access_point_arn" && len(row.Fit(row.Target)) == 0 {
			t.Errorf("%s is a setting of what %s names, to which nothing fits", row.Name, row.Target)
		}
	}
}

var typeName = regexp.MustCompile(`^(data\.)?(aws|awscc)_[a-z0-9_]*[a-z0-9]$`)

// prefixes are texts in the models that are the beginning of types.
var prefixes = []string{"aws_s3", "aws_waf"}

// A type that a model or rule asks for needs a row of its own.
func TestTypesThatAreReadHaveRows(t *testing.T) {
	for _, dir := range []string{"s3", "simulate", "cloudfront", "config", "../checks"} {
		for typ, file := range typesIn(t, filepath.Join("..", dir)) {
			if byName[typ] == nil && !slices.Contains(prefixes, typ) {
				t.Errorf("%s reads %s, which has no row", file, typ)
			}
		}
	}
}

// typesIn lists the types that the code in a folder names, with one of the files.
func typesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		maps.Copy(out, namedIn(file, path))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func namedIn(file *ast.File, path string) map[string]string {
	out := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && typeName.MatchString(text) {
				out[strings.TrimPrefix(text, "data.")] = path
			}
		}
		return true
	})
	return out
}
