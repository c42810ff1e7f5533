package diag

import "io/fs"

// Examples is the folder of an embedded file system that holds one txtar archive
// for each kind of finding, named after it.
func Examples(embedded fs.FS, folder string) fs.FS {
	sub, err := fs.Sub(embedded, folder)
	if err != nil {
		panic("unreachable: the folder is embedded: " + err.Error())
	}
	return sub
}
