// Package log has the shape of lego's logger.
package log

// StdLogger is what Traefik gives.
type StdLogger interface {
	Fatal(args ...any)
	Fatalln(args ...any)
	Fatalf(format string, args ...any)
	Print(args ...any)
	Println(args ...any)
	Printf(format string, args ...any)
}

// Logger is set and never written to.
var Logger StdLogger
