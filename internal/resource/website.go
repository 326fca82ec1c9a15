package resource

// dashRegions have s3-website-REGION endpoints, all later ones
// s3-website.REGION (AWS General Reference, Amazon S3 website endpoints).
var dashRegions = map[string]bool{
	"us-east-1": true, "us-west-1": true, "us-west-2": true, "ap-southeast-1": true, "ap-southeast-2": true,
	"ap-northeast-1": true, "eu-west-1": true, "sa-east-1": true, "us-gov-west-1": true,
}

func websiteDomain(region, suffix string) string {
	if dashRegions[region] {
		return "s3-website-" + region + "." + suffix
	}
	return "s3-website." + region + "." + suffix
}

func websiteDomainOf(o Object) string {
	return websiteDomain(o.Expand("{region}"), o.Expand("{suffix}"))
}
