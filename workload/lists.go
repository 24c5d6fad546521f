package workload

import "go.yaml.in/yaml/v4"

// Files and volumes were lists once, whose entries had a target. They are maps
// by target now; this makes the old form the new one, so that one reader does.

// mapLists rewrites a document's lists of files and volumes.
func mapLists(root *yaml.Node) {
	containers := child(root, "containers")
	if containers == nil {
		return
	}
	for _, c := range values(containers) {
		for _, field := range []string{"files", "volumes"} {
			if list := child(c, field); list != nil && list.Kind == yaml.SequenceNode {
				byTarget(list)
			}
		}
	}
}

// byTarget makes a list of maps a map of its targets; a list of anything else
// it leaves for the reader to refuse.
func byTarget(list *yaml.Node) {
	for _, item := range list.Content {
		if aliased(item).Kind != yaml.MappingNode {
			return
		}
	}
	items := list.Content
	list.Kind, list.Tag, list.Content = yaml.MappingNode, "", nil
	for _, item := range items {
		key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: item.Line, Column: item.Column}
		rest := *aliased(item)
		rest.Content = nil
		for i := 0; i+1 < len(aliased(item).Content); i += 2 {
			k, v := aliased(item).Content[i], aliased(item).Content[i+1]
			if k.Value == "target" && aliased(v).Kind == yaml.ScalarNode {
				key.Value, key.Line, key.Column = aliased(v).Value, v.Line, v.Column
				continue
			}
			rest.Content = append(rest.Content, k, v)
		}
		list.Content = append(list.Content, key, &rest)
	}
}

func aliased(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// child is the value of a key in a map or in what the map merges, nil for none.
func child(n *yaml.Node, key string) *yaml.Node {
	n = aliased(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if aliased(n.Content[i]).Value == key {
			return aliased(n.Content[i+1])
		}
	}
	for _, source := range merged(n) {
		if found := child(source, key); found != nil {
			return found
		}
	}
	return nil
}

// values are those of a map, and of what it merges.
func values(n *yaml.Node) []*yaml.Node {
	n = aliased(n)
	if n.Kind != yaml.MappingNode {
		return nil
	}
	var out []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() != "!!merge" {
			out = append(out, n.Content[i+1])
		}
	}
	for _, source := range merged(n) {
		out = append(out, values(source)...)
	}
	return out
}

// merged are the maps that a map merges (<<).
func merged(n *yaml.Node) []*yaml.Node {
	var out []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() != "!!merge" {
			continue
		}
		source := aliased(n.Content[i+1])
		if source.Kind == yaml.SequenceNode {
			out = append(out, source.Content...)
		} else {
			out = append(out, source)
		}
	}
	return out
}
