package planfile

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/plan403/plan403/internal/resource"
)

// A raw state is the file that Terraform itself keeps, terraform.tfstate or what
// terraform state pull prints. It has no documented format; version 4, of
// Terraform 0.12 and later, is read here. Each instance is written again as
// terraform show -json would show it, so that one path leads to resources.

// rawVersion is the version of raw states that is read.
const rawVersion = 4

// rawResource is a block with its instances.
type rawResource struct {
	Module    string        `json:"module"`
	Mode      string        `json:"mode"`
	Type      string        `json:"type"`
	Name      string        `json:"name"`
	Instances []rawInstance `json:"instances"`
}

type rawInstance struct {
	IndexKey   any                        `json:"index_key"`
	Deposed    string                     `json:"deposed"`
	Attributes map[string]json.RawMessage `json:"attributes"`
	// Sensitive are paths into the attributes.
	Sensitive [][]rawStep `json:"sensitive_attributes"`
}

// rawStep is a name or a key on the way to a value.
type rawStep struct {
	Value any `json:"value"`
}

// shownResource is a resource of a state as terraform show -json shows it.
type shownResource struct {
	Address   string                     `json:"address"`
	Mode      string                     `json:"mode"`
	Type      string                     `json:"type"`
	Name      string                     `json:"name"`
	Index     any                        `json:"index,omitempty"`
	Values    map[string]json.RawMessage `json:"values"`
	Sensitive any                        `json:"sensitive_values"`
}

// isRawState reports whether what was read of the file so far is a raw state's.
func (s *scanner) isRawState() bool { return s.keys["lineage"] || s.keys["serial"] }

// rawStateVersion reads the version of a raw state; other files may have one that
// is no number.
func (s *scanner) rawStateVersion() error {
	data, err := s.value()
	if err == nil && json.Unmarshal(data, &s.version) != nil {
		s.version = 0
	}
	return err
}

// rawResource reads one resource of a raw state.
func (s *scanner) rawResource() error {
	data, h, err := s.element()
	if err != nil || h.reading() == resource.Unread {
		return err
	}
	place := jsonPlace(s.dec.StackPointer())
	var r rawResource
	if err := decodeKept(data, &r); err != nil {
		return err
	}
	if !h.is("", r.Mode, r.Type) && !h.is(string(h.address), r.Mode, r.Type) {
		return errTwoSpellings
	}
	for _, i := range r.Instances {
		if i.Deposed != "" { // it is to be deleted, whatever refers to it
			continue
		}
		shown, err := json.Marshal(r.shown(i))
		if err != nil {
			return err
		}
		if h.reading() == resource.Referred {
			head, err := headOf(shown)
			if err != nil {
				return err
			}
			if err := s.hold("prior_state", head, shown); err != nil {
				return err
			}
			continue
		}
		s.prior = append(s.prior, judgedElement{data: shown, place: place})
		if err := s.budget.spend(costOfResource + costOf(shown)); err != nil {
			return err
		}
	}
	return nil
}

func (r rawResource) shown(i rawInstance) shownResource {
	at := AddressOf(r.Module, r.Mode, r.Type, r.Name, i.IndexKey)
	out := shownResource{
		Address: at.String(), Mode: r.Mode, Type: r.Type, Name: r.Name, Index: i.IndexKey,
		Values: map[string]json.RawMessage{}, Sensitive: sensitiveMask(i.Sensitive),
	}
	for name, v := range i.Attributes {
		out.Values[name] = unwrapped(v)
	}
	return out
}

// unwrapped takes a value of an attribute without fixed type out of the object
// that tells the type as well.
func unwrapped(v json.RawMessage) json.RawMessage {
	var wrapped struct {
		Value json.RawMessage `json:"value"`
		Type  json.RawMessage `json:"type"`
	}
	d := json.NewDecoder(bytes.NewReader(v))
	d.DisallowUnknownFields()
	if len(v) > 0 && v[0] == '{' && d.Decode(&wrapped) == nil && wrapped.Value != nil && wrapped.Type != nil {
		return wrapped.Value
	}
	return v
}

// sensitiveMask makes the tree that terraform show -json has of paths. A path
// through a list or a set marks the whole of it.
func sensitiveMask(paths [][]rawStep) map[string]any {
	mask := map[string]any{}
	for _, path := range paths {
		at := mask
		for i, step := range path {
			name, ok := step.Value.(string)
			if !ok {
				break
			}
			next, isMap := at[name].(map[string]any)
			if i == len(path)-1 || !isNamed(path[i+1]) || at[name] == true {
				at[name] = true
				break
			}
			if !isMap {
				next = map[string]any{}
				at[name] = next
			}
			at = next
		}
	}
	return mask
}

func isNamed(s rawStep) bool {
	_, ok := s.Value.(string)
	return ok
}

// rawKind makes sure that a raw state is one that can be read.
func (s *scanner) rawKind() error {
	switch {
	case s.keys["encrypted_data"]:
		return errEncrypted
	case s.version != rawVersion:
		return fmt.Errorf("is a raw state of version %d, and only version %d is read: "+
			"run terraform show -json on it and read what that prints", s.version, rawVersion)
	}
	s.plan.State = true
	return nil
}
