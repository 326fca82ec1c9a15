package s3

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
	"weak"

	"github.com/plan403/plan403/internal/policy"
	"github.com/plan403/plan403/internal/symbol"
	"github.com/plan403/plan403/internal/tri"
)

// grammar reads a policy by the rules of what it belongs to.
type grammar func(text string, reveal func(string) string) (*policy.Document, error)

// documents remembers the policies that were read, by their text: the worlds before,
// during and after apply share most of them.
type documents struct {
	grammar grammar

	lock   sync.Mutex
	read   map[string]*document
	recent recent
}

// document is a policy as far as its text says. Parsed, it takes twenty times its
// text, so that is kept only while somebody reads it, and parsed again if need be.
type document struct {
	text   string
	all    *documents
	reveal func(string) string
	// valid: it keeps to the grammar; else err says why not.
	valid  bool
	err    *policy.SyntaxError
	hidden bool
	public tri.Value

	once   sync.Once
	lock   sync.Mutex // guards what follows
	parsed weak.Pointer[policy.Document]
	known  map[policy.Target][]policy.Objection
}

// recent keeps the policies that were parsed last: requests to one bucket follow each
// other.
type recent struct {
	lock sync.Mutex
	list [16]*policy.Document
	next int
}

func (r *recent) keep(d *policy.Document) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.list[r.next] = d
	r.next = (r.next + 1) % len(r.list)
}

// tree is the policy itself, nil if it breaks the grammar.
func (d *document) tree() *policy.Document {
	if !d.valid {
		return nil
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	if known := d.parsed.Value(); known != nil {
		return known
	}
	again, _ := d.all.grammar(d.text, d.reveal) // which has taken it before
	d.hold(again)
	return again
}

func (d *document) hold(parsed *policy.Document) {
	d.parsed = weak.Make(parsed)
	d.all.recent.keep(parsed)
}

// objectionsOf lists what S3 objects to if the document is to be a bucket's policy.
func (d *document) objectionsOf(t policy.Target) []policy.Objection {
	parsed := d.tree()
	d.lock.Lock()
	defer d.lock.Unlock()
	list, known := d.known[t]
	if !known {
		list = parsed.Objections(t)
		if d.known == nil {
			d.known = map[policy.Target][]policy.Objection{}
		}
		d.known[t] = list
	}
	return list
}

func (d *documents) of(text string, symbols *symbol.Table) *document {
	d.lock.Lock()
	known, ok := d.read[text]
	if !ok {
		known = &document{text: text, all: d, reveal: symbols.Reveal}
		if d.read == nil {
			d.read = map[string]*document{}
		}
		d.read[text] = known
	}
	d.lock.Unlock()
	known.once.Do(func() { known.parse(symbols) })
	return known
}

// parse reads the policy for the first time.
func (d *document) parse(symbols *symbol.Table) {
	if r, size := utf8.DecodeRuneInString(d.text); size == len(d.text) && symbol.KindOf(r) == symbol.Secret {
		d.text, d.hidden = symbols.Reveal(d.text), true
	}
	parsed, err := d.all.grammar(d.text, d.reveal)
	errors.As(err, &d.err)
	d.valid, d.public = parsed != nil, tri.False
	if parsed != nil {
		d.conceal(parsed, symbols)
		d.public = Public(parsed)
		d.hold(parsed)
	}
}

// conceal keeps the parts of sensitive resources and values from being shown in
// the paths that are made of them.
func (d *document) conceal(parsed *policy.Document, symbols *symbol.Table) {
	for _, s := range parsed.Statements {
		texts := slices.Concat(s.Resource, s.NotResource)
		for _, c := range s.Conditions {
			if policy.SharedSecret(c.Name()) {
				concealAll(symbols, c.Revealed())
				continue
			}
			texts = append(append(texts, c.Values...), c.Key)
		}
		for _, text := range texts {
			plain := symbols.Reveal(text)
			if !d.hidden && plain == text {
				continue
			}
			symbols.DeriveParts(plain)
			symbols.DeriveParts(strings.ToLower(plain)) // as condition keys are compared
		}
	}
}

// concealAll keeps texts, wildcards aside, from being shown with the source.
func concealAll(symbols *symbol.Table, texts []string) {
	for _, text := range texts {
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '*' || r == '?' }) {
			symbols.Conceal(part)
		}
	}
}
