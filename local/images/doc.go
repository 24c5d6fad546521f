// Package images makes images of folders and puts them into a platform's
// registry: a Go program, static files, or whatever a Dockerfile says.
//
// Go programs and static files need the go command and nothing else: no base
// image, no daemon, no network. The same folder always becomes the same image,
// and one whose folder did not change is not built again: the digest of what it
// was made of is an annotation of the image.
//
// It must not start containers, except through buildah where a Dockerfile asks
// for it, or know what an image is for. docs/decisions/0019 says why Go
// programs are not built by ko's library.
package images
