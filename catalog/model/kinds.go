package model

import "github.com/concord-catalog/concord/catalog/source"

// Domain is a business function: Finance, Sales, Supply Chain.
type Domain struct {
	Entry
	Parent Ref `field:"parent" ref:"domain" doc:"The function it is part of."`
}

// Owner is a person or a team that can be accountable.
type Owner struct {
	Entry
	Type            Text  `field:"type" enum:"person,team,role,system" doc:"What sort of owner it is."`
	Email           Text  `field:"email" doc:"Where to write to."`
	Handle          Text  `field:"handle" doc:"The name on the git host, as in @finance or @org/team."`
	ReportsTo       Ref   `field:"reports_to" ref:"owner" doc:"Who is above in the line."`
	Members         []Ref `field:"members" ref:"owner" doc:"Who a team consists of."`
	Delegate        Ref   `field:"delegate" ref:"owner" doc:"Who acts in absence."`
	Active          Flag  `field:"active" doc:"False once the owner has left."`
	Until           Date  `field:"until" doc:"The last day in the role."`
	CrossFunctional Flag  `field:"cross_functional" doc:"True for an owner whose word holds across functions."`
}

// Gone reports whether the owner has left by the given day.
func (o *Owner) Gone(today Date) bool {
	return !o.Active.Or(true) || o.Until.Before(today)
}

// Meaningful is the part that terms, KPIs and other measured concepts share:
// what they are computed from and in what unit.
type Meaningful struct {
	Concept  Text `field:"concept" doc:"Groups the definitions that several domains give of one concept."`
	Formula  Text `field:"formula" doc:"How it is computed from data objects, terms and KPIs."`
	Unit     Text `field:"unit" doc:"What it is counted in: EUR, days, %, pieces."`
	Grain    Text `field:"grain" doc:"What one value stands for: order line, shipment, customer."`
	Window   Text `field:"window" doc:"The time it looks over: 12 months, fiscal month."`
	Calendar Text `field:"calendar" doc:"Whose calendar it follows: fiscal, calendar, working days."`
	Linked   Flag `field:"linked" doc:"Whether texts that use its labels get links to it. Default: true. Say no for a label that is also an everyday word."`
}

// Term is a concept as one domain uses it (ISO 1087: concept, designations,
// definition).
type Term struct {
	Entry
	Meaningful
	Preferred    Text   `field:"preferred" doc:"The label to use. Default: name."`
	Admitted     []Text `field:"admitted" doc:"Labels that may be used too."`
	Deprecated   []Text `field:"deprecated" doc:"Labels to stop using."`
	Abbreviation Text   `field:"abbreviation" doc:"The short form."`
	Broader      []Ref  `field:"broader" ref:"term" doc:"Concepts of which this is a special case."`
	Narrower     []Ref  `field:"narrower" ref:"term" doc:"Special cases of this concept."`
	Related      []Ref  `field:"related" ref:"term" doc:"Concepts worth reading beside this one."`
	DistinctFrom []Ref  `field:"distinct_from" ref:"term" doc:"Entries of the same label that mean something else, on purpose."`
	Examples     []Text `field:"examples" doc:"Cases that are meant."`
	NotExamples  []Text `field:"not_examples" doc:"Cases that look alike and are not meant."`
	Values       []Code `field:"values" scalar:"code" doc:"The codes it can take, with their meaning."`
}

// System is an application or platform: ERP, CRM, WMS, warehouse.
type System struct {
	Entry
	Type           Text `field:"type" doc:"What sort of system: ERP, CRM, spreadsheet."`
	Vendor         Text `field:"vendor" doc:"Who makes it."`
	TechnicalOwner Ref  `field:"technical_owner" ref:"owner" doc:"Who keeps it running; not who answers for its data."`
}

// Object is a data object (DAMA: data entity).
type Object struct {
	Entry
	Term           Ref           `field:"term" ref:"term" doc:"The concept whose instances it records."`
	SystemOfRecord []Ref         `field:"system_of_record" ref:"system" doc:"The one system whose record counts."`
	Copies         []Ref         `field:"copies" ref:"system" doc:"Systems that hold a copy."`
	ObjectKey      []Text        `field:"key" doc:"The fields that tell one row from another."`
	Grain          Text          `field:"grain" doc:"What one row stands for."`
	Freshness      Text          `field:"freshness" period:"true" doc:"How old its data may be: real-time, hourly, daily, 15 minutes."`
	Classification Text          `field:"classification" enum:"public,internal,confidential,restricted" doc:"Who may see its data."`
	Fields         []ObjectField `field:"fields" scalar:"name" doc:"What a row consists of."`
	DerivesFrom    []Ref         `field:"derives_from" ref:"object" doc:"Objects (or object.field) it is made from."`
}

