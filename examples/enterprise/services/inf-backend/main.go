// The service of team troi that answers inference requests, or would.
package main

import "example.com/enterprise/services/serve"

// version is the image's tag; the build sets it.
var version = "unbuilt"

func main() { serve.Service{Name: "inf-backend", Version: version, Team: "troi"}.Main() }
