package draw

import (
	"os"
	"path/filepath"
)

// readyFolder finds a folder for the helpers that nobody else can write to: in
// the cache folder if there is one, else a new one for as long as the drawer is
// open. Where none can be made helpers still work, and take longer to start.
func (d *Drawer) readyFolder() {
	if d.dir != "" {
		return
	}
	if d.opt.CacheDir != "" {
		dir, err := filepath.Abs(filepath.Join(d.opt.CacheDir, "layout"))
		if err == nil && os.MkdirAll(dir, 0o700) == nil && usable(dir) {
			d.dir = dir
			return
		}
	}
	if dir, err := os.MkdirTemp("", "concord-layout-"); err == nil {
		d.dir, d.remove = dir, true
	}
}

// usable reports whether a folder is private and can be written to. Whose it is
// the helper checks itself.
func usable(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || os.PathSeparator == '/' && info.Mode().Perm()&0o077 != 0 {
		return false
	}
	probe, err := os.CreateTemp(dir, ".probe-")
	if err != nil {
		return false
	}
	probe.Close()
	return os.Remove(probe.Name()) == nil
}