// Field returns the field of that name and its index, or nil and -1.
func (o *Object) Field(name string) (*ObjectField, int) {
	for i := range o.Fields {
		if o.Fields[i].Name.S == name {
			return &o.Fields[i], i
		}
	}
	return nil, -1
}

// IsKey reports whether the field is part of the object's key.
func (o *Object) IsKey(f *ObjectField) bool {
	if f.Key.Or(false) {
		return true
	}
	for _, k := range o.ObjectKey {
		if k.S == f.Name.S {
			return true
		}
	}
	return false
}

// ObjectField is one column of a data object (ISO/IEC 11179: data element).
type ObjectField struct {
	Name           Text        `field:"name" doc:"The column's name, as formulas write it."`
	Type           Text        `field:"type" enum:"string,number,integer,boolean,date,datetime,duration" doc:"What a cell holds."`
	Unit           Text        `field:"unit" doc:"What a number is counted in."`
	Term           Ref         `field:"term" ref:"term" doc:"The concept it records."`
	Values         []Code      `field:"values" scalar:"code" doc:"The codes it can take, with their meaning."`
	Classification Text        `field:"classification" enum:"public,internal,confidential,restricted" doc:"Who may see it. Default: the object's."`
	Description    Text        `field:"description" alias:"definition" doc:"What it holds."`
	Key            Flag        `field:"key" doc:"True when it is part of the object's key."`
	At             source.Span `field:"-"`
}

// KPI is a measured quantity with a target.
type KPI struct {
	Entry
	Meaningful
	Inputs      []Ref     `field:"inputs" ref:"object,term,kpi" doc:"What it is computed from, only where no formula says it."`
	Direction   Text      `field:"direction" enum:"higher,lower,within" doc:"Which way is better."`
	Target      Scalar    `field:"target" doc:"The value aimed at."`
	Baseline    Scalar    `field:"baseline" doc:"The value it started from."`
	Cadence     Text      `field:"cadence" period:"true" doc:"How often it is reported: daily, weekly, monthly."`
	ReportedBy  []Ref     `field:"reported_by" ref:"system,report" doc:"Where it is reported."`
	ManualSteps []Text    `field:"manual_steps" doc:"What a person does by hand to get it."`
	Informs     []Ref     `field:"informs" ref:"decision" doc:"Decisions taken on it."`
	Measures    []Ref     `field:"measures" ref:"outcome" doc:"Outcomes it measures."`
	Canonical   Canonical `field:"canonical" doc:"True for the agreed one among KPIs of one concept, or the KPI that is."`
}

// Canonical says which of several definitions is the agreed one: this entry
// (Yes) or another (Ref).
type Canonical struct {
	Yes bool
	Ref Ref
	At  source.Span
}

// Decision is a recurring business decision.
type Decision struct {
	Entry
	Question  Text  `field:"question" doc:"The question it answers."`
	DecidedBy []Ref `field:"decided_by" ref:"owner" doc:"Who decides."`
	Cadence   Text  `field:"cadence" period:"true" doc:"How often it is taken."`
	Uses      []Ref `field:"uses" ref:"kpi,term,object" doc:"What it is taken on, beside the KPIs that inform it."`
	Serves    []Ref `field:"serves" ref:"outcome" doc:"Outcomes it serves."`
	Critical  Flag  `field:"critical" doc:"True when getting it wrong hurts at once."`
}

// Outcome is a strategic outcome.
type Outcome struct {
	Entry
	Target Scalar `field:"target" doc:"What is to be reached."`
	By     Date   `field:"by" doc:"The day it is to be reached."`
	Weight Number `field:"weight" doc:"How much it matters beside the others. Default: 1."`
	Parent Ref    `field:"parent" ref:"outcome" doc:"The outcome it is part of."`
}

// Importance is the outcome's weight, 1 when none is written.
func (o *Outcome) Importance() float64 {
	if o.Weight.Set {
		return o.Weight.V
	}
	return 1
}

