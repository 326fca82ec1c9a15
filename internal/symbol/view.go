package symbol

// Of is the table as one of several roots sees it that are read together: the keys
// of its symbols are its own, so that two roots which both have an
// aws_s3_bucket.site have two buckets. What belongs to another root is shown with
// that root before it. A secret stays one value, whichever root holds it. root is
// how addresses of the root begin where they are not at home.
func (t *Table) Of(root string) *Table {
	return &Table{whole: t.base(), root: root}
}

// base is the table that holds the symbols.
func (t *Table) base() *Table {
	if t.whole != nil {
		return t.whole
	}
	return t
}

// beside is how something of a root begins where another is at home.
func beside(home, root string) string {
	if home == root {
		return ""
	}
	return root
}

// seenFrom is the origin as a root calls it.
func (o Origin) seenFrom(home string) Origin {
	if o.Address != "" {
		o.Address = beside(home, o.root) + o.Address
	} else if o.Attribute != "" {
		o.Attribute = beside(home, o.root) + o.Attribute
	}
	o.root = home
	return o
}
