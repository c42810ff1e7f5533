package draw

// Job is what a layout helper is asked, as one line of JSON.
type Job struct {
	ID    int      `json:"id"`
	Nodes int      `json:"nodes"`
	Edges [][2]int `json:"edges"`           // each from a smaller to a larger number, and each once
	Gap   int      `json:"gap"`             // between columns, in units
	Cheap bool     `json:"cheap,omitempty"` // settle for less: the shape is hard
}

// Answer is what a layout helper says, as one line of JSON. The first line it
// writes answers no job: it says that the helper is ready.
type Answer struct {
	ID     int       `json:"id"`
	Engine string    `json:"engine,omitempty"` // in the first line
	Nodes  []Point   `json:"nodes,omitempty"`
	Edges  [][]Point `json:"edges,omitempty"` // Bézier curves as in [Layout]; in the order of the job
	Error  string    `json:"error,omitempty"`
}

// Engine names what places the shapes, the version of Graphviz and of the
// recipe that it follows. Layouts kept on disk are good for one engine.
const Engine = "go-graphviz v0.2.10, recipe 2"
