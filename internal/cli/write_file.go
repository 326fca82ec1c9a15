package cli

import (
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// writeFile writes a file whole or not at all, where it is named: beside it first,
// which then takes its place. A link is replaced and not followed, since a
// repository may hold one that leads anywhere. What is there keeps its mode; a new
// file has that of the umask.
func writeFile(name string, write func(io.Writer) error) error {
	old, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return replaceFile(name, 0, write)
	case err != nil:
		return err
	case isStream(name, old):
		return writeInto(name, write)
	case old.Mode()&fs.ModeSymlink != 0:
		return replaceFile(name, 0, write)
	case old.IsDir():
		return errors.New("is a directory")
	case !old.Mode().IsRegular():
		return errors.New("is not a regular file")
	case old.Mode().Perm()&0o200 == 0:
		return errors.New("is read-only")
	}
	return replaceFile(name, old.Mode().Perm(), write)
}

// isStream reports whether a name is that of a pipe or a device, which must not be
// replaced by a file. Those of the system, such as /dev/stdout, may be links.
func isStream(name string, info fs.FileInfo) bool {
	full, err := filepath.Abs(name)
	ofSystem := err == nil && (strings.HasPrefix(full, "/dev/") || strings.HasPrefix(full, "/proc/"))
	return info.Mode()&(fs.ModeDevice|fs.ModeCharDevice|fs.ModeNamedPipe) != 0 ||
		ofSystem && info.Mode()&fs.ModeSymlink != 0
}

// replaceFile puts a new file in the place of a name. The mode is that of the file
// which was there, 0 if there was none.
func replaceFile(name string, mode fs.FileMode, write func(io.Writer) error) error {
	beside := filepath.Join(filepath.Dir(name), ".plan403-"+rand.Text())
	first := fs.FileMode(0o666) // less what the umask takes
	if mode != 0 {
		first = 0o600
	}
	f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, first)
	if err != nil {
		return err
	}
	defer os.Remove(beside) //nolint:errcheck // gone after the rename
	err = write(f)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(beside, name)
}

// writeInto writes to a pipe or a device.
func writeInto(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}

// cause is what went wrong with a file, without the name of the temporary one.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	if l, ok := errors.AsType[*os.LinkError](err); ok {
		return l.Err
	}
	return err
}
