package source

import (
	"path"
	"strings"
)

// Program is what reads a configuration.
type Program uint8

// The programs. Terraform passes over the files that OpenTofu has of its own;
// where it is not known which of them it is, they count.
const (
	AnyProgram Program = iota
	Terraform
	OpenTofu
)

// kindsOfFile are the ends of names by which files are read.
var kindsOfFile = []struct {
	suffix string
	json   bool
	of     string // the file that it takes the place of: OpenTofu's own
}{
	{".tf", false, ""},
	{".tf.json", true, ""},
	{".tofu", false, ".tf"},
	{".tofu.json", true, ".tf.json"},
}

// Configuration reports whether a file of that name belongs to a
// configuration, be it Terraform's or OpenTofu's.
func Configuration(name string) bool {
	_, _, ok := kindOfFile(path.Base(name))
	return ok
}

// Native reports whether it is in native syntax, which has comments.
func Native(name string) bool {
	_, kind, ok := kindOfFile(path.Base(name))
	return ok && !kindsOfFile[kind].json
}

func kindOfFile(base string) (stem string, kind int, ok bool) {
	hidden := strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") ||
		strings.HasPrefix(base, "#") && strings.HasSuffix(base, "#")
	for i, k := range kindsOfFile {
		if stem, found := strings.CutSuffix(base, k.suffix); found {
			return stem, i, !hidden
		}
	}
	return "", 0, false
}

// configFile is a file that a program reads.
type configFile struct {
	name     string
	json     bool
	override bool // it is laid over the others
}

// reads picks the files that the program reads in a directory, in their order.
// https://developer.hashicorp.com/terraform/language/files/override
// https://opentofu.org/docs/language/files/#tofu-files
func (p Program) reads(names []string) (out []configFile) {
	there := make(map[string]bool, len(names))
	for _, name := range names {
		there[name] = true
	}
	for _, name := range names {
		stem, kind, ok := kindOfFile(name)
		own := kindsOfFile[kind].of != ""
		if !ok || own && p == Terraform || p != Terraform && replaced(stem, kind, there) {
			continue
		}
		out = append(out, configFile{
			name: name, json: kindsOfFile[kind].json,
			override: stem == "override" || strings.HasSuffix(stem, "_override"),
		})
	}
	return out
}

// replaced reports whether OpenTofu reads another file instead.
func replaced(stem string, kind int, there map[string]bool) bool {
	for _, k := range kindsOfFile {
		if k.of == kindsOfFile[kind].suffix && there[stem+k.suffix] {
			return true
		}
	}
	return false
}
