package words

// As whom S3 sees who asks for an object.
const (
	CloudFront = "the service principal cloudfront.amazonaws.com"
	Everyone   = "everyone"
	Anonymous  = "an anonymous caller"
)
