// Command jsonvalue fails unless its standard input is exactly one JSON value.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err == nil {
		var value any
		err = json.Unmarshal(text, &value)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "jsonvalue: %v\n", err)
		os.Exit(1)
	}
	fmt.Printf("%d bytes of JSON\n", len(text))
}
