// Command notices prints the licences of everything that is linked into plan403:
// the Go modules of the program in the folder that it is given, and Go itself.
// Archives, packages and images carry what it prints.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	dir := ".."
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := write(os.Stdout, dir); err != nil {
		fmt.Fprintf(os.Stderr, "notices: %v\n", err)
		os.Exit(1)
	}
}

// module is a part of the program with the folder that holds its source.
type module struct{ Path, Version, Dir string }

// write prints the notices of the program in a folder.
func write(w io.Writer, dir string) error {
	modules, err := linked(dir)
	if err != nil {
		return err
	}
	for _, m := range modules {
		texts, err := licences(m.Dir)
		if err != nil {
			return err
		}
		if len(texts) == 0 {
			return fmt.Errorf("%s has no licence", m.Path)
		}
		for _, name := range texts {
			text, err := os.ReadFile(filepath.Join(m.Dir, name))
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "==== %s %s: "+
				"%s\n\n%s\n\n", m.Path, m.Version, name, strings.TrimSpace(string(text))); err != nil {
				return err
			}
		}
	}
	return nil
}

// linked lists the modules that the program is built from, and Go.
func linked(dir string) ([]module, error) {
	out, err := run(dir, "list", "-deps", "-json=Module", ".")
	if err != nil {
		return nil, err
	}
	var modules []module
	for d := json.NewDecoder(strings.NewReader(out)); ; {
		var p struct {
			Module *struct {
				module
				Main bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Module != nil && !p.Module.Main && !slices.Contains(modules, p.Module.module) {
			modules = append(modules, p.Module.module)
		}
	}
	slices.SortFunc(modules, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	root, err := run(dir, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	version, err := run(dir, "env", "GOVERSION")
	return append(modules, module{"Go", version, root}), err
}

// licences lists the files of a folder that say on what terms it may be used.
func licences(dir string) ([]string, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		name, _, _ := strings.Cut(strings.ToUpper(f.Name()), ".")
		switch name {
		case "LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS":
			if f.Type().IsRegular() {
				names = append(names, f.Name())
			}
		}
	}
	return names, nil
}

// run runs the go command in a folder.
func run(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
