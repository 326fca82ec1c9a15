package planfile

// Module returns the configuration of the module that a path of call names
// leads to from the root, nil if there is none. It may be called on nil.
func (c *Config) Module(names []string) *ModuleConfig {
	if c == nil {
		return nil
	}
	m := c.Root
	for _, name := range names {
		if m == nil || m.Calls[name] == nil {
			return nil
		}
		m = m.Calls[name].Module
	}
	return m
}
