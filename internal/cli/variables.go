package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plan403/plan403/internal/source"
)

// variables is the value of --var and --var-file, which fill one list: the last of
// both wins, as in Terraform.
type variables struct {
	list  *[]source.Given
	files bool
}

// maxVariableFile bounds a file of variables.
const maxVariableFile = 16 << 20

// Set takes one more option.
func (v *variables) Set(text string) error {
	if !v.files {
		*v.list = append(*v.list, source.Given{Var: text})
		return nil
	}
	file, err := readVariables(text)
	if err == nil {
		*v.list = append(*v.list, source.Given{Name: text, File: file})
	}
	return err
}

// String is the default that help shows.
func (v *variables) String() string { return "" }

func readVariables(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.New("it is not a file")
	}
	text, err := io.ReadAll(io.LimitReader(f, maxVariableFile+1))
	if err == nil && len(text) > maxVariableFile {
		err = fmt.Errorf("it is larger than %d MiB", maxVariableFile>>20)
	}
	return text, err
}

// givenVariables are the values of variables from outside the folder.
func givenVariables(c *cli.Context) source.Inputs {
	in := source.Inputs{}
	for _, pair := range os.Environ() {
		if strings.HasPrefix(pair, "TF_VAR_") {
			in.Environ = append(in.Environ, pair)
		}
	}
	if v, ok := c.Generic("var").(*variables); ok {
		in.Given = *v.list
	}
	return in
}
