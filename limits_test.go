package main

import (
	"archive/zip"
	"bytes"
	"testing"
)

// savedPlanZip is a zip with the members of a saved plan.
func savedPlanZip(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"tfplan", "tfstate", "tfconfig/modules.json"} {
		member, err := w.Create(name)
		if err == nil {
			_, err = member.Write([]byte("[]"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
