package aws

import (
	"bytes"
	"encoding/json"
	"fmt"

	"slipway.dev/slipway/cfn"
)

const (
	logsID      = "Logs"
	dashboardID = "Dashboard"
)

// logGroup is the name of a team's log group, for Fn::Sub. It has to be one that
// people and log shippers can tell.
func (s *team) logGroup() string { return "/slipway/${ClusterName}/" + s.Name }

// addLogs makes the team's log group. It outlives the stack as other data does.
func (s *team) addLogs() error {
	if s.AWS.Logs == nil {
		return nil
	}
	s.clusterName()
	logs, err := s.add(logsID, &cfn.LogsLogGroup{LogGroupName: cfn.Sub(s.logGroup()), RetentionInDays: cfn.I(s.AWS.Logs.Retention)})
	if err != nil {
		return err
	}
	logs.Keep()
	s.template.Output("LogGroup", "", logs.Ref())
	return nil
}

// widget is one of a dashboard's ("Dashboard body structure and syntax").
type widget struct {
	Type       string         `json:"type"`
	X          int            `json:"x"`
	Y          int            `json:"y"`
	Width      int            `json:"width"`
	Height     int            `json:"height"`
	Properties map[string]any `json:"properties"`
}

// addDashboard makes a page of what Container Insights measures of the team's
// pods, and of what they log.
func (s *team) addDashboard() error {
	if !s.AWS.Dashboard {
		return nil
	}
	var widgets []widget
	ofNamespace := func(metric string) any {
		return []string{"ContainerInsights", metric, "ClusterName", "${ClusterName}", "Namespace", s.Namespace}
	}
	for i, m := range []struct {
		title, stat string
		metric      any
	}{
		{"CPU of the pods, % of the node", "Average", ofNamespace("pod_cpu_utilization")},
		{"Memory of the pods, % of the node", "Average", ofNamespace("pod_memory_utilization")},
		{"Running pods", "Maximum", ofNamespace("namespace_number_of_running_pods")},
		{"Restarts of containers", "Sum", s.restarts()},
	} {
		widgets = append(widgets, widget{Type: "metric", X: 12 * (i % 2), Y: 6 * (i / 2), Width: 12, Height: 6, Properties: map[string]any{
			"title": m.title, "region": "${AWS::Region}", "view": "timeSeries", "stat": m.stat, "period": 60,
			"metrics": []any{m.metric},
		}})
	}
	if s.AWS.Logs != nil {
		widgets = append(widgets, widget{Type: "log", Y: 12, Width: 24, Height: 8, Properties: map[string]any{
			"title": "Logs", "region": "${AWS::Region}", "view": "table",
			"query": "SOURCE '" + s.logGroup() + "' | fields @timestamp, @message | sort @timestamp desc | limit 50",
		}})
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"widgets": widgets}); err != nil {
		return fmt.Errorf("writing the dashboard: %w", err)
	}
	s.clusterName()
	_, err := s.add(dashboardID, &cfn.CloudWatchDashboard{
		DashboardName: cfn.Sub("${ClusterName}-" + s.Name),
		DashboardBody: cfn.Sub(string(bytes.TrimSpace(body.Bytes()))),
	})
	return err
}

// restarts is a line for the restarts of each of the team's workloads: Container
// Insights measures no sum of them for a namespace.
func (s *team) restarts() any {
	return []any{map[string]string{"expression": "SEARCH('{ContainerInsights,ClusterName,Namespace,PodName} MetricName=\"pod_number_of_container_restarts\" " +
		"ClusterName=\"${ClusterName}\" Namespace=\"" + s.Namespace + "\"', 'Sum', 60)"}}
}
