package plantest

import "encoding/json"

// Later stands for a value that is known only after apply.
type Later struct{}

const later = "known after apply"

// MarshalJSON writes the mark that Split finds.
func (Later) MarshalJSON() ([]byte, error) { return json.Marshal(later) }

// Split parts the values of a plan from its marks of what is not known, as "after"
// and "after_unknown" have them.
func Split(v any) (known, unknown any, err error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, nil, err
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, nil, err
	}
	known, unknown = split(plain)
	return known, unknown, nil
}

func split(v any) (known, unknown any) {
	switch v := v.(type) {
	case string:
		if v == later {
			return nil, true
		}
	case map[string]any:
		k, u := map[string]any{}, map[string]any{}
		for name, x := range v {
			k[name], u[name] = split(x)
		}
		return k, u
	case []any:
		k, u := []any{}, []any{}
		for _, x := range v {
			a, b := split(x)
			k, u = append(k, a), append(u, b)
		}
		return k, u
	}
	return v, false
}
