package locate

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// yamlReader reads a YAML text into documents.
type yamlReader struct {
	text  string
	lines []string
	nodes int
}

// maxYAML bounds the nodes of a text, those that aliases repeat included.
const maxYAML = 20000

// readYAML reads a mapping or a list. Any other text is a YAML scalar, and no
// policy.
func readYAML(text string) (*document, bool) {
	var root yaml.Node
	if yaml.Unmarshal([]byte(text), &root) != nil || len(root.Content) != 1 {
		return nil, false
	}
	r := &yamlReader{text: text, lines: strings.SplitAfter(text, "\n")}
	d := r.read(root.Content[0])
	return d, d != nil && d.kind != '"' && r.nodes < maxYAML
}

func (r *yamlReader) read(n *yaml.Node) *document {
	if r.nodes++; r.nodes > maxYAML {
		return nil
	}
	d := &document{text: n.Value, kind: '"'}
	d.start = r.offset(n)
	switch n.Kind {
	case yaml.AliasNode:
		return r.read(n.Alias)
	case yaml.MappingNode:
		d.kind = '{'
		for i := 0; i+1 < len(n.Content); i += 2 {
			d.names, d.items = append(d.names, n.Content[i].Value), append(d.items, r.read(n.Content[i+1]))
		}
	case yaml.SequenceNode:
		d.kind = '['
		for _, item := range n.Content {
			d.items = append(d.items, r.read(item))
		}
	default:
		d.end = d.start + r.length(n, r.text[d.start:])
		return d
	}
	d.end = d.start
	if last := len(d.items) - 1; last >= 0 && d.items[last] != nil {
		d.end = max(d.start, d.items[last].end)
	}
	return d
}

// offset is where a node begins. Columns count characters.
func (r *yamlReader) offset(n *yaml.Node) int {
	at := 0
	for _, line := range r.lines[:min(max(n.Line-1, 0), len(r.lines))] {
		at += len(line)
	}
	for i := 1; i < n.Column && at < len(r.text); i++ {
		_, size := utf8.DecodeRuneInString(r.text[at:])
		at += size
	}
	return at
}

// length is that of a scalar as it is written, of one of several lines that of the
// first.
func (r *yamlReader) length(n *yaml.Node, text string) int {
	line, _, _ := strings.Cut(text, "\n")
	switch {
	case n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && len(line) > 1:
		if end := strings.IndexByte(line[1:], line[0]); end >= 0 {
			return end + 2
		}
	case strings.HasPrefix(line, n.Value):
		return len(n.Value)
	}
	return len(strings.TrimRight(line, " \t\r"))
}
