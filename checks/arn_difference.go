package checks

import (
	"strings"

	"github.com/plan403/plan403/internal/symbol"
)

// The parts of an ARN (AWS General Reference, Amazon Resource Names).
const (
	arnPartition = iota + 1
	arnService
	arnRegion
	arnAccount
	arnResource
	arnParts
)

// difference says in a sentence what is wrong with an ARN that stands where a
// distribution's is wanted: the first part that is not the same. It is "" for
// what is no single ARN.
func difference(found, arn string) string {
	if strings.Contains(found, "${") {
		return " The one there holds a policy variable, which is taken for one only in a policy of Version " +
			"\"2012-10-17\"."
	}
	got, want := strings.SplitN(found, ":", arnParts), strings.SplitN(arn, ":", arnParts)
	if len(got) != arnParts || len(want) != arnParts || strings.Contains(found, " or ") {
		return ""
	}
	switch {
	case got[arnService] != want[arnService]:
		return " The one there is no distribution's, but one of " + got[arnService] + "."
	case got[arnRegion] != "" && want[arnRegion] == "":
		return " The one there names the region " + got[arnRegion] + "; distributions have none in their ARN."
	case got[arnPartition] != want[arnPartition]:
		return " The one there is of the partition " + got[arnPartition] + "."
	case got[arnAccount] != want[arnAccount] && !symbol.Unknown(want[arnAccount]):
		return " The one there is of the account " + got[arnAccount] + "."
	case strings.ContainsAny(got[arnResource], "*?"):
		return " The one there has a wildcard, which only ArnLike and StringLike take for one."
	case got[arnResource] != want[arnResource]:
		return " The one there is of " + got[arnResource] + "."
	}
	return ""
}