// Integration is data moved from one system to another.
type Integration struct {
	Entry
	From       Ref         `field:"from" ref:"system" doc:"The system the data leaves."`
	To         []Ref       `field:"to" ref:"system" doc:"The system it arrives in."`
	Moves      []Ref       `field:"moves" ref:"object" doc:"Objects, or object.field, that move."`
	Agreement  *Agreement  `field:"agreement" doc:"The handshake between the functions: by, on, revision."`
	Milestones []Milestone `field:"milestones" scalar:"name" doc:"Steps of the work, each tied to the KPI that shows it."`
	Scenarios  []Ref       `field:"scenarios" ref:"scenario" doc:"Situations it must handle."`
}

// Agreement is the handshake that covers an integration.
type Agreement struct {
	By       []Ref       `field:"by" ref:"owner" doc:"Who agreed, one from each side."`
	On       Date        `field:"on" doc:"The day it was agreed."`
	Revision Text        `field:"revision" doc:"The git revision that was agreed on."`
	At       source.Span `field:"-"`
}

// Milestone is one step of an integration.
type Milestone struct {
	Name Text        `field:"name" doc:"What is to be reached."`
	Due  Date        `field:"due" doc:"The day it is due."`
	Done Scalar      `field:"done" doc:"The day it was reached, or true."`
	KPI  Ref         `field:"kpi" ref:"kpi" doc:"The KPI that shows it."`
	At   source.Span `field:"-"`
}

// Scenario is an operational situation to test definitions on.
type Scenario struct {
	Entry
	Question  Text     `field:"question" doc:"What the situation asks."`
	Given     []Table  `field:"given" doc:"Rows for each data object."`
	Compare   []Ref    `field:"compare" ref:"term,kpi" doc:"Definitions that should give one answer."`
	Expect    []Expect `field:"expect" doc:"The answer that each definition should give."`
	Tolerance Number   `field:"tolerance" doc:"How far answers may lie apart."`
}

// Table is a scenario's facts for one data object.
type Table struct {
	Object Ref
	Rows   []Row
}

// Row is one row of a [Table]: cells by field name, in the order written.
type Row struct {
	At    source.Span
	Cells []Cell
}

// Cell is one value of a [Row].
type Cell struct {
	Field Text
	Value Scalar
}

// Expect is the answer that a scenario expects of a definition.
type Expect struct {
	Of    Ref
	Value Scalar
}

// Report is what leaders look at.
type Report struct {
	Entry
	KPIs        []Ref  `field:"kpis" ref:"kpi" doc:"What it shows."`
	Systems     []Ref  `field:"systems" ref:"system" doc:"Where it takes its data from."`
	ManualSteps []Text `field:"manual_steps" doc:"What a person does by hand to make it."`
	Cadence     Text   `field:"cadence" period:"true" doc:"How often it is made."`
}

// Resolution is a decision that settles a conflict.
type Resolution struct {
	Entry
	Settles   []Settles `field:"settles" scalar:"id" doc:"The conflict: its ID, or rule and subjects."`
	Outcome   Text      `field:"outcome" enum:"canonical,merge,distinct,accept" doc:"How it is settled."`
	Canonical Ref       `field:"canonical" ref:"term,kpi,object" doc:"The definition that holds from now on."`
	DecidedBy []Ref     `field:"decided_by" ref:"owner" doc:"Who decided."`
	DecidedOn Date      `field:"decided_on" doc:"The day of the decision."`
	Reason    Text      `field:"reason" doc:"Why it was decided so."`
	ReviewBy  Date      `field:"review_by" doc:"The day by which it is looked at again."`
}

// Settles names the conflict that a resolution settles: by its ID, or by rule
// and subjects.
type Settles struct {
	ID       Text        `field:"id" doc:"The conflict's ID, as in c-0123456789."`
	Rule     Text        `field:"rule" doc:"The rule that finds it."`
	Subjects []Ref       `field:"subjects" ref:"any" doc:"The entries that disagree."`
	At       source.Span `field:"-"`
}

// Page is free Markdown: onboarding, how-to.
type Page struct {
	Entry
	Nav  Number `field:"nav" doc:"Its place in the guide, lowest first."`
	Pack []Text `field:"pack" doc:"Onboarding packs it is part of."`
}
