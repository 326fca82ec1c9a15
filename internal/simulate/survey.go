package simulate

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/plan403/plan403/internal/atlas"
	"github.com/plan403/plan403/internal/cloudfront"
	"github.com/plan403/plan403/internal/glob"
	"github.com/plan403/plan403/internal/s3"
	"github.com/plan403/plan403/internal/symbol"
)

// Survey is what one distribution answers to any request: the chart that tells to which
// class a request belongs, and the answers of each.
type Survey struct {
	Distribution *cloudfront.Distribution
	// Blind is why answers cannot be told by classes, "" if they can.
	Blind string
	Chart atlas.Chart
	// Roots are, for each view of the chart, the folder in which keys are looked for.
	Roots []string
	// Classes are the outcomes that lint looks at.
	Classes []Outcome
	// Hosts are the variants of a request: by the distribution's own name, "", and by
	// those that certainly lead to it. Others fare like the last one if AnyHost.
	Hosts   []string
	AnyHost bool
	Rows    []Row
}

// Requests is how many requests a survey has sent.
func (s *Survey) Requests() int {
	n := len(s.Classes)
	for _, r := range s.Rows {
		n += len(r.Answers)
	}
	return n
}

// Row is one class of paths with what its requests get.
type Row struct {
	Class, Path string
	// Answers are by host, method, scheme and signature.
	Answers []Surveyed
}

// Surveyed is an outcome, with the numbers of the classes that it belongs to.
type Surveyed struct {
	Outcome
	Like []int
}

// Bounds of a survey. What is beyond is not told by classes.
const (
	maxRows  = 600
	maxHosts = 4
)

// Surveyor surveys the distributions of a world.
type Surveyor struct {
	after, before *World
	touched       *touched
}

// NewSurveyor surveys the world after apply, or if both are the same, before.
func NewSurveyor(after, before *World) *Surveyor {
	return &Surveyor{after, before, after.since(before).touched}
}

// Survey asks one distribution for examples of all classes.
func (s *Surveyor) Survey(d *cloudfront.Distribution) *Survey {
	e := s.touched.enumerate(s.after, s.before, d)
	out := &Survey{Distribution: d, Blind: e.blind()}
	if out.Blind != "" {
		return out
	}
	out.Classes = e.run()
	c := cartographer{enumeration: e, views: map[string]int{}, rows: map[string]bool{}, Survey: out}
	c.known = newClasses(out.Classes)
	if c.chart(); out.Blind != "" {
		return out
	}
	c.hosts()
	for _, p := range c.paths() {
		c.row(p)
	}
	for _, class := range out.Classes { // what lint has asked is answered as lint does
		if class.Host == "" || slices.Contains(out.Hosts, class.Host) {
			c.exact(class.Request)
		}
	}
	return out
}

// cartographer draws the chart of one distribution.
type cartographer struct {
	*enumeration
	*Survey
	known classesOf
	views map[string]int // the number of a view, by the folder and its patterns
	rows  map[string]bool
}

// chart draws how the distribution looks at paths, and how it did before where that
// takes part in answers: during apply either may stand before what is behind the other.
func (c *cartographer) chart() {
	if f := c.world.firewall(c.distribution.WebACL); f != nil {
		for _, v := range f.views() {
			c.conceal(v.Pattern.String())
			c.Chart.Walls = append(c.Chart.Walls, v.Matcher())
		}
	}
	c.Chart.Walls = append(c.Chart.Walls, glob.View{Pattern: glob.Compile("*/")}.Matcher())
	looks := []enumeration{*c.enumeration}
	if c.old != nil {
		looks = append(looks,
			enumeration{world: c.before, distribution: c.old},
			enumeration{world: c.before, distribution: c.distribution},
			enumeration{world: c.world, distribution: c.old},
		)
	}
	for _, e := range looks {
		look := c.look(&e)
		same := func(other atlas.Look) bool { return reflect.DeepEqual(look, other) }
		if !slices.ContainsFunc(c.Chart.Looks, same) {
			c.Chart.Looks = append(c.Chart.Looks, look)
		}
	}
}

func (c *cartographer) look(e *enumeration) atlas.Look {
	var out atlas.Look
	for _, b := range e.distribution.Behaviors {
		c.conceal(b.PathPattern().String())
		behavior := atlas.Behavior{
			Pattern: glob.View{Pattern: b.PathPattern()}.Matcher(), Query: !b.ForwardsQuery().IsFalse(),
		}
		for _, t := range e.distribution.Targets(b) {
			for _, o := range t.Origins {
				behavior.Views = append(behavior.Views, c.view(e, b, o)...)
			}
		}
		out = append(out, behavior)
	}
	return out
}

// view is how the bucket behind an origin looks at keys.
func (c *cartographer) view(e *enumeration, b *cloudfront.Behavior, o *cloudfront.Origin) []int {
	bucket, folder, _ := e.world.exchange(e.distribution, Request{}).to(b, o).bucketBehind()
	if bucket == nil {
		return nil
	}
	v := atlas.View{Website: o.Endpoint.Form == cloudfront.Website, Index: indexOf(o, bucket)}
	folder = decoded(folder)
	c.conceal(folder)
	for _, p := range e.keyPatterns(b, o, bucket) {
		c.conceal(p.String())
		if m := (glob.View{Prefix: bucket.Name + "/" + folder, Pattern: p}).Matcher(); !m.Fails() {
			v.Patterns = append(v.Patterns, m)
		}
	}
	id := fmt.Sprint(folder, "\x00", v)
	n, known := c.views[id]
	if !known {
		n = len(c.Chart.Views)
		c.views[id] = n
		c.Chart.Views, c.Roots = append(c.Chart.Views, v), append(c.Roots, folder)
	}
	return []int{n}
}

