// Package state knows where a local platform keeps its files and guards them:
// one directory a platform, one lock, ports that stay the same from run to run.
//
// It exists so that every other local package agrees on paths and on how a
// file is written. It must not know what the files mean, and it must not start
// or talk to processes of its own.
package state
