package model

import (
	"strconv"
	"strings"
)

// Rhythm is how often something happens, or how old data may be, made
// comparable.
type Rhythm struct {
	Months, Days int     // set for whole days and months
	Hours        float64 // length in hours, a month counted as 730; 0 is at once
	OnDemand     bool    // whenever it is asked for: compares with nothing
}

// RhythmWords lists the words for rhythms, shortest first.
func RhythmWords() []string {
	return []string{"real-time", "hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "on demand"}
}

// ParseRhythm reads a word for a rhythm, or a length of time such as "15
// minutes", "6 months", "P6M" or "every 2 weeks".
func ParseRhythm(text string) (Rhythm, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	switch text {
	case "real-time", "real time", "realtime", "near real-time", "near real time", "continuous", "continuously", "live", "streaming":
		return Rhythm{}, true
	case "hourly", "stündlich":
		return Rhythm{Hours: 1}, true
	case "daily", "nightly", "overnight", "each working day", "working daily", "every working day", "täglich":
		return days(1), true
	case "weekly", "once a week", "wöchentlich":
		return days(7), true
	case "fortnightly", "biweekly", "bi-weekly":
		return days(14), true
	case "monthly", "once a month", "monatlich":
		return months(1), true
	case "quarterly", "vierteljährlich", "quartalsweise":
		return months(3), true
	case "half-yearly", "twice a year", "semi-annually", "semiannually", "halbjährlich":
		return months(6), true
	case "yearly", "annual", "annually", "once a year", "jährlich":
		return months(12), true
	case "on demand", "ad hoc", "ad-hoc", "as needed", "on-demand":
		return Rhythm{OnDemand: true}, true
	}
	for _, word := range []string{"every ", "each ", "per ", "once per "} {
		text = strings.TrimPrefix(text, word)
	}
	return parseLength(text)
}

func days(n int) Rhythm   { return Rhythm{Days: n, Hours: 24 * float64(n)} }
func months(n int) Rhythm { return Rhythm{Months: n, Hours: 730 * float64(n)} }

func parseLength(text string) (Rhythm, bool) {
	if rest, ok := strings.CutPrefix(text, "p"); ok && rest != "" {
		text = rest[:len(rest)-1] + " " + map[byte]string{'d': "days", 'w': "weeks", 'm': "months", 'y': "years"}[rest[len(rest)-1]]
	}
	number, unit := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))], ""
	if unit = strings.TrimSpace(text[len(number):]); number == "" {
		number = "1"
	}
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > 10_000 {
		return Rhythm{}, false
	}
	switch strings.TrimSuffix(strings.TrimSpace(unit), "s") {
	case "minute", "min":
		return Rhythm{Hours: float64(n) / 60}, true
	case "hour", "h":
		return Rhythm{Hours: float64(n)}, true
	case "day", "d":
		return days(n), true
	case "week":
		return days(7 * n), true
	case "month":
		return months(n), true
	case "quarter":
		return months(3 * n), true
	case "year":
		return months(12 * n), true
	}
	return Rhythm{}, false
}
