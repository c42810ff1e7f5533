// Concord compiles a governance catalog: a folder of YAML, TOML and Markdown
// entries becomes a static site, and what the organisation disagrees about
// becomes visible.
//
//	concord build [CONTENT] [-o OUT]        compile the content folder into a site
//	concord check [CONTENT]                 list errors, conflicts and advice
//	concord diff BASE[..HEAD] [CONTENT]     say what changes in meaning, and who should approve
//	concord explain [CODE]                  say what a finding means and how it is settled
//	concord fix [CONTENT]                   put right what can be put right mechanically
//	concord fmt [CONTENT]                   put fields into their usual order
//	concord print [CONTENT] [-o FILE]       make a printed glossary: PDF, EPUB, HTML
//	concord serve [CONTENT]                 show the site here, and keep it built
//	concord test [CONTENT]                  put definitions to the test of scenarios
//
//	concord compare A B [CONTENT]           say whether two formulas mean the same
//	concord measure [CONTENT]               count semantic debt, coverage and alignment
//	concord why ID [CONTENT]                show what an entry leads to, or why it leads nowhere
//
//	concord init [FOLDER]                   begin a catalog
//	concord new KIND ID [CONTENT]           write a new entry's file
//	concord rename OLD NEW [CONTENT]        give an entry another ID, and follow it
//	concord retire ID [CONTENT]             take an entry out of use
//	concord owners [CONTENT]                print or write CODEOWNERS
//	concord schema [KIND]                   print JSON Schemas for editors
//	concord import FORMAT PATH -o CONTENT   turn another catalog into a content folder
//	concord export FORMAT [CONTENT] -o DIR  write the catalog for other programs
//
//	concord lsp [CONTENT]                   serve an editor while one types
//	concord version                         say which Concord this is
//	concord completion SHELL                print a completion script
//
// # Where the content is
//
// CONTENT is the folder that holds the entries. Without it, Concord takes
// content/ here, else this folder if it holds concord.toml. -C DIR works as if
// started in DIR.
//
// # Output
//
// What a command was asked for goes to standard output: findings of check, an
// explanation, an answer, and everything that --format makes for machines.
// Progress, warnings, errors and what a build did go to standard error. Colours
// are used on terminals only, and not where NO_COLOR is set.
//
// # Exit codes
//
//	0    clean
//	1    findings at or above --fail-on (error, conflict or advice; default: error,
//	     with --new-from conflict), failed scenarios, formulas that differ
//	2    the command line or the configuration is wrong
//	3    something could not be read or written
//	130  interrupted; the old site stands
//
// # The day
//
// Ages, reviews and expiries are counted from the day of the newest commit, or
// from --today YYYY-MM-DD. Without git it is the day of the build, and the
// output says so. Nothing else is read from clock or environment.
//
// # What is written
//
// fix, fmt, rename and retire change content files as text, in their place, and
// leave everything alone when a file was changed meanwhile. With --diff they only
// show what they would do.
//
// build writes one folder, OUT, in one step: readers see the old site or the
// new one. Only files that Concord wrote are ever removed. Content with errors
// publishes nothing; --keep-going publishes what compiles and lists the rest on
// errors.html. Layouts of graphs are kept in the user's cache folder, which may
// be deleted at any time.
package main
