//go:build !unix

package private

import "os"

// own reports whether dir is a folder. Where users have no numbers, folders
// under the user's profile are private by default.
func own(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir()
}
