package rule

import "github.com/concord-catalog/concord/catalog/check"

// governance lists the rules about authority, alignment, time, lifecycle and
// resolutions.
func governance() []*check.Rule {
	return []*check.Rule{}
}
