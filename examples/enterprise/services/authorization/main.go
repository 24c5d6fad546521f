// The service of team riker that says who may do what, or would.
package main

import "example.com/enterprise/services/serve"

// version is the image's tag; the build sets it.
var version = "unbuilt"

func main() { serve.Service{Name: "authorization", Version: version, Team: "riker"}.Main() }
