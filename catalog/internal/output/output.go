// Package output is a file on its way out: a name and its bytes, before anyone
// has decided where to put them.
package output

// File is one file to be written.
type File struct {
	Path string // slash-separated, relative to the folder it will stand in
	Data []byte
}
