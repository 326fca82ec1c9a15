package cure

import "github.com/plan403/plan403/internal/hcledit"

// readable keeps objects in a class that is read at once and costs as little to keep as
// the archive classes but one.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html#sc-glacier
func readable(c *Case) []Candidate {
	s := setting{
		Argument: hcledit.Argument{Value: `"GLACIER_IR"`},
		why:      "an object in this class is answered only once somebody has restored it; GLACIER_IR is read at once",
		other:    "limit the rule to what CloudFront does not serve",
	}
	r := c.Resource(c.Finding.Address)
	path, name := splitPath(c.Finding.Attribute)
	switch {
	case r == nil || r.Type == "aws_s3_bucket_intelligent_tiering_configuration":
		return nil
	case name == "storage_class":
		return s.at(c, c.Finding.Address, c.Finding.Attribute)
	}
	return s.at(c, c.Finding.Address, join(join(path, name), "storage_class"))
}
