// The service of team burnham that knows what is in stock, or would.
package main

import "example.com/enterprise/services/serve"

// version is the image's tag; the build sets it.
var version = "unbuilt"

func main() { serve.Service{Name: "inventory", Version: version, Team: "burnham"}.Main() }
