package source

import (
	"errors"
	"maps"
	"path"

	"github.com/plan403/plan403/internal/source/function"
)

var errNoFolder = errors.New("the source is not in a folder that can be edited")

// Edited is the tree as it is with other content in some of its files, by the names
// that ranges have for them. The tree itself stays as it is; what stands in other
// folders is not parsed again.
func (t *Tree) Edited(files map[string][]byte) (*Tree, error) {
	if t.loader == nil {
		return nil, errNoFolder
	}
	all := map[string][]byte{}
	maps.Copy(all, t.files.Edited)
	maps.Copy(all, files)
	beside := &function.Files{FS: t.files.FS, Base: t.files.Base, Edited: all}
	l := newLoader(onDisk{beside}, beside)
	l.installed, l.program = t.loader.installed, t.loader.program
	l.tree.loader = l
	l.keep(t, files)
	return l.load()
}

// keep takes over what stands in folders without edited files.
func (l *loader) keep(t *Tree, edited map[string][]byte) {
	touched := map[string]bool{}
	for name := range edited {
		touched[path.Dir(name)] = true
	}
	for dir, c := range t.loader.parsed {
		if !touched[dir] {
			l.parsed[dir] = c
		}
	}
	for name, src := range t.sources {
		if !touched[path.Dir(name)] {
			l.tree.sources[name] = src
		}
	}
}
