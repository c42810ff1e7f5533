package check

import "sync"

// Memo keeps answers that depend on nothing but their key, from one run over a
// catalog to the next run over a slightly different one: a timeline looks at
// hundreds of states of one catalog. It never changes what is found, only how
// soon. It is safe for concurrent use; a nil Memo keeps nothing.
type Memo struct{ kept sync.Map }

// Remember returns what is kept for a key, or finds it and keeps it. The type of
// the key must be the caller's own, so that no two callers share keys, and the
// key must hold everything that the answer depends on: text, never entries,
// which are others in each catalog.
func Remember[K comparable, V any](m *Memo, key K, find func() V) V {
	if m == nil {
		return find()
	}
	if v, ok := m.kept.Load(key); ok {
		return v.(V)
	}
	v := find()
	m.kept.Store(key, v)
	return v
}
