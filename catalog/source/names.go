package source

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// use says what a file of a given name is good for.
type use uint8

const (
	unknownFile use = iota
	dataFile
	assetFile
	skipFile
)

// useOf judges a file by its name alone.
func useOf(p string) use {
	name := path.Base(p)
	if isClutter(name) {
		return skipFile
	}
	switch extension(name) {
	case ".yaml", ".yml", ".toml", ".md":
		return dataFile
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".csv":
		return assetFile
	}
	return unknownFile
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }

// isClutter reports names that editors, file managers and git leave behind, and
// the few that every repository has beside its content.
func isClutter(name string) bool {
	switch strings.ToLower(name) {
	case "4913", "thumbs.db", "desktop.ini", "license", "license.md", "license.txt", "codeowners":
		return true
	}
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		len(name) > 1 && name[0] == '#' && name[len(name)-1] == '#' ||
		strings.Contains(name, "___jb_") {
		return true
	}
	switch extension(name) {
	case ".swp", ".swo", ".swx", ".bck", ".bak", ".tmp":
		return true
	}
	return false
}

// goodName reports whether a name can be stored, shown and typed everywhere.
func goodName(name string) bool {
	if !utf8.ValidString(name) || strings.ContainsAny(name, `\:`) {
		return false
	}
	for _, r := range name {
		if !unicode.IsPrint(r) && r != ' ' {
			return false
		}
	}
	return true
}

// folded maps names that some file system takes for one to one string.
func folded(p string) string {
	for i := range len(p) {
		if p[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFC.String(p)))
		}
	}
	return strings.ToLower(p)
}
