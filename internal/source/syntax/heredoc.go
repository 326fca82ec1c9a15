package syntax

import (
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// HCL's parser puts the lines of a block of text together one by one, and copies
// all that it has each time: a few megabytes would take it hours.

// maxJoining bounds that work for one source text: a single block may have 4000
// lines of 60 letters, or fewer longer ones.
const maxJoining = 1 << 30

var errJoining = errors.New("blocks of text (<<EOT) of too many lines; move them to files of their own")

// Joining is the work of putting the blocks of text of a source together, in
// bytes that are copied, at most.
func Joining(src []byte) int {
	tokens, _ := hclsyntax.LexConfig(src, "", hcl.InitialPos)
	return joining(tokens)
}

// heredoc is a block of text while its tokens are read.
type heredoc struct{ lines, bytes int }

func joining(tokens hclsyntax.Tokens) (work int) {
	var open []heredoc
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOHeredoc:
			open = append(open, heredoc{})
		case hclsyntax.TokenCHeredoc:
			if n := len(open); n > 0 {
				work += open[n-1].lines * open[n-1].bytes
				open = open[:n-1]
			}
		case hclsyntax.TokenStringLit, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			if n := len(open); n > 0 {
				open[n-1].lines++
				open[n-1].bytes += len(t.Bytes)
			}
		}
	}
	for _, h := range open {
		work += h.lines * h.bytes
	}
	return work
}
