package cure

import (
	"path"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/plan403/plan403/internal/source"
	"github.com/plan403/plan403/internal/source/syntax"
	"github.com/plan403/plan403/plan"
)

// Files are the parsed files of a tree.
type Files struct {
	tree   *source.Tree
	parsed map[string]*hclsyntax.Body
}

func NewFiles(t *source.Tree) *Files { return &Files{tree: t, parsed: map[string]*hclsyntax.Body{}} }

// body is a file in native syntax, nil for any other.
func (f *Files) body(name string) *hclsyntax.Body {
	if b, known := f.parsed[name]; known {
		return b
	}
	f.parsed[name] = nil
	if src := f.tree.Source(name); source.Native(name) && src != nil {
		if b, err := syntax.Config(src, name); err == nil {
			f.parsed[name] = b
		}
	}
	return f.parsed[name]
}

// block is the block at the top of a file that begins where a range does.
func (f *Files) block(at hcl.Range) (Block, bool) {
	body := f.body(at.Filename)
	if body == nil {
		return Block{}, false
	}
	for _, b := range body.Blocks {
		if b.TypeRange.Start.Byte == at.Start.Byte {
			return Block{File: at.Filename, Syntax: b}, true
		}
	}
	return Block{}, false
}

// Editable reports whether a file is one that an edit may change, and why not: it
// has to be the project's own. Which files are links only the disk tells; who writes
// them looks.
func Editable(name string) (why string, ok bool) {
	switch base := path.Base(name); {
	case plan.Fetched(name) || strings.Contains(name, ".terraform/"):
		return "it is in a module that terraform init fetched", false
	case strings.HasSuffix(base, ".tftest.hcl") || strings.HasSuffix(base, ".tofutest.hcl"):
		return "it stands in a test", false
	case strings.HasSuffix(base, ".json") && source.Configuration(name):
		return "it is written in the JSON syntax", false
	}
	return "", true
}
