package rule

import "github.com/concord-catalog/concord/catalog/check"

// meaning lists the rules about what words, formulas and measures mean, and the
// advice about how definitions are written, by code.
func meaning() []*check.Rule {
	return []*check.Rule{
		&definitionCircular, &definitionNegative, &definitionSentences, &definitionPlural, &definitionNoGenus,
		&definitionProcedure, &definitionHidden, &labelRepeated, &abbreviationUnexplained, &missingDefinition, &partedByGaps,
		&homonym, &synonym, &competingDefinitions, &circularDefinition, &competingFormulas, &sameNameDifferentFilter,
		&unitMismatch, &unitClash, &measuredDifferently, &grainMismatch, &parentTarget,
		&codeList, &keyDiffers,
	}
}
