// Package blueprint is the SDK: the nouns of a platform, read from YAML or
// written in Go, with the same names, defaults and checks either way. Struct
// tags carry what every reader of a type needs: yaml (the name), doc (one
// sentence for schema and reference), default (applied by Validate to fields
// left empty) and check (comma-separated rules, see Validate).
//
// It is pure: no network, no clock, no randomness, no file that was not given to it.
package blueprint
