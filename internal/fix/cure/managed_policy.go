package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/addr"
	"github.com/plan403/plan403/internal/hcledit"
	"github.com/plan403/plan403/plan"
)

// The policies that AWS manages and that suit S3 origins.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
const (
	allViewerExceptHost = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
	cachingOptimized    = "658327ea-f89d-4fab-a63d-7e88639e58f6"
	corsS3Origin        = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"
)

var managedNames = map[string]string{
	allViewerExceptHost: "Managed-AllViewerExceptHostHeader",
	cachingOptimized:    "Managed-CachingOptimized",
	corsS3Origin:        "Managed-CORS-S3Origin",
}

// labels are what data sources of them are called.
var labels = map[string]string{
	allViewerExceptHost: "all_viewer_except_host_header",
	cachingOptimized:    "caching_optimized",
	corsS3Origin:        "cors_s3_origin",
}

// managedID is the id of a policy, be it of a data source that has the name of a managed
// one alone.
func (c *Case) managedID(r *plan.Resource) string {
	for id, name := range managedNames {
		if r.String("name") == name {
			return id
		}
	}
	return r.String("id")
}

// namePolicy lets a behavior name a policy that AWS manages, as the file names such
// policies: by a data source, one that is there if there is one, or by its id.
func (c *Case) namePolicy(address, path, name, id string) []Candidate {
	kind := "aws_cloudfront_" + strings.TrimSuffix(name, "_id")
	a := hcledit.Argument{Value: `"` + id + `"`, Kin: []string{"cache_policy_id"}}
	for _, r := range c.After.State.Data(kind) {
		if text, ok := c.Reference(address, r.Address, "id"); ok && c.managedID(r) == id {
			a.Value = text
			return setting{Argument: a}.at(c, address, join(path, name))
		}
	}
	if old, label := c.dataSource(address, join(path, name), kind); old != nil {
		return c.anotherDataSource(address, path, name, *old, kind, label, id)
	}
	list := setting{Argument: a}.at(c, address, join(path, name))
	for i, way := range list {
		list[i].Edits = append(way.Edits[:0:0], c.named(way.Edits[0], managedNames[id]))
	}
	return list
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// named writes the name of a policy behind its id, in place of the comment that is
// there.
func (c *Case) named(e hcledit.Edit, name string) hcledit.Edit {
	s := c.sheet(e.Range.Filename)
	at := e.Range.End.Byte
	end := s.LineAfter(at)
	switch {
	case strings.HasSuffix(e.Text, "\n"):
		e.Text = strings.TrimRight(e.Text, "\r\n") + " # " + name + s.Newline()
	case hcledit.Formatted(s.Name) && s.OnlyComment(at, end):
		e = s.Change(e.Range.Start.Byte, at+len(strings.TrimRight(string(s.Src[at:end]), "\r\n")), e.Text+" # "+name)
	}
	return e
}

// dataSource is the block of the data source by which an argument names a policy, nil
// if it does so otherwise.
func (c *Case) dataSource(address, attribute, kind string) (*Block, string) {
	w, ok := c.words(address, attribute)
	if !ok || w.shared {
		return nil, ""
	}
	vars := w.x.Variables()
	parts := strings.Split(strings.TrimSpace(string(w.x.Range().SliceBytes(w.Src))), ".")
	if len(vars) != 1 || len(parts) != 4 || parts[0] != "data" || parts[1] != kind || parts[3] != "id" {
		return nil, ""
	}
	at, _ := addr.Parse(address)
	b, ok := c.BlockOf(at.Module, "data."+kind+"."+parts[2])
	if !ok || b.Syntax.Body.Attributes["name"] == nil {
		return nil, ""
	}
	return &b, parts[2]
}

// anotherDataSource names a policy by a data source as well: by the one that is there
// if nothing else does, else by a new one behind it.
func (c *Case) anotherDataSource(address, path, name string, old Block, kind, label, id string) []Candidate {
	s := c.sheet(old.File)
	a := hcledit.Argument{Name: name, Value: "data." + kind + "." + labels[id] + ".id"}
	edits := c.ways(address, path, a)
	if len(edits) != 1 || c.mentions(old.File, labels[id]) > 0 {
		return nil
	}
	written := old.Syntax.Body.Attributes["name"].Expr.Range()
	if c.mentions(old.File, "data."+kind+"."+label) == 1 {
		edits = append(edits, s.Replace(old.Syntax.LabelRanges[1], `"`+labels[id]+`"`))
		edits = append(edits, s.Replace(written, `"`+managedNames[id]+`"`))
		return []Candidate{{Edits: edits}}
	}
	edits = append(edits, s.InsertAfter(old.Syntax,
		"data \""+kind+"\" \""+labels[id]+"\" {\n  name = \""+managedNames[id]+"\"\n}"))
	return []Candidate{{Edits: edits}}
}

// mentions counts how often a name stands in the files of a folder.
func (c *Case) mentions(beside, name string) (n int) {
	for _, file := range c.Tree.Files() {
		if folder(file) == folder(beside) {
			n += countName(c.Source(file), name)
		}
	}
	return n
}
