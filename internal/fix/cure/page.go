package cure

import (
	"strings"

	"github.com/plan403/plan403/internal/hcledit"
)

// rightPage lets the origin look for the pages in the folder into which all objects are
// uploaded.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
func rightPage(c *Case) []Candidate {
	o, ok := c.reader()
	if !ok || len(o.Bucket().Objects) < 2 {
		return nil
	}
	folder, _, ok := strings.Cut(o.Bucket().Objects[0].Key, "/")
	for _, object := range o.Bucket().Objects {
		ok = ok && strings.HasPrefix(object.Key, folder+"/")
	}
	if !ok || o.Origin.Path != "" || !isLabel(folder) {
		return nil
	}
	return setting{
		Argument: hcledit.Argument{Value: quoted("/" + folder), Kin: []string{"origin_id", "domain_name"}},
		why:      "all objects are uploaded below " + folder + "/, so that is where the origin has to look",
	}.at(c, o.Distribution.Place(), o.Origin.At("origin_path"))
}
