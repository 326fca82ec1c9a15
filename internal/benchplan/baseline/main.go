// Command baseline does what plan403 is measured against, see
// docs/benchmarks.md: it writes a plan to standard output, reads one token by
// token, or decodes it whole.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/plan403/plan403/internal/benchplan"
)

const usage = "usage: baseline plan MEGABYTES | sites DISTRIBUTIONS BEHAVIORS STATEMENTS | tokens FILE | decode FILE"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "baseline:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	switch command, args := args[0], args[1:]; {
	case command == "plan" && len(args) == 1:
		n, err := numbers(args)
		if err == nil {
			_, err = benchplan.Write(os.Stdout, int64(n[0])<<20, 1)
		}
		return err
	case command == "sites" && len(args) == 3:
		n, err := numbers(args)
		if err == nil {
			err = benchplan.WriteSites(os.Stdout, n[0], n[1], n[2])
		}
		return err
	case command == "tokens" && len(args) == 1:
		return tokens(args[0])
	case command == "decode" && len(args) == 1:
		return decode(args[0])
	}
	return errors.New(usage)
}

func numbers(args []string) ([]int, error) {
	var out []int
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// tokens is the bare pass over the bytes.
func tokens(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	d := jsontext.NewDecoder(f, jsontext.AllowDuplicateNames(true))
	for err == nil {
		_, err = d.ReadToken()
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func decode(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	var p tfjson.Plan
	return json.Unmarshal(text, &p)
}
