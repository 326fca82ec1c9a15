package hcledit

import "github.com/hashicorp/hcl/v2"

// Pieces are the content of a file after some edits, as pieces of what it held and
// texts between them, so that edits of edited text can be told as edits of the file.
type Pieces struct {
	name string
	src  []byte
	list []piece
}

// piece is a part of the file that is kept, or a text that is not from there.
type piece struct {
	from, to int // in the file
	text     string
	kept     bool
}

func (p piece) len() int {
	if p.kept {
		return p.to - p.from
	}
	return len(p.text)
}

func NewPieces(name string, src []byte) Pieces {
	return Pieces{name: name, src: src, list: []piece{{to: len(src), kept: true}}}
}

// cut is the number of the piece that begins at a place in the edited text, which is
// made if need be.
func (p *Pieces) cut(at int) int {
	for i, x := range p.list {
		switch {
		case at == 0:
			return i
		case at < x.len():
			a, b := x, x
			if x.kept {
				a.to, b.from = x.from+at, x.from+at
			} else {
				a.text, b.text = x.text[:at], x.text[at:]
			}
			p.list = append(append(append([]piece{}, p.list[:i]...), a, b), p.list[i+1:]...)
			return i + 1
		}
		at -= x.len()
	}
	return len(p.list)
}

// Edit makes edits of the edited text, which have to fit.
func (p *Pieces) Edit(list []Edit) {
	sorted := Order(list)
	for i := len(sorted) - 1; i >= 0; i-- {
		e := sorted[i]
		if i > 0 && sorted[i-1] == e { // which Apply makes once
			continue
		}
		end := p.cut(e.Range.End.Byte)
		size := len(p.list)
		start := p.cut(e.Range.Start.Byte)
		end += len(p.list) - size
		p.list = append(append(append([]piece{}, p.list[:start]...), piece{text: e.Text}), p.list[end:]...)
	}
}

// Edits are those of the file that come to the same.
func (p *Pieces) Edits() (out []Edit) {
	at, text := 0, ""
	flush := func(to int) {
		if to > at || text != "" {
			out = append(out, p.Change(at, to, text))
		}
		text = ""
	}
	for _, x := range p.list {
		if !x.kept {
			text += x.text
			continue
		}
		if x.from == x.to {
			continue
		}
		flush(x.from)
		at = x.to
	}
	flush(len(p.src))
	return out
}

// Origin is an edit of the edited text as one of the file, false if it changes what
// is not from there.
func (p *Pieces) Origin(e Edit) (Edit, bool) {
	from, ok := p.place(e.Range.Start.Byte)
	to, ok2 := p.place(e.Range.End.Byte)
	if !ok || !ok2 || to-from != e.Range.End.Byte-e.Range.Start.Byte || !p.allKept(e.Range) {
		return e, false
	}
	return p.Change(from, to, e.Text), true
}

// allKept reports whether all that stands in a range is from the file.
func (p *Pieces) allKept(r hcl.Range) bool {
	at := 0
	for _, x := range p.list {
		end := at + x.len()
		if !x.kept && x.text != "" && at < r.End.Byte && end > r.Start.Byte {
			return false
		}
		at = end
	}
	return true
}

// place is where a byte of the edited text stood in the file, false for one of a text
// that is not from there, and between two such texts.
func (p *Pieces) place(at int) (int, bool) {
	for i, x := range p.list {
		n := x.len()
		switch {
		case at < n && x.kept:
			return x.from + at, at > 0 || i == 0 || p.list[i-1].kept
		case at < n:
			return 0, false
		case at == n && i == len(p.list)-1:
			return x.to, x.kept
		}
		at -= n
	}
	return len(p.src), len(p.list) == 0
}

// Change is an edit of the file by bytes.
func (p *Pieces) Change(from, to int, text string) Edit {
	return Sheet{Name: p.name, Src: p.src}.Change(from, to, text)
}

// Back are edits of the edited text as such of the file, false if one of them changes
// what is not from there.
func (p *Pieces) Back(list []Edit) (out []Edit, ok bool) {
	for _, e := range list {
		moved, ok := p.Origin(e)
		if !ok {
			return nil, false
		}
		out = append(out, moved)
	}
	return out, true
}
