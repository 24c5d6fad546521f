// Package stub is what Traefik refers to of the ACME client lego, and none of
// its work: with lego come the clients of 190 DNS services, which are two
// thirds of the time it takes to build Traefik. A platform on this machine has
// no public name that a certificate could be for. Who configures a certificate
// resolver of this kind is told so in Traefik's log; see [lego.NewClient].
//
// It must hold no more than makes Traefik compile.
package stub
