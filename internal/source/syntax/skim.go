package syntax

import (
	"bytes"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Most blocks of a configuration are about things that no verdict asks for, so a
// file is skimmed first: its outermost blocks are found without making tokens or
// trees of what is in them, and each is parsed when it is asked for.
//
// The skimmer knows the ordinary part of the language. It takes no text that HCL
// refuses, and none that its parser must be guarded from; what it does not know for
// certain it does not take at all, and the file is parsed as a whole. A fuzz test
// compares the two.

// Bounds of what is skimmed. Where brackets inside each other hold chains as long as
// they may be, the tree is as high as maxChain.
const (
	maxSkimLevels  = 32
	maxSkimChain   = 31
	maxSkimJoining = 1 << 24 // see Joining
	maxSkimNames   = 200     // arguments of one body, which are compared with each other
	maxSkimDigits  = 20
)

// Skimmed are the outermost blocks of a file in native syntax.
type Skimmed struct {
	Blocks []Block
	// Joining is at least that of the file.
	Joining int
}

// Block is an outermost block of which only the header has been read.
type Block struct {
	Type        string
	Labels      []string
	TypeRange   hcl.Range
	LabelRanges []hcl.Range
	text        []byte // of the whole block
}

// Skim finds the outermost blocks of a file. ok is false if it has to be parsed to
// tell, be it for an error or for something uncommon.
func Skim(src []byte, filename string) (out Skimmed, ok bool) {
	if len(src) > maxMarks && crowded(src) || !utf8.Valid(src) || len(src) > 0 && src[0] >= utf8.RuneSelf {
		return out, false
	}
	s := skimmer{src: src, filename: filename, line: 1}
	if !s.body(true) || s.joining > maxSkimJoining {
		return out, false
	}
	return Skimmed{Blocks: s.blocks, Joining: s.joining}, true
}

// DefRange is the range of the header, without the brace.
func (b *Block) DefRange() hcl.Range {
	if n := len(b.LabelRanges); n > 0 {
		return hcl.RangeBetween(b.TypeRange, b.LabelRanges[n-1])
	}
	return b.TypeRange
}

// Parse parses the block. It has the places that it has in its file.
func (b *Block) Parse() *hclsyntax.Block {
	file, diags := hclsyntax.ParseConfig(b.text, b.TypeRange.Filename, b.TypeRange.Start)
	body, ok := file.Body.(*hclsyntax.Body)
	if diags.HasErrors() || !ok || len(body.Blocks) != 1 {
		panic("a block that was skimmed does not parse: " + b.TypeRange.String())
	}
	return body.Blocks[0]
}

// Mentions calls f with each operand in the block that something is taken out of: a
// reference, or a call and what is taken out of its value. They may stand inside each
// other.
func (b *Block) Mentions(f func(text []byte)) {
	s := skimmer{src: b.text, line: 1, mention: f}
	s.body(true)
}

// skimmer goes through a file. Its methods report whether they found what they
// are for; if not, the file is not skimmed.
type skimmer struct {
	src      []byte
	filename string
	at       int
	blocks   []Block
	joining  int
	mention  func(text []byte) // see Mentions; may be nil

	levels int      // brackets and texts around this place
	chain  int      // operators and brackets in the expression of this level
	names  [][]byte // of the arguments in the bodies around this place

	line, counted int // the line of the byte counted
}

// here is the next byte, 0 at the end.
func (s *skimmer) here() byte { return s.ahead(0) }

// ahead is the byte n further on.
func (s *skimmer) ahead(n int) byte {
	if s.at+n < len(s.src) {
		return s.src[s.at+n]
	}
	return 0
}

// take takes a text if it comes next.
func (s *skimmer) take(text string) bool {
	if !bytes.HasPrefix(s.src[s.at:], []byte(text)) {
		return false
	}
	s.at += len(text)
	return true
}

// within skims what stands between brackets or quotes.
func (s *skimmer) within(inside func() bool) bool {
	if s.levels++; s.levels > maxSkimLevels {
		return false
	}
	chain := s.chain
	s.chain = 0
	ok := inside()
	s.chain = chain
	s.levels--
	return ok
}

// longer notes one more operator or bracket of an expression.
func (s *skimmer) longer() bool {
	s.chain++
	return s.chain <= maxSkimChain
}

// lineEnds is what line ends mean at a place.
type lineEnds bool

const (
	endItems lineEnds = true
	ignored  lineEnds = false
)

// blank skims spaces and comments, and line ends where they mean nothing.
func (s *skimmer) blank(ends lineEnds) bool {
	for {
		switch c := s.here(); {
		case c == ' ' || c == '\t' || c == '\r' && s.ahead(1) == '\n':
			s.at++
		case c == '\n' && ends == ignored:
			s.at++
		case c == '#' || c == '/' && s.ahead(1) == '/':
			s.toLineEnd()
		case c == '/' && s.ahead(1) == '*':
			end := bytes.Index(s.src[s.at+2:], []byte("*/"))
			if end < 0 {
				return false
			}
			s.at += 2 + end + 2
		default:
			return true
		}
	}
}

func (s *skimmer) toLineEnd() {
	if end := bytes.IndexByte(s.src[s.at:], '\n'); end >= 0 {
		s.at += end
		return
	}
	s.at = len(s.src)
}

// identifier takes a name, nil if there is none.
func (s *skimmer) identifier() []byte {
	from := s.at
	for c := s.here(); letter(c) || s.at > from && (digit(c) || c == '-'); c = s.here() {
		s.at++
	}
	if s.here() >= utf8.RuneSelf { // the name goes on, in other letters
		return nil
	}
	return s.src[from:s.at:s.at]
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' }

func digit(c byte) bool { return '0' <= c && c <= '9' }

// keyword takes a certain name.
func (s *skimmer) keyword(word string) bool {
	from := s.at
	if string(s.identifier()) == word {
		return true
	}
	s.at = from
	return false
}
