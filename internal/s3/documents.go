package s3

import (
	"errors"
	"slices"
	"strings"
	"sync"

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

	lock sync.Mutex
	read map[string]*document
}

// document is a policy as far as its text says.
type document struct {
	once     sync.Once
	document *policy.Document
	err      *policy.SyntaxError
	hidden   bool
	public   tri.Value

	lock       sync.Mutex
	objections map[policy.Target][]policy.Objection
}

// objectionsOf lists what S3 objects to if the document is to be a bucket's policy.
func (d *document) objectionsOf(t policy.Target) []policy.Objection {
	d.lock.Lock()
	defer d.lock.Unlock()
	list, known := d.objections[t]
	if !known {
		list = d.document.Objections(t)
		if d.objections == nil {
			d.objections = map[policy.Target][]policy.Objection{}
		}
		d.objections[t] = list
	}
	return list
}

func (d *documents) of(text string, symbols *symbol.Table) *document {
	d.lock.Lock()
	known, ok := d.read[text]
	if !ok {
		known = new(document)
		if d.read == nil {
			d.read = map[string]*document{}
		}
		d.read[text] = known
	}
	d.lock.Unlock()
	known.once.Do(func() { known.parse(text, d.grammar, symbols) })
	return known
}

func (d *document) parse(text string, parse grammar, symbols *symbol.Table) {
	if runes := []rune(text); len(runes) == 1 && symbol.KindOf(runes[0]) == symbol.Secret {
		text, d.hidden = symbols.Reveal(text), true
	}
	parsed, err := parse(text, symbols.Reveal)
	errors.As(err, &d.err)
	d.document, d.public = parsed, tri.False
	if parsed != nil {
		d.conceal(symbols)
		d.public = Public(parsed)
	}
}

// conceal keeps the parts of sensitive resources and values from being shown in
// the paths that are made of them.
func (d *document) conceal(symbols *symbol.Table) {
	for _, s := range d.document.Statements {
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
