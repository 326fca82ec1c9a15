package resource

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2/hcldec"
)

// sorted and byName hold all rows. A row stands in the file of its service.
var (
	sorted = rows(
		buckets, objects, accessPoints, distributions, policiesOfCloudFront, keys, edges,
		organizations, unmodelled, places, referred,
	)
	byName = indexed(sorted)
)

func rows(tables ...[]Type) []*Type {
	var out []*Type
	for _, t := range slices.Concat(tables...) {
		t.specs = map[string]*hcldec.BlockTupleSpec{}
		for _, b := range t.Blocks {
			t.specs[b.Name] = b.spec()
		}
		out = append(out, &t)
	}
	slices.SortFunc(out, func(a, b *Type) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func indexed(list []*Type) map[string]*Type {
	out := map[string]*Type{}
	for _, t := range list {
		out[t.Name] = t
	}
	return out
}

// none says that there is nothing to tell; all is for short lists.
var none = []string{}

// noBlocks says that no nested block of a type is read.
var noBlocks = []Block{}

func all(names ...string) []string { return names }

// What arguments of several types may refer to.
var (
	bucketName = all("id", "bucket")
	document   = all("json", "minified_json")
	keyName    = all("arn", "id", "key_id")
	hostName   = all("bucket_regional_domain_name", "bucket_domain_name", "website_endpoint", "domain_name")
	itsID      = all("id")
)

// refers makes the Refers of a row.
type refers = map[string][]string

// defaults makes the Defaults of a row.
type defaults = map[string]any
