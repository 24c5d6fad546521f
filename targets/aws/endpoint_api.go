package aws

import "slipway.dev/slipway/cfn"

// accessLog is a line of the access log, JSON ("Customize HTTP API access logs").
const accessLog = `{"time":"$context.requestTime","id":"$context.requestId","ip":"$context.identity.sourceIp","method":"$context.httpMethod",` +
	`"path":"$context.path","status":"$context.status","bytes":"$context.responseLength","ms":"$context.responseLatency","error":"$context.integrationErrorMessage"}`

// api is the HTTP API in front of the listener. It answers to the domain only.
// It returns the API's stage.
func (e *entry) api(listener *cfn.Resource) *cfn.Resource {
	api := e.Add("Api", &cfn.ApiGatewayV2Api{
		Name: cfn.StackName, ProtocolType: cfn.S("HTTP"), DisableExecuteApiEndpoint: cfn.B(true),
	})
	link := e.Add("Link", &cfn.ApiGatewayV2VpcLink{
		Name: cfn.StackName, SubnetIds: cfn.RefList("PrivateSubnetIds"), SecurityGroupIds: cfn.List(cfn.Att("LinkSecurityGroup", "GroupId")),
	})
	e.Add("Integration", &cfn.ApiGatewayV2Integration{
		ApiId: api.Ref(), IntegrationType: cfn.S("HTTP_PROXY"), IntegrationMethod: cfn.S("ANY"), IntegrationUri: listener.Ref(),
		ConnectionType: cfn.S("VPC_LINK"), ConnectionId: link.Ref(), PayloadFormatVersion: cfn.S("1.0"),
	})
	route := e.Add("Route", &cfn.ApiGatewayV2Route{ApiId: api.Ref(), RouteKey: cfn.S("$default"), Target: cfn.Sub("integrations/${Integration}")})
	logs := e.Add("AccessLog", &cfn.LogsLogGroup{RetentionInDays: cfn.I(e.settings.LogDays)}).Keep()
	return e.Add("Stage", &cfn.ApiGatewayV2Stage{
		ApiId: api.Ref(), StageName: cfn.S("$default"), AutoDeploy: cfn.B(true),
		AccessLogSettings: &cfn.ApiGatewayV2StageAccessLogSettings{DestinationArn: logs.Att("Arn"), Format: cfn.S(accessLog)},
		DefaultRouteSettings: &cfn.ApiGatewayV2StageRouteSettings{
			ThrottlingRateLimit: cfn.F(float64(e.settings.Throttle.Rate)), ThrottlingBurstLimit: cfn.I(e.settings.Throttle.Burst),
		},
	}).After(route)
}
