// Command gen writes the schema and the reference of the blueprint from its
// types and the catalogue.
package main

import (
	"flag"
	"fmt"
	"os"

	"slipway.dev/slipway/catalog"
	"slipway.dev/slipway/schema"
)

func main() {
	schemaFile := flag.String("schema", "platform.schema.json", "file for the JSON schema")
	referenceFile := flag.String("reference", "", "file for the reference")
	addOnsFile := flag.String("addons", "", "file for the list of add-ons")
	servicesFile := flag.String("services", "", "file for the list of types of service")
	workloadsFile := flag.String("workloads", "", "file for what workload files may say")
	rolloutsFile := flag.String("rollouts", "", "file for how new versions take over")
	flag.Parse()
	if err := write(*schemaFile, *referenceFile, *addOnsFile, *servicesFile, *workloadsFile, *rolloutsFile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// write makes each file that has a name.
func write(schemaFile, referenceFile, addOnsFile, servicesFile, workloadsFile, rolloutsFile string) error {
	cat := catalog.All()
	out, err := schema.JSON(cat)
	if err != nil {
		return err
	}
	for file, content := range map[string][]byte{
		schemaFile: out, referenceFile: schema.Reference(cat), addOnsFile: schema.AddOns(cat),
		servicesFile: schema.Services(cat), workloadsFile: schema.Workloads(),
		rolloutsFile: schema.Rollouts(),
	} {
		if file == "" {
			continue
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return fmt.Errorf("writing what is generated: %w", err)
		}
	}
	return nil
}
