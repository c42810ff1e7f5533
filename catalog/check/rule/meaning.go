package rule

import "github.com/concord-catalog/concord/catalog/check"

// meaning lists the rules about what words, formulas and measures mean.
func meaning() []*check.Rule {
	return []*check.Rule{}
}
