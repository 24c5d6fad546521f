// Package distro holds nothing to import: it documents the module.
//
// The module builds the upstream programs a local platform runs. It is apart
// from the main module because these programs bring well over a thousand
// packages that nobody who imports the SDK should download. Nothing imports it:
// its programs are started as processes. See README.md and programs.json.
package distro
