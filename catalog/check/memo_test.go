package check_test

import (
	"testing"

	"github.com/concord-catalog/concord/catalog/check"
)

func TestRemember(t *testing.T) {
	type mine string
	type other string
	found := 0
	find := func() int { found++; return found }
	m := &check.Memo{}
	if a, b := check.Remember(m, mine("k"), find), check.Remember(m, mine("k"), find); a != 1 || b != 1 {
		t.Errorf("one key has the answers %d and %d", a, b)
	}
	if got := check.Remember(m, other("k"), find); got != 2 {
		t.Errorf("another caller's key gets the answer %d", got)
	}
	if got := check.Remember(nil, mine("k"), find); got != 3 {
		t.Errorf("without a memo the answer is %d", got)
	}
}
