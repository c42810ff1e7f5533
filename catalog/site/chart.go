package site

import (
	"strconv"
	"strings"

	"github.com/concord-catalog/concord/catalog/measure"
)

// ChartView is a line over time, as points of an SVG picture, and the same
// numbers as a table.
type ChartView struct {
	Title, Desc   string
	Width, Height int
	Line          string // points of the line: "x,y x,y"
	Area          string // the same, closed along the ground
	Grid          []ChartTick
	Days          []ChartTick
	Dots          []ChartDot
	Rows          []ChartRow
}

// ChartTick is a mark on an axis.
type ChartTick struct {
	At    int
	Label string
}

// ChartDot is one value, with words for whoever points at it.
type ChartDot struct {
	X, Y  int
	Title string
}

// ChartRow is one day in the table beside the picture.
type ChartRow struct {
	Day, Date      string
	Debt, Interest string
	Open           int
	Shares         []string
}

// The size of the picture and the room that its labels take.
const (
	chartWidth, chartHeight = 720, 240
	chartLeft, chartRight   = 56, 32
	chartTop, chartBottom   = 16, 32
)

// trend draws semantic debt by month, or nothing while there are fewer than two
// months to draw.
func (p *planner) trend() *ChartView {
	list := p.in.Trend
	if len(list) < 2 {
		return nil
	}
	c := &ChartView{Title: p.t("chart.debt"), Width: chartWidth, Height: chartHeight,
		Desc: p.words.F("chart.desc", "from", p.words.Day(list[0].Day), "to", p.words.Day(list[len(list)-1].Day),
			"first", p.words.Number(list[0].Debt), "last", p.words.Number(list[len(list)-1].Debt))}
	top := roundUp(highest(list))
	first, last := float64(list[0].Day.Day), float64(list[len(list)-1].Day.Day)
	ground := chartHeight - chartBottom
	var line []string
	for i, s := range list {
		x := chartLeft + int((float64(s.Day.Day)-first)/max(1, last-first)*(chartWidth-chartLeft-chartRight))
		y := ground - int(s.Debt/top*float64(ground-chartTop))
		line = append(line, strconv.Itoa(x)+","+strconv.Itoa(y))
		c.Dots = append(c.Dots, ChartDot{x, y, p.words.Day(s.Day) + ": " + p.words.Number(s.Debt)})
		if every := max(1, (len(list)+5)/6); i%every == 0 && (i == 0 || x < chartWidth-chartRight-56) || i == len(list)-1 {
			c.Days = append(c.Days, ChartTick{x, s.Day.String()[:7]})
		}
		c.Rows = append(c.Rows, p.chartRow(s))
	}
	c.Line = strings.Join(line, " ")
	c.Area = strconv.Itoa(c.Dots[0].X) + "," + strconv.Itoa(ground) + " " + c.Line + " " + strconv.Itoa(c.Dots[len(c.Dots)-1].X) + "," + strconv.Itoa(ground)
	for i := range 5 {
		c.Grid = append(c.Grid, ChartTick{ground - i*(ground-chartTop)/4, p.words.Number(top * float64(i) / 4)})
	}
	return c
}

func highest(list []measure.Summary) float64 {
	top := 0.0
	for _, s := range list {
		top = max(top, s.Debt)
	}
	return top
}

// roundUp is the next number that a quarter of which is easy to read.
func roundUp(f float64) float64 {
	step := 4.0
	for {
		for _, m := range []float64{1, 2, 3, 4, 5, 6, 8} {
			if f <= step*m {
				return step * m
			}
		}
		step *= 10
	}
}

func (p *planner) chartRow(s measure.Summary) ChartRow {
	r := ChartRow{Day: p.words.Day(s.Day), Date: s.Day.String(), Debt: p.words.Number(s.Debt), Interest: p.words.Number(s.Interest), Open: s.Open}
	for _, pair := range append(s.Coverage[:len(s.Coverage):len(s.Coverage)], s.Alignment, s.SingleSource) {
		r.Shares = append(r.Shares, share(pair[0], pair[1]))
	}
	return r
}
