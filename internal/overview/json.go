package overview

import (
	"encoding/json"
	"io"

	"github.com/plan403/plan403/internal/report"
)

type jsonMap struct {
	FormatVersion string     `json:"format_version"`
	Plans         []jsonPlan `json:"plans"`
}

type jsonPlan struct {
	Path          string             `json:"path"`
	Distributions []jsonDistribution `json:"distributions"`
}

type jsonDistribution struct {
	Address   string         `json:"address"`
	Names     []string       `json:"names"`
	Enabled   string         `json:"enabled"`
	Behaviors []jsonBehavior `json:"behaviors"`
}

type jsonBehavior struct {
	Behavior string      `json:"behavior"`
	Methods  []string    `json:"methods"`
	Viewers  string      `json:"viewers"`
	Origins  []jsonRoute `json:"origins"`
	Requests []jsonClass `json:"requests"`
}

type jsonRoute struct {
	Origin string `json:"origin"`
	Group  string `json:"group,omitempty"`
	Caller string `json:"caller,omitempty"`
	Bucket string `json:"bucket,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Key    string `json:"kms_key,omitempty"`
}

type jsonClass struct {
	Method string   `json:"method"`
	Scheme string   `json:"scheme"`
	Host   string   `json:"host,omitempty"`
	Path   string   `json:"path"`
	Every  bool     `json:"every_path"`
	Signed bool     `json:"signed,omitempty"`
	Before string   `json:"before"`
	After  string   `json:"after"`
	Rules  []string `json:"rules"`
}

// writeJSON prints one object. Lists are never null.
func writeJSON(w io.Writer, plans []Plan, _ report.Style) error {
	out := jsonMap{FormatVersion: "1.0", Plans: []jsonPlan{}}
	for _, p := range plans {
		jp := jsonPlan{Path: p.Path, Distributions: []jsonDistribution{}}
		for _, d := range p.Distributions {
			jd := jsonDistribution{
				Address:   d.Address,
				Names:     list(d.Names),
				Enabled:   d.Enabled,
				Behaviors: []jsonBehavior{},
			}
			for _, b := range d.Behaviors {
				jd.Behaviors = append(jd.Behaviors, b.json())
			}
			jp.Distributions = append(jp.Distributions, jd)
		}
		out.Plans = append(out.Plans, jp)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

func (b Behavior) json() jsonBehavior {
	out := jsonBehavior{
		Behavior: b.Pattern,
		Methods:  list(b.Methods),
		Viewers:  b.Viewers,
		Origins:  []jsonRoute{},
		Requests: []jsonClass{},
	}
	for _, r := range b.Routes {
		out.Origins = append(out.Origins, jsonRoute(r))
	}
	for _, c := range b.Classes {
		r := c.Request
		out.Requests = append(out.Requests, jsonClass{
			Method: r.Method, Scheme: r.Scheme, Host: r.Host, Path: r.Path, Every: c.Every, Signed: r.Signed,
			Before: c.Before.String(), After: c.After.String(), Rules: list(c.Rules),
		})
	}
	return out
}

func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
