package planfile

import (
	"bytes"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
)

func TestHead(t *testing.T) {
	tests := []struct{ name, text, address, mode, typ string }{
		{"in Terraform's order", `{"address":"a.b","mode":"managed","type":"a","values":{"type":"x"}}`, "a.b", "managed", "a"},
		{"in another order, with space", "{ \"values\" : [ { \"type\" : \"x]\\\\\" } ] ,\n\t\"n\" : -1.5e3 , \"b\":true,\"type\" : \"a\" , \"mode\":\"data\" , \"address\":\"a.b\" }", "a.b", "data", "a"},
		{"with escapes", `{"\u0074ype":"a\"\\","mode":"x\/y"}`, "", "x/y", `a"\`},
		{"the first of two counts", `{"type":"a","type":"b"}`, "", "", "a"},
		{"another kind counts as empty", `{"type":["a"],"mode":null,"address":{"type":"a"}}`, "", "", ""},
		{"nothing", `{}`, "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := headOf([]byte(tt.text))
			if err != nil || !h.is(tt.address, tt.mode, tt.typ) {
				t.Errorf("%q %q %q, %v", h.address, h.mode, h.typ, err)
			}
		})
	}
}

// FuzzHead compares with a reader that builds everything.
func FuzzHead(f *testing.F) {
	f.Add([]byte(`{"address":"a.b","x":{"y":[1,"}",{}]},"mode":"managed","type":"a\\"}`))
	f.Add([]byte(`{"a":"\\\"","type":"\\","mode":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d := jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true))
		value, err := d.ReadValue()
		if err != nil || value.Kind() != '{' {
			return
		}
		value = bytes.Clone(value)
		got, err := headOf(value)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		slow := jsontext.NewDecoder(bytes.NewReader(value), jsontext.AllowDuplicateNames(true))
		if err := readMembers(slow, func(key string) error {
			var s string
			err := readString(slow, &s)
			if _, twice := want[key]; !twice {
				want[key] = s
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{want["address"], want["mode"], want["type"], want["name"]}, []string{string(got.address), string(got.mode), string(got.typ), string(got.name)}); diff != "" {
			t.Error(diff)
		}
	})
}
