package render

import "github.com/concord-catalog/concord/catalog/site"

// Both prints every page of a plan in both ways: by the compiled templates, nil
// where they give up, and by html/template, nil where the page is refused.
func (r *Renderer) Both(plan *site.Plan, draw Draw) (fast, slow [][]byte, err error) {
	b, err := r.bind(plan.Words, draw)
	if err != nil {
		return nil, nil, err
	}
	for i := range plan.Pages {
		p := &plan.Pages[i]
		data := page{&plan.Chrome, &p.Frame, p.View}
		var one []byte
		if t := b.pressed.Lookup("page/" + p.Template); t != nil {
			one, _ = t.Append(nil, &data)
		}
		two, err := b.slowly(nil, "page/"+p.Template, data)
		if err != nil {
			two = nil
		}
		fast, slow = append(fast, one), append(slow, two)
	}
	return fast, slow, nil
}
