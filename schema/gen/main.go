// Command gen writes the schema and the reference of the blueprint from its
// types and the catalogue.
package main

import (
	"flag"
	"fmt"
	"os"

	"slipway.dev/slipway/catalog/addons"
	"slipway.dev/slipway/schema"
)

func main() {
	schemaFile := flag.String("schema", "platform.schema.json", "file for the JSON schema")
	referenceFile := flag.String("reference", "", "file for the reference")
	flag.Parse()
	if err := write(*schemaFile, *referenceFile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(schemaFile, referenceFile string) error {
	cat := addons.All()
	out, err := schema.JSON(cat)
	if err != nil {
		return err
	}
	if err := os.WriteFile(schemaFile, out, 0o644); err != nil {
		return fmt.Errorf("keeping the schema: %w", err)
	}
	if referenceFile == "" {
		return nil
	}
	if err := os.WriteFile(referenceFile, schema.Reference(cat), 0o644); err != nil {
		return fmt.Errorf("keeping the reference: %w", err)
	}
	return nil
}
