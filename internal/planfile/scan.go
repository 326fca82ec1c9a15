package planfile

import (
	"bytes"
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plan403/plan403/internal/resource"
)

// This file is the fast path. A plan can be a hundred megabytes of which a
// few kilobytes matter, so the file is read once, token by token, and never
// held: each resource is one element of an array, read into a buffer that is
// used again for the next one; its head (address, mode, type) is looked at;
// and only the elements of judged types are kept, and decoded at the end. What
// the top-level object holds beside them is skipped without being built.
//
// What judged resources may refer to is held as it stands: see HeldElement.
//
// Doubled keys are tolerated in what is skipped and refused in what is kept:
// there two readers of one file could come to different verdicts.

// The bounds of one value that is kept.
const (
	maxValueBytes = 256 << 20
	maxNesting    = 1000
	// maxValues bounds the strings, numbers, lists and so on of one resource, its
	// old values and masks included: each takes a kilobyte once it is decoded.
	maxValues = 250_000
	// maxModuleDepth bounds modules within modules.
	maxModuleDepth = 100
)

// scanner reads one plan or state.
type scanner struct {
	dec  *jsontext.Decoder
	in   *meter
	plan *Plan
	// budget is shared by all plans of a file.
	budget *budget
	keys   map[string]bool // of the top-level object
	// version is that of a raw state.
	version int
	// changes and prior wait to be decoded: see decodeJudged.
	changes, prior []judgedElement
	// told are the addresses that held changes speak of.
	told map[string]bool
	// planned waits for the end of the file: only then is it known which of
	// the resources have no entry in resource_changes.
	planned []plannedResource
}

type plannedResource struct {
	address string
	data    []byte
}

func newScanner(in *meter, left *budget) *scanner {
	return &scanner{
		// A doubled key is tolerated here: decodeKept looks for it in what is kept.
		dec:    jsontext.NewDecoder(in, jsontext.AllowDuplicateNames(true)),
		in:     in,
		plan:   &Plan{},
		budget: left,
		keys:   map[string]bool{},
		told:   map[string]bool{},
	}
}

// document reads one top-level object.
func (s *scanner) document() (*Plan, error) {
	if err := s.members(s.member); err != nil {
		return nil, s.locate(err)
	}
	if err := s.kind(); err != nil {
		return nil, err
	}
	if err := s.decodeJudged(); err != nil {
		return nil, err
	}
	if err := s.keepPlanned(); err != nil {
		return nil, err
	}
	s.markSensitive()
	return s.plan, nil
}

// member reads the value of one key of the top-level object.
func (s *scanner) member(key string) error {
	s.keys[key] = true
	switch key {
	case "format_version":
		return s.formatVersion(&s.plan.FormatVersion)
	case "terraform_version":
		return s.into(&s.plan.TerraformVersion)
	case "timestamp":
		return s.into(&s.plan.Timestamp)
	case "errored":
		return s.into(&s.plan.Errored)
	case "complete":
		return s.complete()
	case "variables":
		return s.members(s.variable)
	case "resource_changes":
		err := s.elements(s.change)
		s.dropPlanned()
		return err
	case "deferred_changes":
		return s.elements(s.deferred)
	case "planned_values":
		return s.values(s.plannedResource)
	case "prior_state":
		return s.members(s.priorState)
	case "values":
		return s.values(s.priorResource)
	case "version":
		return s.rawStateVersion()
	case "resources":
		if s.isRawState() {
			return s.elements(s.rawResource)
		}
	case "configuration":
		return s.configuration()
	}
	return s.skip()
}

// change sets one entry of resource_changes aside if it is judged.
func (s *scanner) change() error {
	data, h, err := s.wanted("resource_changes")
	if data == nil {
		return err
	}
	return s.judge(&s.changes, data, h)
}

// judge sets a judged resource aside, without the attributes that nothing reads.
func (s *scanner) judge(to *[]judgedElement, data []byte, h resourceHead) error {
	kept := withoutPassed(data, resource.OfText(h.typ).Passed)
	if shapeOf(kept).values > maxValues {
		return errValues
	}
	kept, repeated := withoutRepeated(kept)
	*to = append(*to, judgedElement{kept, jsonPlace(s.dec.StackPointer()), repeated})
	return s.budget.spend(costOfResource + costOf(kept))
}

// priorResource sets one resource of a state aside if it is judged.
func (s *scanner) priorResource() error {
	data, h, err := s.wanted("prior_state")
	if data == nil {
		return err
	}
	return s.judge(&s.prior, data, h)
}

// plannedResource sets one resource of planned_values aside if it is judged.
func (s *scanner) plannedResource() error {
	data, h, err := s.wanted("planned_values")
	if data == nil {
		return err
	}
	kept := withoutPassed(data, resource.OfText(h.typ).Passed)
	s.planned = append(s.planned, plannedResource{string(h.address), kept})
	return s.budget.spend(costOfHeld + len(kept))
}

// wanted reads the next resource of a section and returns it if it is judged.
// One that is only referred to is held.
func (s *scanner) wanted(section string) ([]byte, resourceHead, error) {
	data, h, err := s.element()
	if err != nil {
		return nil, h, err
	}
	switch r := h.reading(); {
	case r == resource.Referred:
		return nil, h, s.hold(section, h, data)
	case r == resource.Judged && !(isRecord(h) && leadsElsewhere(section, data)):
		return data, h, nil
	}
	return nil, h, nil
}

// element reads one object of an array. The bytes are good until the next read.
func (s *scanner) element() ([]byte, resourceHead, error) {
	data, err := s.value()
	if err != nil {
		return nil, resourceHead{}, err
	}
	h, err := headOf(data)
	return data, h, err
}

// decodeKept decodes the bytes of one value that matters into v. Numbers keep
// their digits, doubled keys and deep nesting are refused.
func decodeKept(data []byte, v any) error {
	if err := checkStrict(data); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return withoutValues(d.Decode(v))
}
