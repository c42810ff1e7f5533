package check

import (
	"slices"

	"github.com/concord-catalog/concord/catalog/diag"
	"github.com/concord-catalog/concord/catalog/internal/editdist"
	"github.com/concord-catalog/concord/catalog/model"
	"github.com/concord-catalog/concord/catalog/source"
)

// severity is what concord.toml sets for a finding: for its rule, or for its
// rule in a part of the content, of which the last that fits counts. A finding
// belongs to a part when everything that takes part in it lies there, so that a
// quiet corner cannot silence a conflict with the rest.
func (env Env) severity(d *draft) (severity diag.Severity, set bool) {
	severity, set = severityOf(env.Catalog, d.Kind)
	for i := range env.Catalog.Config.RulesFor {
		part := &env.Catalog.Config.RulesFor[i]
		s, named := setFor(part.Rules, d.Kind)
		if named && env.liesIn(d, part) {
			severity, set = s, true
		}
	}
	return severity, set
}

// setFor is the severity that settings give to a kind of finding, which they
// name by ID or code.
func setFor(settings []model.RuleSetting, k *diag.Kind) (severity diag.Severity, set bool) {
	for _, s := range settings {
		if s.Rule.S == k.ID || s.Rule.S == k.Code {
			if v, ok := diag.ParseSeverity(s.Severity.S); ok {
				return v, true
			}
		}
	}
	return k.Severity, false
}

// liesIn reports whether a finding's place and all of its subjects lie in a part
// of the content.
func (env Env) liesIn(d *draft, part *model.RulesFor) bool {
	if !part.Takes(env.pathOf(d.At.File)) {
		return false
	}
	return !slices.ContainsFunc(d.subjects, func(e *model.Entry) bool { return !part.Takes(env.pathOf(e.At.File)) })
}

func (env Env) pathOf(id source.FileID) string {
	if f := env.Catalog.Source.File(id); f != nil {
		return f.Path
	}
	return ""
}

var settingWithoutEffect = diag.Kind{
	Code: "ADV293", ID: "setting-without-effect", Title: "setting that has no effect",
	Family: diag.Advice, Category: "lifecycle", Severity: diag.Minor,
	Why:    "A severity that is set for a rule of another name, or for files that are not there, changes nothing, and whoever wrote it believes that it does.",
	Settle: "Correct the rule's name or the path in `concord.toml`, or remove the setting.",
}

// badSettings finds the settings of concord.toml that name no rule or no file.
// The severity of errors cannot be set: whatever has one does not compile.
func badSettings(env Env, rules []*Rule) diag.List {
	var drafts []draft
	name := func(settings []model.RuleSetting) {
		for _, s := range settings {
			if kindCalled(s.Rule.S, rules) == nil {
				f := settingWithoutEffect.At(s.Rule.At, "no rule is called `"+s.Rule.S+"`").WithHelp("`concord explain` lists the rules")
				if near, ok := editdist.Closest(s.Rule.S, ruleIDs(rules)); ok {
					f.Help = []string{"did you mean `" + near + "`?"}
					if s.Rule.At.Len() == len(s.Rule.S) {
						f.Edits = []diag.Edit{{At: s.Rule.At, New: near, Unsafe: true}}
					}
				}
				drafts = append(drafts, draft{Finding: f, salt: s.Rule.S})
			}
		}
	}
	name(env.Catalog.Config.Rules)
	for i := range env.Catalog.Config.RulesFor {
		part := &env.Catalog.Config.RulesFor[i]
		name(part.Rules)
		for _, p := range part.Paths {
			if !env.anyFile(p.S) {
				f := settingWithoutEffect.At(p.At, "`"+p.S+"` is the path of no file").
					WithHelp("write a path from the content folder, as in `terms/legacy/**`")
				drafts = append(drafts, draft{Finding: f, salt: p.S})
			}
		}
	}
	return env.finishAll(drafts)
}

func ruleIDs(rules []*Rule) []string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	for _, k := range EngineKinds() {
		ids = append(ids, k.ID)
	}
	return ids
}

func (env Env) anyFile(pattern string) bool {
	for _, f := range env.Catalog.Source.Files() {
		if model.MatchPath(pattern, f.Path) {
			return true
		}
	}
	return false
}