// conceal leaves a distribution without answers of which a text that is sensitive
// decides: its pattern must not travel.
func (c *cartographer) conceal(text string) {
	secret := func(r rune) bool { return symbol.KindOf(r) == symbol.Secret }
	if c.world.State.Symbols.Hide(text) != text || strings.ContainsFunc(text, secret) {
		c.Blind = "a value that decides is sensitive"
	}
}

func indexOf(o *cloudfront.Origin, b *s3.Bucket) string { return keyOf(o, b, "") }

// blind is why answers of a distribution hang on more than the chart tells.
func (e *enumeration) blind() string {
	d := e.distribution
	if f := e.world.firewall(d.WebACL); f != nil && f.looksFurther() {
		return "its web ACL looks at paths by expressions or transformations, or at hosts"
	}
	for _, other := range []enumeration{*e, {world: e.before, distribution: e.old}} {
		if other.distribution == nil {
			continue
		}
		for _, o := range other.distribution.Origins {
			if o.Endpoint.ThroughAccessPoint() {
				return "it asks a bucket through an access point"
			}
			if b := other.world.Behind(other.distribution, o); b != nil && symbol.Contains(indexOf(o, b)) {
				return "the index document of a website is not known"
			}
		}
	}
	return ""
}

// hosts are the names for which the distribution certainly answers.
func (c *cartographer) hosts() {
	c.Hosts = []string{""}
	stop := c.world.stopOf(c.distribution)
	each := c.enumeration.hosts || len(stop.own)+len(stop.others) > 0
	for _, name := range append(slices.Clone(c.distribution.Aliases), c.distribution.DomainName) {
		name = strings.ToLower(name)
		certain := name != "" && !symbol.Contains(name) && c.distribution.Serves(name).IsTrue() &&
			c.world.State.Symbols.Hide(name) == name
		if !certain || strings.ContainsAny(name, "*?") && each || slices.Contains(c.Hosts, name) {
			continue
		}
		c.Hosts = append(c.Hosts, strings.Replace(name, "*", "www", 1))
		if c.AnyHost = !each; c.AnyHost || len(c.Hosts) > maxHosts {
			return
		}
	}
}

// paths are examples of all classes that lint knows, and of what it has no use for:
// folders of websites, doubled slashes, and letters behind percent signs, by which
// behaviors and keys see other paths.
func (c *cartographer) paths() []string {
	out := []string{"/"}
	classes, _ := c.enumeration.classes()
	for _, class := range classes {
		p := witnessPath(class.Witness)
		out = append(out, p)
		if len(p) > 1 && p[len(p)-1] != '/' {
			out = append(out, p+"/")
		}
	}
	for _, p := range slices.Clone(out) {
		out = append(out, "/"+p, "/%2F"+p[1:], p+"%2F", escapedLetter(p), "//a"+p)
	}
	return out
}

// escapedLetter is a path whose first letter stands behind a percent sign.
func escapedLetter(p string) string {
	const hex = "0123456789ABCDEF"
	for i := range len(p) {
		if letter := p[i] | 0x20; 'a' <= letter && letter <= 'z' && (i == 0 || p[i-1] != '%') {
			return p[:i] + "%" + string(hex[p[i]>>4]) + string(hex[p[i]&15]) + p[i+1:]
		}
	}
	return p
}

// row asks for one path in every way, unless its class has been asked for.
func (c *cartographer) row(p string) {
	if len(c.Rows) >= maxRows {
		return
	}
	class := c.Chart.Class(p)
	if c.rows[class] {
		return
	}
	c.rows[class] = true
	r := Row{Class: class, Path: p}
	var own []Outcome
	for _, asked := range everyWay(p) {
		own = append(own, c.outcome(asked))
	}
	for _, host := range c.Hosts {
		for _, o := range own {
			switch {
			case host != "" && c.AnyHost: // it goes the same way
				o.Host = host
			case host != "":
				o.Request.Host = host
				o = c.outcome(o.Request)
			}
			o, like := c.known.likened(o, c.world)
			r.Answers = append(r.Answers, Surveyed{o, like})
		}
	}
	c.Rows = append(c.Rows, r)
}

// everyWay are the requests for a path in the order of a set of answers.
func everyWay(p string) []Request {
	var out []Request
	for _, method := range atlas.Methods {
		for _, scheme := range []string{"https", "http"} {
			for _, signed := range []bool{false, true} {
				out = append(out, Request{Method: method, Scheme: scheme, Path: p, Signed: signed})
			}
		}
	}
	return out
}

// exact asks for one request by itself.
func (c *cartographer) exact(r Request) {
	o, like := c.known.among(c.enumeration, r)
	c.Rows = append(c.Rows, Row{Path: r.Path, Answers: []Surveyed{{o, like}}})
}
