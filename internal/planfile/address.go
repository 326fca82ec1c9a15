package planfile

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/plan403/plan403/internal/addr"
)

// AddressOf takes the module from an address; a file tells the rest by itself.
func AddressOf(address, mode, typ, name string, index any) addr.Resource {
	module, _ := addr.ParseModule(address)
	return addr.Resource{Module: module, Mode: mode, Type: typ, Name: name, Key: keyOf(index)}
}

func keyOf(index any) addr.Key {
	switch k := index.(type) {
	case string:
		return addr.Name(k)
	case float64:
		return addr.Index(int64(k))
	case int:
		return addr.Index(int64(k))
	case json.Number:
		if n, err := cty.ParseNumberVal(string(k)); err == nil {
			return addr.KeyOf(n)
		}
	}
	return addr.NoKey
}
