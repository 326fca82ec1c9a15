package policy

// CallerKind is what sort of principal S3 or KMS sees.
type CallerKind uint8

// The kinds of caller that CloudFront can be. The zero value is Anonymous: who
// says nothing is nobody.
const (
	Anonymous CallerKind = iota
	Service              // a service principal: origin access control
	Identity             // an origin access identity
)

// String returns the kind as a word.
func (k CallerKind) String() string {
	return [...]string{"anonymous", "service", "identity"}[k]
}

// Caller is who makes a request. A Service has a Service name such as
// "cloudfront.amazonaws.com"; an Identity has an ARN and the canonical user id
// that S3 knows it by.
type Caller struct {
	Kind          CallerKind
	Service       string
	ARN           string
	CanonicalUser string
}

// Key is what a request says about one condition key: its possible values,
// each possibility a list, since multivalued keys have several entries, and
// nil where the key is absent. More than one possibility means that AWS does
// not document which it is, or that the documents conflict: each is evaluated,
// and if they differ the answer is unknown with Note as the reason. The zero
// Key is absent.
type Key struct {
	Possible [][]string
	Multi    bool // a multivalued key, such as aws:PrincipalOrgPaths
	Note     string
	// Varies: requests of one Situation may say something else about it.
	Varies bool
}

// possibilities returns at least one possibility.
func (k Key) possibilities() [][]string {
	if len(k.Possible) == 0 {
		return [][]string{nil}
	}
	return k.Possible
}

// Context returns what a request says about the condition key of the given
// name, which comes in lower case. A nil Context knows no key.
type Context func(name string) Key

func (c Context) key(name string) Key {
	if c == nil {
		return Key{}
	}
	return c(name)
}

// Request is one request to S3 or KMS: who does what to which ARN, and what
// else is known of it.
type Request struct {
	Caller   Caller
	Action   string // "s3:GetObject"
	Resource string // "arn:aws:s3:::bucket/key"
	Context  Context
	// Situation, which must be comparable, is the same for requests whose contexts say
	// the same about all keys but those that vary; nil is like no other.
	Situation any
}
