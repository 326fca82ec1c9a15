package source

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"

	"github.com/plan403/plan403/internal/source/function"
)

// folder is where modules are read from: a directory on disk, or files in
// memory. Names are slash-separated and relative to the root module.
type folder interface {
	// list returns the names of the files in a directory, sorted.
	list(dir string) ([]string, error)
	// read returns the content of a file.
	read(name string) ([]byte, error)
}

// confined is a file system that never leaves one directory, be it by "..", by
// an absolute path or by a symbolic link.
type confined string

// Open opens a file or directory inside the directory.
func (c confined) Open(name string) (fs.File, error) {
	root, err := os.OpenRoot(string(c))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}

// Stat describes a file without opening it: opening a named pipe would wait.
func (c confined) Stat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(c))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}

// Lstat describes a file, or the link that stands in its place.
func (c confined) Lstat(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(string(c))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Lstat(name)
}

// ReadLink tells where a link leads.
func (c confined) ReadLink(name string) (string, error) {
	root, err := os.OpenRoot(string(c))
	if err != nil {
		return "", err
	}
	defer root.Close()
	return root.Readlink(name)
}

// onDisk reads modules from a confined directory.
type onDisk struct {
	files *function.Files
}

func (d onDisk) list(dir string) ([]string, error) {
	full := path.Join(d.files.Base, dir)
	if !fs.ValidPath(full) {
		return nil, fmt.Errorf("module directory %q is outside the source directory", dir)
	}
	if info, err := fs.Stat(d.files.FS, full); err != nil || !info.IsDir() { // opening a named pipe would wait
		return nil, fmt.Errorf("module directory %q cannot be read", dir)
	}
	entries, err := fs.ReadDir(d.files.FS, full)
	if err != nil {
		return nil, fmt.Errorf("module directory %q cannot be read", dir)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

func (d onDisk) read(name string) ([]byte, error) {
	full := path.Join(d.files.Base, name)
	if _, err := fs.Stat(d.files.FS, full); err != nil && fs.ValidPath(full) {
		if info, err := fs.Lstat(d.files.FS, full); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, fmt.Errorf("%s is a link to nothing, or out of the repository, which plan403 does not leave; "+
				"put the file itself there", path.Base(name))
		}
	}
	return d.files.Read(name)
}

// inMemory holds the files of a plan's snapshot by directory and name.
type inMemory map[string]map[string][]byte

func newInMemory(files map[string][]byte) inMemory {
	out := inMemory{}
	for name, content := range files {
		dir, base := path.Split(path.Clean(name))
		dir = path.Clean(dir)
		if out[dir] == nil {
			out[dir] = map[string][]byte{}
		}
		out[dir][base] = content
	}
	return out
}

func (m inMemory) list(dir string) ([]string, error) {
	files, ok := m[path.Clean(dir)]
	if !ok {
		return nil, fmt.Errorf("module directory %q is not in the plan", dir)
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	return names, nil
}

func (m inMemory) read(name string) ([]byte, error) {
	dir, base := path.Split(path.Clean(name))
	content, ok := m[path.Clean(dir)][base]
	if !ok {
		return nil, fmt.Errorf("file %q is not in the plan", name)
	}
	if len(content) > function.FileLimit {
		return nil, fmt.Errorf("file %q is larger than %d MiB", name, function.FileLimit>>20)
	}
	return content, nil
}
