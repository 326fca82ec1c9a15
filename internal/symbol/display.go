package symbol

import "strings"

// label is the name of a text in one root: an attribute of a resource.
type label struct{ root, address, attribute string }

func (l label) name() string { return Origin{Address: l.address, Attribute: l.attribute}.name() }

// Label makes Display print a name wherever text occurs: the ARN of a
// distribution is then shown as aws_cloudfront_distribution.site.arn. It does
// nothing for text without a symbol, nor for one that another resource has had
// before: the id of a bucket's policy is the bucket's, and readers know it as that.
func (t *Table) Label(text, address, attribute string) {
	if !Contains(text) {
		return
	}
	root := t.root
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.labels == nil {
		t.labels = map[string]label{}
	}
	if old, ok := t.labels[text]; ok && old.root == root && old.address != address {
		return
	}
	t.labels[text] = label{root, address, attribute}
	t.named.add(text)
}

// Display makes s fit to be printed: a text with a Label becomes ${label}, any
// other symbol ${address.attribute}, a secret "(sensitive)"; and the plain
// value of a secret, should it stand in s, is hidden too.
func (t *Table) Display(s string) string { return t.Show(t.Hide(s)) }

// Show is Display for a text that holds no revealed value, such as a Terraform
// address: it leaves plain text alone.
func (t *Table) Show(s string) string {
	if !Contains(s) {
		return s
	}
	root := t.root
	t = t.base()
	t.mu.Lock()
	defer t.mu.Unlock()
	var b strings.Builder
	for _, r := range t.showLabels(s, root) {
		switch KindOf(r) {
		case None:
			b.WriteRune(r)
		case Secret:
			if v := t.secrets[r]; t.public[v] {
				b.WriteString(v)
			} else {
				b.WriteString("(sensitive)")
			}
		default:
			b.WriteString("${" + t.origins[r].seenFrom(root).name() + "}")
		}
	}
	return b.String()
}

func (t *Table) showLabels(s, root string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		text := t.named.longest(s[i:], anyWord)
		if text == "" {
			b.WriteByte(s[i])
			i++
			continue
		}
		l := t.labels[text]
		b.WriteString("${" + beside(root, l.root) + l.name() + "}")
		i += len(text)
	}
	return b.String()
}

func anyWord(string) bool { return true }

// shortestHidden is the length from which a secret's plain value is looked for
// in printed text: hiding every "1" would hide nothing and garble everything.
const shortestHidden = 4

// hideSecrets looks for all secrets before it takes one out: one may be a part of
// another, or overlap with it.
func (t *Table) hideSecrets(s string) string {
	var b strings.Builder
	secret := func(word string) bool { return !t.public[t.spells[word]] }
	kept, end := 0, 0 // what stands before kept is written; what is hidden ends at end
	for i := range len(s) {
		word := t.hidden.longest(s[i:], secret)
		if word == "" {
			continue
		}
		if i >= end {
			b.WriteString(s[kept:i] + "(sensitive)")
		}
		end = max(end, i+len(word))
		kept = end
	}
	if kept == 0 {
		return s
	}
	return b.String() + s[kept:]
}
