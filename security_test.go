package main

import "flag"

// long runs what is too long for every run: go test -run X -args -long.
var long = flag.Bool("long", false, "run the attacks for longer")
