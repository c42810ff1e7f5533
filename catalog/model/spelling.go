package model

import "slices"

// spellings are other words for the words that a field takes, which people
// write because they know them from elsewhere. They mean the same, and entries
// hold the word that the field declares. The keys are fields by the list of
// their words, as the struct tag has it.
var spellings = map[string]map[string]string{
	"string,number,integer,boolean,date,datetime,duration": {
		"text": "string", "str": "string", "varchar": "string", "char": "string", "code": "string", "enum": "string",
		"id": "string", "identifier": "string", "uuid": "string", "email": "string", "url": "string",
		"decimal": "number", "float": "number", "double": "number", "numeric": "number", "real": "number",
		"money": "number", "amount": "number", "currency": "number", "percent": "number", "percentage": "number",
		"int": "integer", "bigint": "integer", "long": "integer", "count": "integer",
		"bool": "boolean", "flag": "boolean", "day": "date",
		"timestamp": "datetime", "date-time": "datetime", "interval": "duration", "timespan": "duration",
	},
	"string,number,boolean,date,url,list": {
		"text": "string", "decimal": "number", "integer": "number", "int": "number", "bool": "boolean", "link": "url",
	},
	"higher,lower,within": {
		"up": "higher", "increase": "higher", "increasing": "higher", "maximize": "higher", "maximise": "higher",
		"max": "higher", "more": "higher", "high": "higher", "higher-is-better": "higher", "higher is better": "higher",
		"down": "lower", "decrease": "lower", "decreasing": "lower", "minimize": "lower", "minimise": "lower",
		"min": "lower", "less": "lower", "low": "lower", "lower-is-better": "lower", "lower is better": "lower",
		"range": "within", "target": "within", "on-target": "within", "stable": "within", "between": "within",
	},
	"public,internal,confidential,restricted": {
		"open": "public", "sensitive": "confidential", "secret": "restricted",
		"strictly-confidential": "restricted", "strictly confidential": "restricted", "highly confidential": "restricted",
	},
	"person,team,role,system": {
		"individual": "person", "employee": "person", "group": "team", "department": "team", "unit": "team",
		"position": "role", "function": "role", "application": "system",
	},
	"canonical,merge,distinct,accept": {
		"merged": "merge", "accepted": "accept", "kept-distinct": "distinct", "keep-distinct": "distinct",
	},
}

// Word is the word of the field's list that text stands for: the text itself, or
// the word that it is another spelling of. It is "" when there is none.
func (f *Field) Word(text string) string {
	if slices.Contains(f.Enum, text) {
		return text
	}
	return f.Also[text]
}
