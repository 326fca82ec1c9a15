package plan

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/plan403/plan403/internal/trace"
)

// located is a part of a resource and a source in which «» enclose the words that
// wrote it.
type located struct {
	name      string
	address   string // the policy's, if it is not given
	attribute string
	part      trace.Part
	files     string // as in txtar
}

const policyAddress = "aws_s3_bucket_policy.site"

var (
	action      = trace.Part{Statement: 1, Element: "Action"}
	objects     = trace.Part{Statement: 1, Element: "Resource"}
	principal   = trace.Part{Statement: 1, Element: "Principal", Key: "Service", Entry: "s3.amazonaws.com"}
	sourceValue = trace.Part{Statement: 1, Element: "Condition", Operator: "StringEquals", Key: "AWS:SourceArn"}
)

// second is the action of the second statement.
var second = trace.Part{Statement: 2, Element: "Action"}

func entry(p trace.Part, text string) trace.Part {
	p.Entry = text
	return p
}

// instead is a part in place of which a request brings another text.
func instead(p trace.Part, text, brought string) trace.Part {
	p.Entry, p.Instead = text, brought
	return p
}

func TestLocator(t *testing.T) {
	for _, list := range [][]located{wherePolicies, whereDocuments, whereFiles, whereNames, whereFunctions, whereBlocks, whereMissing, whereTogether} {
		for _, c := range list {
			t.Run(c.name, func(t *testing.T) { c.run(t) })
		}
	}
}

func (c located) run(t *testing.T) {
	files, want := marked(t, c.files)
	tree := folder(t, files)
	documents := []planned{}
	for address, r := range tree.Root.Resources {
		if r.Mode == "data" && r.ForEach() == nil {
			documents = append(documents, planned{address: address, actions: []string{"read"}, after: attrs{"json": nil}})
		}
	}
	p := mustRead(t, planJSON(t, attrs{"variables": attrs{"given": attrs{"value": "s3:ListBucket"}}}, append(documents,
		creating(policyAddress, attrs{"bucket": "assets", "policy": nil}),
		creating("aws_s3_bucket.assets", attrs{"bucket": "assets"}),
		creating("aws_cloudfront_distribution.cdn", attrs{"enabled": true, "arn": nil, "origin": []attrs{{"origin_id": "a", "origin_path": "/x"}, {"origin_id": "b", "origin_path": "/y"}}}),
		creating("module.m.aws_s3_bucket_policy.site", attrs{"bucket": "assets", "policy": nil}),
	)...))
	opt := StateOptions{Source: tree, Account: "111122223333", Region: "eu-west-1"}
	_, after := mustStates(t, p, opt)
	if c.address == "" {
		c.address, c.attribute = policyAddress, "policy"
	}
	at, ok := NewLocator(p, opt, after).Where(after.Resource(c.address), c.attribute, c.part)
	src := tree.Source(at.Range.Filename)
	if !ok || !at.Range.CanSliceBytes(src) {
		t.Fatalf("found %v, %v", at, ok)
	}
	got := marks{at.Range.Filename, at.Range.Start.Byte, string(at.Range.SliceBytes(src))}
	if got != want {
		t.Errorf("found %v, want %v", got, want)
	}
}

// marks are the words between the marks, and where they begin.
type marks struct {
	file  string
	start int
	words string
}

// marked takes files apart and the marks out.
func marked(t *testing.T, text string) (files map[string]string, want marks) {
	t.Helper()
	files = map[string]string{}
	for _, f := range txtar.Parse([]byte(text)).Files {
		before, after, found := strings.Cut(string(f.Data), "«")
		inner, rest, _ := strings.Cut(after, "»")
		if found {
			want = marks{f.Name, len(before), inner}
		}
		files[f.Name] = before + inner + rest
	}
	if want.file == "" {
		t.Fatal("nothing is marked")
	}
	return files, want
}
