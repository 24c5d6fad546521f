package programs

// Problem is an error a user can act on: what is wrong, and what to do.
type Problem struct {
	What string
	Fix  string
	Err  error // the cause, if there is one below
}

// Error is what is wrong, then the fix on its own line.
func (p *Problem) Error() string {
	text := p.What
	if p.Err != nil {
		text += ": " + p.Err.Error()
	}
	return text + "\n    " + p.Fix
}

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.Err }
