package addons

import (
	"fmt"
	"slices"
	"strings"

	"slipway.dev/slipway/assembly"
	"slipway.dev/slipway/blueprint"
	"slipway.dev/slipway/cfn"
)

// FluentBit sends what containers write to Amazon CloudWatch Logs.
type FluentBit struct {
	Chart     `yaml:",inline"`
	Retention int `yaml:"retention,omitempty" check:"min=1" default:"30" doc:"Days that logs are kept; one of the numbers that CloudWatch Logs has."`
}

// Info describes the add-on.
func (*FluentBit) Info() blueprint.Info {
	return blueprint.Info{
		Name:      "fluent-bit",
		Doc:       "What containers write, in CloudWatch Logs: AWS for Fluent Bit.",
		Upstream:  "https://github.com/aws/aws-for-fluent-bit",
		Charts:    []assembly.Chart{{Repo: "https://aws.github.io/eks-charts", Name: "aws-for-fluent-bit", Version: "0.2.0", Release: "aws-for-fluent-bit", Namespace: "kube-system"}},
		Conflicts: []string{"container-insights"}, // which sends the same logs
		Fidelity:  awsChart("logs are kept by slipway logs"),
	}
}

// retentions are the numbers of days that CloudWatch Logs has ("PutRetentionPolicy").
var retentions = []int{1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653}

// Check reports a number of days that CloudWatch Logs does not have.
func (a *FluentBit) Check(c *blueprint.Check) {
	a.Chart.Check(c)
	if a.Retention > 0 && !slices.Contains(retentions, a.Retention) {
		c.Problem("retention", fmt.Sprintf("is %d days, which CloudWatch Logs does not have", a.Retention), "It has "+strings.Trim(fmt.Sprint(retentions), "[]")+".")
	}
}

// Build is a log group that outlives its stack, the role that writes to it, and
// the chart.
func (a *FluentBit) Build(b *blueprint.AddOnBuild) error {
	if b.Target != blueprint.AWS {
		return nil
	}
	pods := identity{namespace: "kube-system", account: "aws-for-fluent-bit", statements: []cfn.Statement{
		cfn.Allow([]cfn.String{cfn.Att("Logs", "Arn")}, "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"),
	}}
	logs := pods.part(b)
	group := logs.Template.Add("Logs", &cfn.LogsLogGroup{RetentionInDays: cfn.I(max(a.Retention, 1))}).Keep()
	logs.Template.Output("LogGroup", "", group.Ref())
	b.Add(logs)

	part := a.release("", a.Info().Charts[0])
	part.Values = fields{
		"serviceAccount": pods.serviceAccount(b, &part),
		"cloudWatchLogs": fields{
			"region": part.Of("cluster", "Region"), "logGroupName": part.From(identityPart, "LogGroup"),
			"autoCreateGroup": false, "logStreamPrefix": "pods-",
		},
	}
	a.add(b, part)
	return nil
}
