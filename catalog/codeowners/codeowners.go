// Package codeowners writes the CODEOWNERS file of a catalog, so that whoever
// is accountable for an entry is asked to review its changes.
//
// A file belongs to the accountable owners and the stewards of the entries in
// it; an integration also to those who signed its agreement, a resolution also
// to those who decided it and to the owners of the sides it settles. A rule for
// a folder stands above the rules for its exceptions, since in such files the
// last rule that matches counts.
package codeowners

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/concord-catalog/concord/catalog/model"
)

// Host is the git host that reads the file.
type Host string

// The hosts. They read the same rules; GitLab wants them in a section, so that
// approvals can be required for it.
const (
	GitHub Host = "github"
	GitLab Host = "gitlab"
)

// Generate writes the file for a catalog whose content folder lies at prefix
// within the repository ("content/", "" at its top). Notes say which files have
// no owner that the host knows, one line each.
func Generate(c *model.Catalog, host Host, prefix string) (text []byte, notes []string) {
	owners, notes := handlesByFile(c)
	for _, file := range slices.Sorted(maps.Keys(owners)) {
		if strings.ContainsAny(file, patternSigns) {
			delete(owners, file)
			notes = append(notes, fmt.Sprintf("%s: its name reads as a pattern, so it belongs to whom its folder does", file))
		}
	}
	var b bytes.Buffer
	b.WriteString("# Who reviews changes of the catalog. Made by `concord owners` from the entries'\n# accountable owners and stewards: change those, not this file.\n")
	if host == GitLab {
		b.WriteString("\n[Catalog]\n")
	}
	for _, r := range rulesFor(owners) {
		if len(r.owners) == 0 { // a rule without owners frees the file from its folder's
			notes = append(notes, fmt.Sprintf("%s: no owner has a handle or an e-mail address", r.path))
		}
		b.WriteString(strings.TrimRight(pattern("/"+prefix+r.path)+" "+strings.Join(r.owners, " "), " ") + "\n")
	}
	slices.Sort(notes)
	return b.Bytes(), slices.Compact(notes)
}

// handlesByFile lists the owners of each content file as the host names them,
// sorted.
func handlesByFile(c *model.Catalog) (owners map[string][]string, notes []string) {
	owners = map[string][]string{}
	for _, e := range c.Entries {
		file := c.Source.Place(e.At).Path
		if file == "" {
			continue
		}
		list := owners[file]
		for _, o := range people(c, e) {
			h, ok := handle(o)
			if !ok {
				notes = append(notes, fmt.Sprintf("%s: its handle is none that a git host knows", o.Key()))
				continue
			}
			if h != "" {
				list = append(list, h)
			}
		}
		slices.Sort(list)
		owners[file] = slices.Compact(list)
	}
	return owners, notes
}

// people lists who must agree to a change of an entry.
func people(c *model.Catalog, e *model.Entry) []*model.Owner {
	var list []*model.Owner
	add := func(refs ...model.Ref) {
		for _, r := range refs {
			if r.To != nil {
				if o, ok := r.To.Self.(*model.Owner); ok {
					list = append(list, o)
				}
			}
		}
	}
	if e.Accountable != nil {
		list = append(list, e.Accountable)
	}
	add(e.Stewards...)
	switch v := e.Self.(type) {
	case *model.Integration:
		if v.Agreement != nil {
			add(v.Agreement.By...)
		}
	case *model.Resolution:
		add(v.DecidedBy...)
		for _, s := range v.Settles {
			for _, r := range s.Subjects {
				if r.To != nil && r.To.Accountable != nil {
					list = append(list, r.To.Accountable)
				}
			}
		}
	}
	return list
}

// Handles and addresses as hosts have them. Nothing else may get into the file:
// a blank or a line end in a handle would give somebody else the right to
// review.
var (
	handleForm = regexp.MustCompile(`^@[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?(?:/[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?){0,8}$`)
	emailForm  = regexp.MustCompile(`^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}$`)
)

// handle is how the host knows an owner: by handle, else by address, else not
// at all (""). It is false for a handle or address that is malformed.
func handle(o *model.Owner) (string, bool) {
	switch {
	case o.Handle.S != "":
		h := o.Handle.S
		if !strings.HasPrefix(h, "@") {
			h = "@" + h
		}
		return h, handleForm.MatchString(h)
	case o.Email.S != "":
		return o.Email.S, emailForm.MatchString(o.Email.S)
	}
	return "", true
}

// rule gives a folder (its path ends in a slash) or a file to owners.
type rule struct {
	path   string
	owners []string
}

// rulesFor makes as few rules as say the same: for each folder the owners of
// most files in it, then the files and folders that differ.
func rulesFor(owners map[string][]string) []rule {
	root := &folder{sub: map[string]*folder{}, files: map[string][]string{}}
	for file, list := range owners {
		root.put(strings.Split(file, "/"), list)
	}
	var rules []rule
	root.rules("", nil, &rules)
	return rules
}

type folder struct {
	sub   map[string]*folder
	files map[string][]string
}

func (f *folder) put(parts []string, owners []string) {
	if len(parts) == 1 {
		f.files[parts[0]] = owners
		return
	}
	if f.sub[parts[0]] == nil {
		f.sub[parts[0]] = &folder{sub: map[string]*folder{}, files: map[string][]string{}}
	}
	f.sub[parts[0]].put(parts[1:], owners)
}

// usual is who owns more than half of the files that lie in a folder itself,
// and so most likely the next one there; nil when nobody does.
func (f *folder) usual() []string {
	counts := map[string]int{}
	for _, list := range f.files {
		key := strings.Join(list, " ")
		if counts[key]++; key != "" && counts[key] > 1 && 2*counts[key] > len(f.files) {
			return list
		}
	}
	return nil
}

func (f *folder) rules(at string, above []string, into *[]rule) {
	own := above
	if usual := f.usual(); at != "" && usual != nil && !slices.Equal(usual, above) {
		own = usual
		*into = append(*into, rule{at, own})
	}
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		if list := f.files[name]; !slices.Equal(list, own) {
			*into = append(*into, rule{at + name, list})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.sub)) {
		f.sub[name].rules(at+name+"/", own, into)
	}
}

// patternSigns are what hosts read as patterns, whether or not a backslash stands
// before them. A rule for a file of such a name would take in others, and as the
// last that matches give them to its owners.
const patternSigns = `*?[]!\`

// pattern writes a path so that it means itself.
func pattern(p string) string {
	return strings.NewReplacer(" ", `\ `, "#", `\#`).Replace(p)
}

// Current reports whether a file that is there says what Generate would write.
func Current(there, generated []byte) bool {
	return bytes.Equal(bytes.ReplaceAll(there, []byte("\r\n"), []byte("\n")), generated)
}

// Path is where the file usually lies, within the repository.
func (h Host) Path() string {
	if h == GitLab {
		return path.Join(".gitlab", "CODEOWNERS")
	}
	return path.Join(".github", "CODEOWNERS")
}

// Places lists where the host looks for the file within the repository. It
// reads the first that there is.
func (h Host) Places() []string {
	if h == GitLab {
		return []string{"CODEOWNERS", "docs/CODEOWNERS", h.Path()}
	}
	return []string{h.Path(), "CODEOWNERS", "docs/CODEOWNERS"}
}
