package source

// Limits bound what [Read] takes in, so that no file can stop a build. Sizes
// are in bytes.
type Limits struct {
	DataFile int64 // a YAML or TOML file
	Markdown int64 // a Markdown file
	Asset    int64 // a picture or download
	Total    int64 // all files together
	Files    int   // how many files and folders are looked at
	Depth    int   // how many folders lie inside one another
}

// DefaultLimits are far above what a real catalog needs, and low enough that
// the slowest parser ends within a second.
func DefaultLimits() Limits {
	return Limits{
		DataFile: 1 << 20,
		Markdown: 2 << 20,
		Asset:    20 << 20,
		Total:    2 << 30,
		Files:    200_000,
		Depth:    32,
	}
}

// file is the limit for one file of that use and name.
func (l Limits) file(u use, path string) int64 {
	switch {
	case u == assetFile:
		return l.Asset
	case extension(path) == ".md":
		return l.Markdown
	}
	return l.DataFile
}
