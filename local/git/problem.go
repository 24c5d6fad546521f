package git

// Problem is an error a user can act on: what is wrong, and what to do.
type Problem struct {
	What string `json:"error"`
	Fix  string `json:"fix,omitempty"`
	Err  error  `json:"-"` // the cause, if there is one below
}

// Error is what is wrong, then the fix on its own line.
func (p *Problem) Error() string {
	text := p.What
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	if p.Fix != "" {
		text += "\n    " + p.Fix
	}
	return text
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }
