package source

import (
	"bytes"
	"errors"
	"fmt"
	"path"

	"github.com/hashicorp/hcl/v2"

	"github.com/plan403/plan403/internal/parallel"
	"github.com/plan403/plan403/internal/source/expr"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/internal/symbol"
)

// texts are the files of a directory, as far as they could be read. err is what kept
// the next from being read.
type texts struct {
	files []*text
	err   error
}

// text is one file, which messages call shown.
type text struct {
	shown          string
	src            []byte
	json, override bool

	skimmed *syntax.Skimmed // nil if it has to be parsed as a whole
	blocks  hcl.Blocks      // that a module is made of
	err     error
}

// read reads the files of a directory.
func (l *loader) read(key, dir string) *texts {
	names, err := l.folder.list(dir)
	from := dir
	if err != nil && l.snapshot {
		from = "m-" + key
		names, err = l.folder.list(from)
	}
	out := &texts{err: err}
	if err != nil {
		return out
	}
	for _, f := range l.program.reads(names) {
		t := &text{shown: path.Join(dir, f.name), json: f.json, override: f.override}
		if t.src, out.err = l.text(path.Join(from, f.name), t); out.err != nil {
			return out
		}
		out.files = append(out.files, t)
	}
	return out
}

// text reads one file within the bounds of the whole.
func (l *loader) text(name string, t *text) ([]byte, error) {
	src, err := l.folder.read(name)
	if err != nil {
		return nil, err
	}
	l.files, l.bytes = l.files+1, l.bytes+len(src)
	if l.files > maxFiles || l.bytes > maxBytes {
		return nil, fmt.Errorf("more than %d files or %d MiB of configuration", maxFiles, maxBytes>>20)
	}
	if l.joining += t.skim(src); l.joining > maxJoining {
		return nil, errors.New("blocks of text (<<EOT) of too many lines; move them to files of their own")
	}
	if symbol.Contains(string(src)) {
		return nil, fmt.Errorf("%s: holds private-use characters, which plan403 reserves; remove them", t.shown)
	}
	return src, nil
}

// skim looks for the blocks of a file, and tells its joining.
func (t *text) skim(src []byte) (joining int) {
	if t.json {
		return 0
	}
	if skimmed, ok := syntax.Skim(src, t.shown); ok {
		t.skimmed = &skimmed
		return skimmed.Joining
	}
	if bytes.Contains(src, []byte("<<")) {
		return syntax.Joining(src)
	}
	return 0
}

// parseAll parses files on all cores.
func parseAll(files []*text) { parallel.Each(len(files), func(i int) { files[i].parse() }) }

func (t *text) parse() {
	if t.skimmed != nil {
		t.blocks = blocksOf(t.skimmed)
		return
	}
	b, err := parse(t.src, t.shown, t.json)
	if err != nil {
		t.err = fmt.Errorf("%s: %w", t.shown, err)
		return
	}
	content, _, _ := expr.Body(b).PartialContent(moduleSchema)
	t.blocks = content.Blocks
}

// declared are the blocks of parsed files in their order, or the first error.
func (l *loader) declared(t *texts) (primary, override []hcl.Blocks, err error) {
	for _, f := range t.files {
		switch {
		case f.err != nil:
			return nil, nil, f.err
		case f.override:
			override = append(override, f.blocks)
		default:
			primary = append(primary, f.blocks)
		}
		l.tree.sources[f.shown] = f.src
	}
	return primary, override, t.err
}
