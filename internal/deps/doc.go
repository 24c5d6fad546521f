// Package deps holds the rules of who may import whom as a test; there is
// nothing in it to import.
package deps
