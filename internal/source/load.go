package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/source/function"
	"github.com/plan403/plan403/internal/source/syntax"
)

// Bounds of a configuration. A module may call itself, which Terraform finds
// out only by following it.
const (
	maxModules     = 4096
	maxModuleDepth = 64
	maxFiles       = 10_000
	maxBytes       = 64 << 20
	maxJoining     = 4 << 30 // see syntax.Joining
)

// LoadIn parses the root module in dir, which is below base, and every module it
// calls: local ones by their path, others by what terraform init has noted in
// .terraform. A module outside base, or one that is not installed, is Missing:
// nothing outside base is read.
func LoadIn(base, dir string) (*Tree, error) { return LoadAs(AnyProgram, base, dir) }

// LoadAs is LoadIn for the program that reads the files.
func LoadAs(program Program, base, dir string) (*Tree, error) {
	dir = path.Clean(dir)
	if !fs.ValidPath(dir) {
		return nil, fmt.Errorf("source directory %q is not below %q", dir, base)
	}
	files := &function.Files{FS: confined(base), Base: dir}
	l := newLoader(onDisk{files}, files)
	l.installed, l.program = installed(files), program
	l.tree.loader = l
	return l.load()
}

// FromFiles does the same for the files of a saved plan: files maps a module's
// directory and file name ("modules/x/main.tf") to content, modules a module's
// key ("a.b") to its directory. A snapshot's own names ("m-a.b/main.tf") are
// found as well. extra, which may be "", is a directory on disk for file() and
// its kin.
func FromFiles(files map[string][]byte, modules map[string]string, extra string) (*Tree, error) {
	var beside *function.Files
	if extra != "" {
		beside = &function.Files{FS: confined(extra), Base: "."}
	}
	l := newLoader(newInMemory(files), beside)
	l.snapshot, l.installed = true, modules
	return l.load()
}

// installed reads the list of modules that terraform init has fetched; without
// one there are none.
func installed(files *function.Files) map[string]string {
	var manifest struct {
		Modules []struct{ Key, Dir string }
	}
	out := map[string]string{}
	src, err := files.Read(".terraform/modules/modules.json")
	if err != nil || json.Unmarshal(src, &manifest) != nil {
		return out
	}
	for _, m := range manifest.Modules {
		out[m.Key] = path.Clean(strings.ReplaceAll(m.Dir, `\`, "/"))
	}
	return out
}

type loader struct {
	tree      *Tree
	folder    folder
	installed map[string]string
	program   Program
	snapshot  bool // directories come from the list even for local modules
	parsed    map[string]*contents
	ahead     map[string]*texts // of directories that are yet to be decoded
	modules   int
	files     int
	bytes     int
	joining   int // see syntax.Joining
}

func newLoader(f folder, files *function.Files) *loader {
	return &loader{
		folder: f,
		parsed: map[string]*contents{}, ahead: map[string]*texts{},
		tree: &Tree{files: files, folder: f, sources: map[string][]byte{}},
	}
}

func (l *loader) load() (*Tree, error) {
	dir := "."
	if known, ok := l.installed[""]; ok && l.snapshot {
		dir = known
	}
	root, err := l.module("", dir, 0)
	if err != nil {
		return nil, err
	}
	l.tree.Root = root
	return l.tree, nil
}

// module loads one module and what it calls.
func (l *loader) module(key, dir string, depth int) (*Module, error) {
	if l.modules++; l.modules > maxModules || depth > maxModuleDepth {
		return nil, fmt.Errorf("more than %d modules, or called more than %d levels deep", maxModules, maxModuleDepth)
	}
	c, err := l.contents(key, dir)
	if err != nil {
		return nil, err
	}
	m := c.module(key, dir)
	l.parseAhead(m, c.calls)
	for name, call := range c.calls {
		own := *call
		own.Module = l.called(m, &own, join(key, name), depth+1)
		m.Calls[name] = &own
	}
	return m, nil
}

// called loads the module of a call; what cannot be loaded is Missing.
func (l *loader) called(caller *Module, call *Call, key string, depth int) *Module {
	dir, err := l.find(caller, call, key)
	if err == nil {
		var m *Module
		if m, err = l.module(key, dir, depth); err == nil {
			return m
		}
	}
	return &Module{Key: key, Dir: dir, Missing: err.Error()}
}

func join(key, name string) string {
	if key == "" {
		return name
	}
	return key + "." + name
}

var errNotInstalled = errors.New("the module is not installed")

// find returns the directory of a called module.
func (l *loader) find(caller *Module, call *Call, key string) (string, error) {
	dir, ok := l.installed[key]
	switch {
	case ok && (l.snapshot || !local(call.Source)):
		return dir, nil
	case local(call.Source):
		return path.Join(caller.Dir, call.Source), nil
	}
	return "", errNotInstalled
}

// contents parses the files of a directory once.
func (l *loader) contents(key, dir string) (*contents, error) {
	if c, ok := l.parsed[dir]; ok {
		return c, nil
	}
	t, ok := l.ahead[dir]
	if !ok {
		t = l.read(key, dir)
		parseAll(t.files)
	}
	delete(l.ahead, dir)
	primary, override, err := l.declared(t)
	if err != nil {
		return nil, err
	}
	if len(primary)+len(override) == 0 {
		return nil, fmt.Errorf("no .tf files in %q", dir)
	}
	c := decode(primary, override)
	l.parsed[dir] = c
	return c, nil
}

// parseAhead parses what a module calls, all of it side by side.
func (l *loader) parseAhead(m *Module, calls map[string]*Call) {
	var files []*text
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		key := join(m.Key, name)
		dir, err := l.find(m, calls[name], key)
		if err != nil || l.parsed[dir] != nil || l.ahead[dir] != nil {
			continue
		}
		l.ahead[dir] = l.read(key, dir)
		files = append(files, l.ahead[dir].files...)
	}
	parseAll(files)
}

func parse(src []byte, name string, isJSON bool) (b hcl.Body, err error) {
	if isJSON {
		b, err = syntax.JSON(src, name)
	} else {
		b, err = syntax.Config(src, name)
	}
	var diags hcl.Diagnostics
	if !errors.As(err, &diags) {
		return b, err
	}
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			return nil, fmt.Errorf(
				"line %d, column %d: %s", d.Subject.Start.Line, d.Subject.Start.Column, strings.ToLower(d.Summary))
		}
	}
	return nil, errors.New("the file does not parse")
}
