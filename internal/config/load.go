package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFile bounds the configuration and each file that it names. A bucket policy
// has at most 20 KB.
const maxFile = 1 << 20

// Find looks for the configuration file in a directory and those above it, up
// to the root of the repository or of the file system. It returns "" if there
// is none.
func Find(dir string) string {
	for {
		path := filepath.Join(dir, Name)
		if _, err := os.Lstat(path); err == nil {
			return path
		}
		_, err := os.Stat(filepath.Join(dir, ".git"))
		above := filepath.Dir(dir)
		if err == nil || above == dir {
			return ""
		}
		dir = above
	}
}

// Load reads a configuration file, which errors call shown. An error is one
// line and names the place in the file.
func Load(path, shown string) (Config, error) {
	src, err := readFile(path, os.Stat, func(name string) (fs.File, error) { return os.Open(name) })
	if err != nil {
		return Config{}, fmt.Errorf("%s: %w", shown, err)
	}
	beside := func(name string) ([]byte, error) { return readBeside(filepath.Dir(path), name) }
	c, err := parse(src, shown, beside)
	if err != nil {
		return c, err
	}
	for i, name := range c.With {
		if err := inside(filepath.Dir(path), name); err != nil {
			return Config{}, fmt.Errorf("%s: %w", Place(c.WithRange), err)
		}
		c.With[i] = filepath.Join(filepath.Dir(shown), filepath.FromSlash(name))
	}
	return c, nil
}

// inside makes sure that a name leads to something in a directory, be it by
// symbolic links.
func inside(dir, name string) error {
	local := filepath.FromSlash(name)
	if !filepath.IsLocal(local) {
		return notInside(name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return reason(err)
	}
	defer root.Close() //nolint:errcheck // nothing is written
	if _, err := root.Stat(local); err != nil {
		return fmt.Errorf("%q: %w", name, reason(err))
	}
	return nil
}

func notInside(name string) error {
	return fmt.Errorf("%q is not a path inside the directory of this file", name)
}

// readBeside reads a file in the configuration's directory or below it. Neither
// ".." nor a symbolic link leads out of there.
func readBeside(dir, name string) ([]byte, error) {
	name = filepath.FromSlash(name)
	if !filepath.IsLocal(name) {
		return nil, notInside(name)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, reason(err)
	}
	defer root.Close() //nolint:errcheck // nothing is written
	b, err := readFile(name, root.Stat, func(name string) (fs.File, error) { return root.Open(name) })
	if err != nil {
		return nil, fmt.Errorf("%q: %w", name, err)
	}
	return b, nil
}

// readFile reads a regular file of bounded size: opening a named pipe would
// wait.
func readFile(name string, stat func(string) (fs.FileInfo, error), open func(string) (fs.File, error)) ([]byte, error) {
	info, err := stat(name)
	switch {
	case err != nil:
		return nil, reason(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	}
	f, err := open(name)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close() //nolint:errcheck // nothing is written
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, reason(err)
	}
	if len(b) > maxFile {
		return nil, fmt.Errorf("is larger than %d MiB", maxFile>>20)
	}
	return b, nil
}

// reason strips the name, which the caller says better, from an error of the
// file system.
func reason(err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("cannot be read: %w", err)
}
