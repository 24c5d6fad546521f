package compile

import (
	"errors"
	"maps"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/manifest"
	"slipway.dev/slipway/targets/aws"
)

// fill gives a unit its kind and its files by what the part is.
func (l *layout) fill(u *assembly.Unit, part blueprint.Part) (err error) {
	kinds := 0
	for _, is := range []bool{part.Files != nil, part.Processes != nil, part.Template != nil, part.Chart != nil, part.Imported} {
		if is {
			kinds++
		}
	}
	if kinds > 1 {
		return errors.New("is of two kinds at once: make two parts of it")
	}
	switch {
	case part.Processes != nil:
		u.Kind = assembly.Processes
		u.Files, err = processFiles(part.Processes)
	case part.Template != nil:
		u.Kind = assembly.CloudFormation
		u.Files, err = l.stackFiles(part)
	case part.Chart != nil:
		u.Kind = assembly.Helm
		u.Files, err = l.chartFiles(part)
	case part.Imported:
		u.Kind = assembly.EKS
	}
	return err
}

func processFiles(list []assembly.Process) (map[string][]byte, error) {
	data, err := assembly.ProcessList{Processes: list}.Encode()
	return map[string][]byte{"processes.yaml": data}, err
}

// stackFiles leaves the stack's name open: it is each cluster's own. Tags and
// the bound of roles are those of the whole platform.
func (l *layout) stackFiles(part blueprint.Part) (map[string][]byte, error) {
	if boundary := l.platform.AWS.PermissionsBoundary; boundary != "" {
		aws.Bound(part.Template, boundary)
	}
	template, err := part.Template.JSON()
	if err != nil {
		return nil, err
	}
	s := part.Stack
	s.Name = "${slipway.stack}"
	if tags := l.platform.AWS.Tags; len(tags) > 0 {
		s.Tags = maps.Clone(tags)
		maps.Copy(s.Tags, part.Stack.Tags)
	}
	stack, err := s.Encode()
	return map[string][]byte{assembly.TemplateFile: template, assembly.StackFile: stack}, err
}

// chartFiles has the chart itself where it was vendored.
func (l *layout) chartFiles(part blueprint.Part) (map[string][]byte, error) {
	chart := *part.Chart
	files := map[string][]byte{}
	if l.charts != nil {
		if digest, archive, ok := l.charts(chart); ok {
			chart.Digest, files[assembly.ArchiveFile] = digest, archive
		}
	}
	var err error
	if files[assembly.ChartFile], err = chart.Encode(); err != nil {
		return nil, err
	}
	if len(part.Values) > 0 {
		files[assembly.ValuesFile], err = manifest.Encode(manifest.Object(part.Values))
	}
	return files, err
}
