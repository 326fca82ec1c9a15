package function

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"github.com/plan403/plan403/internal/source/value"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// FileLimit is the size up to which a file is read.
const FileLimit = 4 << 20

// ErrOutside is the reason why a file stays unread that the user has.
var ErrOutside = errors.New("the path leaves the source directory")

var (
	errNoFiles = errors.New("the files beside the configuration are not at hand")
	errLink    = errors.New("a link in the directory points to a folder, or out of the source directory")
)

// Files is where file() and its kin read: a file system that keeps to one
// directory, symbolic links included, and in it the directory that relative
// paths start from.
type Files struct {
	FS   fs.FS
	Base string // slash-separated, "." for the top
	// Edited are files whose content is another than that in FS, by their names seen
	// from Base.
	Edited map[string][]byte
}

// path makes a name inside the file system of a path as it is written.
func (f *Files) path(name string) (string, error) {
	if f == nil || f.FS == nil {
		return "", errNoFiles
	}
	full := path.Join(f.Base, name)
	if path.IsAbs(name) || !fs.ValidPath(full) {
		return "", ErrOutside
	}
	return full, nil
}

// Read returns the content of a file. Whatever goes wrong is no word about
// what Terraform found there: the error is for a reason, not for try().
func (f *Files) Read(name string) ([]byte, error) {
	full, err := f.path(name)
	if err != nil {
		return nil, err
	}
	if content, ok := f.Edited[path.Clean(name)]; ok {
		return content, nil
	}
	info, err := fs.Stat(f.FS, full)
	if err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("no file %q in the source directory", name)
	}
	if info.Size() > FileLimit {
		return nil, fmt.Errorf("file %q is larger than %d MiB", name, FileLimit>>20)
	}
	b, err := fs.ReadFile(f.FS, full)
	if err != nil {
		return nil, fmt.Errorf("file %q cannot be read", name)
	}
	return b, nil
}

// fileName returns a path argument, false if it hangs on symbols.
func fileName(args []cty.Value) (string, bool) {
	if len(args) == 0 {
		return "", false
	}
	s, ok := value.Text(args[0])
	return s, ok && value.InspectText(s) == 0
}

// reading makes a function of a file's content.
func reading(f func(content []byte) (cty.Value, error)) Func {
	return func(c *Context, args []cty.Value) (cty.Value, error) {
		name, ok := fileName(args)
		if !ok {
			return unknown(c), nil
		}
		content, err := c.Files.Read(name)
		if err != nil {
			c.Doubt()
			return cty.UnknownVal(cty.String), Unread{err}
		}
		return f(content)
	}
}

// Unread is the error of a file that could not be read here; where Terraform
// ran it may well exist.
type Unread struct{ error }

// Unwrap returns the reason.
func (u Unread) Unwrap() error { return u.error }

var file = reading(func(content []byte) (cty.Value, error) {
	return spelled(string(content), nil)
})

var fileBase64 = reading(func(content []byte) (cty.Value, error) {
	return cty.StringVal(base64.StdEncoding.EncodeToString(content)), nil
})

func fileDigest(f function.Function) Func {
	return reading(func(content []byte) (cty.Value, error) {
		return f.Call([]cty.Value{cty.StringVal(string(content))})
	})
}

// fileExists tells that a file is there. One that is not may be made before
// Terraform runs, and one behind a link that leaves the directory is not looked
// at.
func fileExists(c *Context, args []cty.Value) (cty.Value, error) {
	name, ok := fileName(args)
	if !ok {
		return unknown(c), nil
	}
	full, err := c.Files.path(name)
	if err != nil {
		c.Doubt()
		return cty.UnknownVal(cty.Bool), Unread{err}
	}
	info, err := fs.Stat(c.Files.FS, full)
	if err == nil && info.Mode().IsRegular() {
		return cty.True, nil
	}
	if err == nil {
		return cty.DynamicVal, fmt.Errorf("%q is not a file", name)
	}
	c.Doubt()
	return cty.UnknownVal(cty.Bool), Unread{fmt.Errorf("%q is not here, and may be where Terraform runs", name)}
}

// walkLimit bounds the files that fileset() looks at.
const walkLimit = 10_000

// fileSet lists the files whose path under a directory fits a pattern.
// https://developer.hashicorp.com/terraform/language/functions/fileset
func fileSet(c *Context, args []cty.Value) (cty.Value, error) {
	dir, ok := fileName(args)
	if !ok || len(args) != 2 {
		return unknown(c), nil
	}
	pattern, ok := fileName(args[1:])
	if !ok {
		return unknown(c), nil
	}
	full, err := c.Files.path(dir)
	re, reErr := fileExpression(path.Clean(pattern))
	if err = errors.Join(err, reErr); err != nil {
		return unknown(c), Unread{err}
	}
	names, err := c.Files.matching(full, re)
	if err != nil {
		return unknown(c), Unread{err}
	}
	if len(names) == 0 {
		return cty.SetValEmpty(cty.String), nil
	}
	return cty.SetVal(names), nil
}

func (f *Files) matching(dir string, re *regexp.Regexp) (names []cty.Value, err error) {
	seen := 0
	err = fs.WalkDir(f.FS, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if seen++; seen > walkLimit {
			return ErrTooBig
		}
		rel := strings.TrimPrefix(strings.TrimPrefix(name, dir), "/")
		if dir == "." {
			rel = name
		}
		regular := d.Type().IsRegular()
		if d.Type()&fs.ModeSymlink != 0 {
			info, err := fs.Stat(f.FS, name)
			if regular = err == nil && info.Mode().IsRegular(); !regular {
				return errLink // there may be any number of files behind it
			}
		}
		if regular && re.MatchString(rel) {
			v, err := spelled(rel, nil)
			names = append(names, v)
			return err
		}
		return nil
	})
	return names, err
}

// fileExpression turns a pattern with *, **, ?, [a-z] and {a,b} into a regular
// expression.
func fileExpression(pattern string) (*regexp.Regexp, error) {
	var b strings.Builder
	depth := 0
	for i := 0; i < len(pattern); i++ {
		switch rest := pattern[i:]; {
		case strings.HasPrefix(rest, "**/"):
			b.WriteString(`(?:.*/)?`)
			i += 2
		case strings.HasPrefix(rest, "**"):
			b.WriteString(`.*`)
			i++
		case rest[0] == '*':
			b.WriteString(`[^/]*`)
		case rest[0] == '?':
			b.WriteString(`[^/]`)
		case rest[0] == '{':
			b.WriteString(`(?:`)
			depth++
		case rest[0] == '}' && depth > 0:
			b.WriteString(`)`)
			depth--
		case rest[0] == ',' && depth > 0:
			b.WriteString(`|`)
		case rest[0] == '[' || rest[0] == ']' || rest[0] == '-' || rest[0] == '^':
			b.WriteByte(rest[0])
		default:
			b.WriteString(regexp.QuoteMeta(rest[:1]))
		}
	}
	return regexp.Compile(`^(?:` + b.String() + `)$`)
}
