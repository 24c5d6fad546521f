// Code generated from @aws-cdk/aws-service-spec 0.1.216 (Apache-2.0). DO NOT EDIT.

package cfn

// APSWorkspace are the properties of AWS::APS::Workspace.
type APSWorkspace struct {
	AlertManagerDefinition    String                                 `json:"AlertManagerDefinition,omitzero"`
	Alias                     String                                 `json:"Alias,omitzero"`
	KmsKeyArn                 String                                 `json:"KmsKeyArn,omitzero"`
	LoggingConfiguration      *APSWorkspaceLoggingConfiguration      `json:"LoggingConfiguration,omitzero"`
	QueryLoggingConfiguration *APSWorkspaceQueryLoggingConfiguration `json:"QueryLoggingConfiguration,omitzero"`
	Tags                      []Tag                                  `json:"Tags,omitzero"`
	WorkspaceConfiguration    *APSWorkspaceWorkspaceConfiguration    `json:"WorkspaceConfiguration,omitzero"`
}

// CloudFormationType is the type's name.
func (*APSWorkspace) CloudFormationType() string { return "AWS::APS::Workspace" }

// APSWorkspaceLoggingConfiguration is a part of APSWorkspace.
type APSWorkspaceLoggingConfiguration struct {
	LogGroupArn String `json:"LogGroupArn,omitzero"`
}

// APSWorkspaceQueryLoggingConfiguration is a part of APSWorkspace.
type APSWorkspaceQueryLoggingConfiguration struct {
	Destinations []APSWorkspaceLoggingDestination `json:"Destinations,omitzero"` // required
}

// APSWorkspaceWorkspaceConfiguration is a part of APSWorkspace.
type APSWorkspaceWorkspaceConfiguration struct {
	LimitsPerLabelSets            []APSWorkspaceLimitsPerLabelSet `json:"LimitsPerLabelSets,omitzero"`
	OutOfOrderTimeWindowInSeconds Int                             `json:"OutOfOrderTimeWindowInSeconds,omitzero"`
	RetentionPeriodInDays         Int                             `json:"RetentionPeriodInDays,omitzero"`
	RuleQueryOffsetInSeconds      Int                             `json:"RuleQueryOffsetInSeconds,omitzero"`
}

// APSWorkspaceLoggingDestination is a part of APSWorkspace.
type APSWorkspaceLoggingDestination struct {
	CloudWatchLogs *APSWorkspaceCloudWatchLogDestination `json:"CloudWatchLogs,omitzero"` // required
	Filters        *APSWorkspaceLoggingFilter            `json:"Filters,omitzero"`        // required
}

// APSWorkspaceLimitsPerLabelSet is a part of APSWorkspace.
type APSWorkspaceLimitsPerLabelSet struct {
	LabelSet []APSWorkspaceLabel                 `json:"LabelSet,omitzero"` // required
	Limits   *APSWorkspaceLimitsPerLabelSetEntry `json:"Limits,omitzero"`   // required
}

// APSWorkspaceCloudWatchLogDestination is a part of APSWorkspace.
type APSWorkspaceCloudWatchLogDestination struct {
	LogGroupArn String `json:"LogGroupArn,omitzero"` // required
}

// APSWorkspaceLoggingFilter is a part of APSWorkspace.
type APSWorkspaceLoggingFilter struct {
	QspThreshold Int `json:"QspThreshold,omitzero"` // required
}

// APSWorkspaceLabel is a part of APSWorkspace.
type APSWorkspaceLabel struct {
	Name  String `json:"Name,omitzero"`  // required
	Value String `json:"Value,omitzero"` // required
}

// APSWorkspaceLimitsPerLabelSetEntry is a part of APSWorkspace.
type APSWorkspaceLimitsPerLabelSetEntry struct {
	MaxSeries Int `json:"MaxSeries,omitzero"`
}

// ApiGatewayV2Api are the properties of AWS::ApiGatewayV2::Api.
type ApiGatewayV2Api struct {
	ApiKeySelectionExpression String                         `json:"ApiKeySelectionExpression,omitzero"`
	BasePath                  String                         `json:"BasePath,omitzero"`
	Body                      any                            `json:"Body,omitzero"`
	BodyS3Location            *ApiGatewayV2ApiBodyS3Location `json:"BodyS3Location,omitzero"`
	CorsConfiguration         *ApiGatewayV2ApiCors           `json:"CorsConfiguration,omitzero"`
	CredentialsArn            String                         `json:"CredentialsArn,omitzero"`
	Description               String                         `json:"Description,omitzero"`
	DisableExecuteApiEndpoint Bool                           `json:"DisableExecuteApiEndpoint,omitzero"`
	DisableSchemaValidation   Bool                           `json:"DisableSchemaValidation,omitzero"`
	FailOnWarnings            Bool                           `json:"FailOnWarnings,omitzero"`
	IpAddressType             String                         `json:"IpAddressType,omitzero"`
	Name                      String                         `json:"Name,omitzero"`
	ProtocolType              String                         `json:"ProtocolType,omitzero"`
	RouteKey                  String                         `json:"RouteKey,omitzero"`
	RouteSelectionExpression  String                         `json:"RouteSelectionExpression,omitzero"`
	Tags                      map[string]String              `json:"Tags,omitzero"`
	Target                    String                         `json:"Target,omitzero"`
	Version                   String                         `json:"Version,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2Api) CloudFormationType() string { return "AWS::ApiGatewayV2::Api" }

// ApiGatewayV2ApiBodyS3Location is a part of ApiGatewayV2Api.
type ApiGatewayV2ApiBodyS3Location struct {
	Bucket  String `json:"Bucket,omitzero"`
	Etag    String `json:"Etag,omitzero"`
	Key     String `json:"Key,omitzero"`
	Version String `json:"Version,omitzero"`
}

// ApiGatewayV2ApiCors is a part of ApiGatewayV2Api.
type ApiGatewayV2ApiCors struct {
	AllowCredentials Bool    `json:"AllowCredentials,omitzero"`
	AllowHeaders     Strings `json:"AllowHeaders,omitzero"`
	AllowMethods     Strings `json:"AllowMethods,omitzero"`
	AllowOrigins     Strings `json:"AllowOrigins,omitzero"`
	ExposeHeaders    Strings `json:"ExposeHeaders,omitzero"`
	MaxAge           Int     `json:"MaxAge,omitzero"`
}

// ApiGatewayV2ApiMapping are the properties of AWS::ApiGatewayV2::ApiMapping.
type ApiGatewayV2ApiMapping struct {
	ApiId         String `json:"ApiId,omitzero"` // required
	ApiMappingKey String `json:"ApiMappingKey,omitzero"`
	DomainName    String `json:"DomainName,omitzero"` // required
	Stage         String `json:"Stage,omitzero"`      // required
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2ApiMapping) CloudFormationType() string { return "AWS::ApiGatewayV2::ApiMapping" }

// ApiGatewayV2DomainName are the properties of AWS::ApiGatewayV2::DomainName.
type ApiGatewayV2DomainName struct {
	DomainName               String                                          `json:"DomainName,omitzero"` // required
	DomainNameConfigurations []ApiGatewayV2DomainNameDomainNameConfiguration `json:"DomainNameConfigurations,omitzero"`
	MutualTlsAuthentication  *ApiGatewayV2DomainNameMutualTlsAuthentication  `json:"MutualTlsAuthentication,omitzero"`
	RoutingMode              String                                          `json:"RoutingMode,omitzero"`
	Tags                     map[string]String                               `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2DomainName) CloudFormationType() string { return "AWS::ApiGatewayV2::DomainName" }

// ApiGatewayV2DomainNameDomainNameConfiguration is a part of ApiGatewayV2DomainName.
type ApiGatewayV2DomainNameDomainNameConfiguration struct {
	CertificateArn                      String `json:"CertificateArn,omitzero"`
	CertificateName                     String `json:"CertificateName,omitzero"`
	EndpointType                        String `json:"EndpointType,omitzero"`
	IpAddressType                       String `json:"IpAddressType,omitzero"`
	OwnershipVerificationCertificateArn String `json:"OwnershipVerificationCertificateArn,omitzero"`
	SecurityPolicy                      String `json:"SecurityPolicy,omitzero"`
}

// ApiGatewayV2DomainNameMutualTlsAuthentication is a part of ApiGatewayV2DomainName.
type ApiGatewayV2DomainNameMutualTlsAuthentication struct {
	TruststoreUri     String `json:"TruststoreUri,omitzero"`
	TruststoreVersion String `json:"TruststoreVersion,omitzero"`
}

// ApiGatewayV2Integration are the properties of AWS::ApiGatewayV2::Integration.
type ApiGatewayV2Integration struct {
	ApiId                       String                                                  `json:"ApiId,omitzero"` // required
	ConnectionId                String                                                  `json:"ConnectionId,omitzero"`
	ConnectionType              String                                                  `json:"ConnectionType,omitzero"`
	ContentHandlingStrategy     String                                                  `json:"ContentHandlingStrategy,omitzero"`
	CredentialsArn              String                                                  `json:"CredentialsArn,omitzero"`
	Description                 String                                                  `json:"Description,omitzero"`
	IntegrationMethod           String                                                  `json:"IntegrationMethod,omitzero"`
	IntegrationSubtype          String                                                  `json:"IntegrationSubtype,omitzero"`
	IntegrationType             String                                                  `json:"IntegrationType,omitzero"` // required
	IntegrationUri              String                                                  `json:"IntegrationUri,omitzero"`
	PassthroughBehavior         String                                                  `json:"PassthroughBehavior,omitzero"`
	PayloadFormatVersion        String                                                  `json:"PayloadFormatVersion,omitzero"`
	RequestParameters           map[string]String                                       `json:"RequestParameters,omitzero"`
	RequestTemplates            map[string]String                                       `json:"RequestTemplates,omitzero"`
	ResponseParameters          map[string]*ApiGatewayV2IntegrationResponseParameterMap `json:"ResponseParameters,omitzero"`
	TemplateSelectionExpression String                                                  `json:"TemplateSelectionExpression,omitzero"`
	TimeoutInMillis             Int                                                     `json:"TimeoutInMillis,omitzero"`
	TlsConfig                   *ApiGatewayV2IntegrationTlsConfig                       `json:"TlsConfig,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2Integration) CloudFormationType() string { return "AWS::ApiGatewayV2::Integration" }

// ApiGatewayV2IntegrationResponseParameterMap is a part of ApiGatewayV2Integration.
type ApiGatewayV2IntegrationResponseParameterMap struct {
	ResponseParameters []ApiGatewayV2IntegrationResponseParameter `json:"ResponseParameters,omitzero"`
}

// ApiGatewayV2IntegrationTlsConfig is a part of ApiGatewayV2Integration.
type ApiGatewayV2IntegrationTlsConfig struct {
	ServerNameToVerify String `json:"ServerNameToVerify,omitzero"`
}

// ApiGatewayV2IntegrationResponseParameter is a part of ApiGatewayV2Integration.
type ApiGatewayV2IntegrationResponseParameter struct {
	Destination String `json:"Destination,omitzero"`
	Source      String `json:"Source,omitzero"`
}

// ApiGatewayV2Route are the properties of AWS::ApiGatewayV2::Route.
type ApiGatewayV2Route struct {
	ApiId                            String  `json:"ApiId,omitzero"` // required
	ApiKeyRequired                   Bool    `json:"ApiKeyRequired,omitzero"`
	AuthorizationScopes              Strings `json:"AuthorizationScopes,omitzero"`
	AuthorizationType                String  `json:"AuthorizationType,omitzero"`
	AuthorizerId                     String  `json:"AuthorizerId,omitzero"`
	ModelSelectionExpression         String  `json:"ModelSelectionExpression,omitzero"`
	OperationName                    String  `json:"OperationName,omitzero"`
	RequestModels                    any     `json:"RequestModels,omitzero"`
	RequestParameters                any     `json:"RequestParameters,omitzero"`
	RouteKey                         String  `json:"RouteKey,omitzero"` // required
	RouteResponseSelectionExpression String  `json:"RouteResponseSelectionExpression,omitzero"`
	Target                           String  `json:"Target,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2Route) CloudFormationType() string { return "AWS::ApiGatewayV2::Route" }

// ApiGatewayV2Stage are the properties of AWS::ApiGatewayV2::Stage.
type ApiGatewayV2Stage struct {
	AccessLogSettings    *ApiGatewayV2StageAccessLogSettings `json:"AccessLogSettings,omitzero"`
	AccessPolicyId       String                              `json:"AccessPolicyId,omitzero"`
	ApiId                String                              `json:"ApiId,omitzero"` // required
	AutoDeploy           Bool                                `json:"AutoDeploy,omitzero"`
	ClientCertificateId  String                              `json:"ClientCertificateId,omitzero"`
	DefaultRouteSettings *ApiGatewayV2StageRouteSettings     `json:"DefaultRouteSettings,omitzero"`
	DeploymentId         String                              `json:"DeploymentId,omitzero"`
	Description          String                              `json:"Description,omitzero"`
	RouteSettings        any                                 `json:"RouteSettings,omitzero"`
	StageName            String                              `json:"StageName,omitzero"` // required
	StageVariables       any                                 `json:"StageVariables,omitzero"`
	Tags                 any                                 `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2Stage) CloudFormationType() string { return "AWS::ApiGatewayV2::Stage" }

// ApiGatewayV2StageAccessLogSettings is a part of ApiGatewayV2Stage.
type ApiGatewayV2StageAccessLogSettings struct {
	DestinationArn String `json:"DestinationArn,omitzero"`
	Format         String `json:"Format,omitzero"`
}

// ApiGatewayV2StageRouteSettings is a part of ApiGatewayV2Stage.
type ApiGatewayV2StageRouteSettings struct {
	DataTraceEnabled       Bool   `json:"DataTraceEnabled,omitzero"`
	DetailedMetricsEnabled Bool   `json:"DetailedMetricsEnabled,omitzero"`
	LoggingLevel           String `json:"LoggingLevel,omitzero"`
	ThrottlingBurstLimit   Int    `json:"ThrottlingBurstLimit,omitzero"`
	ThrottlingRateLimit    Float  `json:"ThrottlingRateLimit,omitzero"`
}

// ApiGatewayV2VpcLink are the properties of AWS::ApiGatewayV2::VpcLink.
type ApiGatewayV2VpcLink struct {
	Name             String            `json:"Name,omitzero"` // required
	SecurityGroupIds Strings           `json:"SecurityGroupIds,omitzero"`
	SubnetIds        Strings           `json:"SubnetIds,omitzero"` // required
	Tags             map[string]String `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ApiGatewayV2VpcLink) CloudFormationType() string { return "AWS::ApiGatewayV2::VpcLink" }

// CertificateManagerCertificate are the properties of AWS::CertificateManager::Certificate.
type CertificateManagerCertificate struct {
	CertificateAuthorityArn                  String                                                `json:"CertificateAuthorityArn,omitzero"`
	CertificateExport                        String                                                `json:"CertificateExport,omitzero"`
	CertificateTransparencyLoggingPreference String                                                `json:"CertificateTransparencyLoggingPreference,omitzero"`
	DomainName                               String                                                `json:"DomainName,omitzero"` // required
	DomainValidationOptions                  []CertificateManagerCertificateDomainValidationOption `json:"DomainValidationOptions,omitzero"`
	KeyAlgorithm                             String                                                `json:"KeyAlgorithm,omitzero"`
	SubjectAlternativeNames                  Strings                                               `json:"SubjectAlternativeNames,omitzero"`
	Tags                                     []Tag                                                 `json:"Tags,omitzero"`
	ValidationMethod                         String                                                `json:"ValidationMethod,omitzero"`
}

// CloudFormationType is the type's name.
func (*CertificateManagerCertificate) CloudFormationType() string {
	return "AWS::CertificateManager::Certificate"
}

// CertificateManagerCertificateDomainValidationOption is a part of CertificateManagerCertificate.
type CertificateManagerCertificateDomainValidationOption struct {
	DomainName       String `json:"DomainName,omitzero"`
	HostedZoneId     String `json:"HostedZoneId,omitzero"`
	ValidationDomain String `json:"ValidationDomain,omitzero"`
}

// CloudWatchAlarm are the properties of AWS::CloudWatch::Alarm.
type CloudWatchAlarm struct {
	ActionsEnabled                   Bool                                `json:"ActionsEnabled,omitzero"`
	AlarmActions                     Strings                             `json:"AlarmActions,omitzero"`
	AlarmDescription                 String                              `json:"AlarmDescription,omitzero"`
	AlarmName                        String                              `json:"AlarmName,omitzero"`
	ComparisonOperator               String                              `json:"ComparisonOperator,omitzero"`
	DatapointsToAlarm                Int                                 `json:"DatapointsToAlarm,omitzero"`
	Dimensions                       []CloudWatchAlarmDimension          `json:"Dimensions,omitzero"`
	EvaluateLowSampleCountPercentile String                              `json:"EvaluateLowSampleCountPercentile,omitzero"`
	EvaluationCriteria               *CloudWatchAlarmEvaluationCriteria  `json:"EvaluationCriteria,omitzero"`
	EvaluationInterval               Int                                 `json:"EvaluationInterval,omitzero"`
	EvaluationPeriods                Int                                 `json:"EvaluationPeriods,omitzero"`
	EvaluationWindow                 *CloudWatchAlarmEvaluationWindow    `json:"EvaluationWindow,omitzero"`
	ExtendedStatistic                String                              `json:"ExtendedStatistic,omitzero"`
	InsufficientDataActions          Strings                             `json:"InsufficientDataActions,omitzero"`
	MetricName                       String                              `json:"MetricName,omitzero"`
	Metrics                          []CloudWatchAlarmMetricDataQuery    `json:"Metrics,omitzero"`
	Namespace                        String                              `json:"Namespace,omitzero"`
	OKActions                        Strings                             `json:"OKActions,omitzero"`
	Period                           Int                                 `json:"Period,omitzero"`
	Statistic                        String                              `json:"Statistic,omitzero"`
	Tags                             []Tag                               `json:"Tags,omitzero"`
	Threshold                        Float                               `json:"Threshold,omitzero"`
	ThresholdMetricId                String                              `json:"ThresholdMetricId,omitzero"`
	TreatMissingData                 String                              `json:"TreatMissingData,omitzero"`
	Unit                             String                              `json:"Unit,omitzero"`
	WarmUpConfiguration              *CloudWatchAlarmWarmUpConfiguration `json:"WarmUpConfiguration,omitzero"`
}

// CloudFormationType is the type's name.
func (*CloudWatchAlarm) CloudFormationType() string { return "AWS::CloudWatch::Alarm" }

// CloudWatchAlarmDimension is a part of CloudWatchAlarm.
type CloudWatchAlarmDimension struct {
	Name  String `json:"Name,omitzero"`  // required
	Value String `json:"Value,omitzero"` // required
}

// CloudWatchAlarmEvaluationCriteria is a part of CloudWatchAlarm.
type CloudWatchAlarmEvaluationCriteria struct {
	PromQLCriteria *CloudWatchAlarmAlarmPromQLCriteria `json:"PromQLCriteria,omitzero"`
}

// CloudWatchAlarmEvaluationWindow is a part of CloudWatchAlarm.
type CloudWatchAlarmEvaluationWindow struct {
	SlidingWindow   any                             `json:"SlidingWindow,omitzero"`
	WallClockWindow *CloudWatchAlarmWallClockWindow `json:"WallClockWindow,omitzero"`
}

// CloudWatchAlarmMetricDataQuery is a part of CloudWatchAlarm.
type CloudWatchAlarmMetricDataQuery struct {
	AccountId  String                     `json:"AccountId,omitzero"`
	Expression String                     `json:"Expression,omitzero"`
	Id         String                     `json:"Id,omitzero"` // required
	Label      String                     `json:"Label,omitzero"`
	MetricStat *CloudWatchAlarmMetricStat `json:"MetricStat,omitzero"`
	Period     Int                        `json:"Period,omitzero"`
	ReturnData Bool                       `json:"ReturnData,omitzero"`
}

// CloudWatchAlarmWarmUpConfiguration is a part of CloudWatchAlarm.
type CloudWatchAlarmWarmUpConfiguration struct {
	OnlyStartEvaluatingAfterWarmUpPeriodEnds Bool `json:"OnlyStartEvaluatingAfterWarmUpPeriodEnds,omitzero"`
	WarmUpPeriodDurationInMinutes            Int  `json:"WarmUpPeriodDurationInMinutes,omitzero"`
}

// CloudWatchAlarmAlarmPromQLCriteria is a part of CloudWatchAlarm.
type CloudWatchAlarmAlarmPromQLCriteria struct {
	PendingPeriod  Int    `json:"PendingPeriod,omitzero"`
	Query          String `json:"Query,omitzero"`
	RecoveryPeriod Int    `json:"RecoveryPeriod,omitzero"`
}

// CloudWatchAlarmWallClockWindow is a part of CloudWatchAlarm.
type CloudWatchAlarmWallClockWindow struct {
	Timezone String `json:"Timezone,omitzero"`
}

// CloudWatchAlarmMetricStat is a part of CloudWatchAlarm.
type CloudWatchAlarmMetricStat struct {
	Metric *CloudWatchAlarmMetric `json:"Metric,omitzero"` // required
	Period Int                    `json:"Period,omitzero"` // required
	Stat   String                 `json:"Stat,omitzero"`   // required
	Unit   String                 `json:"Unit,omitzero"`
}

// CloudWatchAlarmMetric is a part of CloudWatchAlarm.
type CloudWatchAlarmMetric struct {
	Dimensions []CloudWatchAlarmDimension `json:"Dimensions,omitzero"`
	MetricName String                     `json:"MetricName,omitzero"`
	Namespace  String                     `json:"Namespace,omitzero"`
}

// CloudWatchDashboard are the properties of AWS::CloudWatch::Dashboard.
type CloudWatchDashboard struct {
	DashboardBody String `json:"DashboardBody,omitzero"` // required
	DashboardName String `json:"DashboardName,omitzero"`
	Tags          []Tag  `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*CloudWatchDashboard) CloudFormationType() string { return "AWS::CloudWatch::Dashboard" }

// DynamoDBTable are the properties of AWS::DynamoDB::Table.
type DynamoDBTable struct {
	AttributeDefinitions             []DynamoDBTableAttributeDefinition             `json:"AttributeDefinitions,omitzero"`
	BillingMode                      String                                         `json:"BillingMode,omitzero"`
	ContributorInsightsSpecification *DynamoDBTableContributorInsightsSpecification `json:"ContributorInsightsSpecification,omitzero"`
	DeletionProtectionEnabled        Bool                                           `json:"DeletionProtectionEnabled,omitzero"`
	GlobalSecondaryIndexes           []DynamoDBTableGlobalSecondaryIndex            `json:"GlobalSecondaryIndexes,omitzero"`
	ImportSourceSpecification        *DynamoDBTableImportSourceSpecification        `json:"ImportSourceSpecification,omitzero"`
	KeySchema                        any                                            `json:"KeySchema,omitzero"` // required
	KinesisStreamSpecification       *DynamoDBTableKinesisStreamSpecification       `json:"KinesisStreamSpecification,omitzero"`
	LocalSecondaryIndexes            []DynamoDBTableLocalSecondaryIndex             `json:"LocalSecondaryIndexes,omitzero"`
	OnDemandThroughput               *DynamoDBTableOnDemandThroughput               `json:"OnDemandThroughput,omitzero"`
	PointInTimeRecoverySpecification *DynamoDBTablePointInTimeRecoverySpecification `json:"PointInTimeRecoverySpecification,omitzero"`
	ProvisionedThroughput            *DynamoDBTableProvisionedThroughput            `json:"ProvisionedThroughput,omitzero"`
	ResourcePolicy                   *DynamoDBTableResourcePolicy                   `json:"ResourcePolicy,omitzero"`
	SSESpecification                 *DynamoDBTableSSESpecification                 `json:"SSESpecification,omitzero"`
	StreamSpecification              *DynamoDBTableStreamSpecification              `json:"StreamSpecification,omitzero"`
	TableClass                       String                                         `json:"TableClass,omitzero"`
	TableName                        String                                         `json:"TableName,omitzero"`
	Tags                             []Tag                                          `json:"Tags,omitzero"`
	TimeToLiveSpecification          *DynamoDBTableTimeToLiveSpecification          `json:"TimeToLiveSpecification,omitzero"`
	VectorIndexes                    []DynamoDBTableVectorIndex                     `json:"VectorIndexes,omitzero"`
	WarmThroughput                   *DynamoDBTableWarmThroughput                   `json:"WarmThroughput,omitzero"`
}

// CloudFormationType is the type's name.
func (*DynamoDBTable) CloudFormationType() string { return "AWS::DynamoDB::Table" }

// DynamoDBTableAttributeDefinition is a part of DynamoDBTable.
type DynamoDBTableAttributeDefinition struct {
	AttributeName String `json:"AttributeName,omitzero"` // required
	AttributeType String `json:"AttributeType,omitzero"` // required
}

// DynamoDBTableContributorInsightsSpecification is a part of DynamoDBTable.
type DynamoDBTableContributorInsightsSpecification struct {
	Enabled Bool   `json:"Enabled,omitzero"` // required
	Mode    String `json:"Mode,omitzero"`
}

// DynamoDBTableGlobalSecondaryIndex is a part of DynamoDBTable.
type DynamoDBTableGlobalSecondaryIndex struct {
	ContributorInsightsSpecification *DynamoDBTableContributorInsightsSpecification `json:"ContributorInsightsSpecification,omitzero"`
	IndexName                        String                                         `json:"IndexName,omitzero"` // required
	KeySchema                        []DynamoDBTableKeySchema                       `json:"KeySchema,omitzero"` // required
	OnDemandThroughput               *DynamoDBTableOnDemandThroughput               `json:"OnDemandThroughput,omitzero"`
	Projection                       *DynamoDBTableProjection                       `json:"Projection,omitzero"` // required
	ProvisionedThroughput            *DynamoDBTableProvisionedThroughput            `json:"ProvisionedThroughput,omitzero"`
	WarmThroughput                   *DynamoDBTableWarmThroughput                   `json:"WarmThroughput,omitzero"`
}

// DynamoDBTableImportSourceSpecification is a part of DynamoDBTable.
type DynamoDBTableImportSourceSpecification struct {
	InputCompressionType String                           `json:"InputCompressionType,omitzero"`
	InputFormat          String                           `json:"InputFormat,omitzero"` // required
	InputFormatOptions   *DynamoDBTableInputFormatOptions `json:"InputFormatOptions,omitzero"`
	S3BucketSource       *DynamoDBTableS3BucketSource     `json:"S3BucketSource,omitzero"` // required
}

// DynamoDBTableKinesisStreamSpecification is a part of DynamoDBTable.
type DynamoDBTableKinesisStreamSpecification struct {
	ApproximateCreationDateTimePrecision String `json:"ApproximateCreationDateTimePrecision,omitzero"`
	StreamArn                            String `json:"StreamArn,omitzero"` // required
}

// DynamoDBTableLocalSecondaryIndex is a part of DynamoDBTable.
type DynamoDBTableLocalSecondaryIndex struct {
	IndexName  String                   `json:"IndexName,omitzero"`  // required
	KeySchema  []DynamoDBTableKeySchema `json:"KeySchema,omitzero"`  // required
	Projection *DynamoDBTableProjection `json:"Projection,omitzero"` // required
}

// DynamoDBTableOnDemandThroughput is a part of DynamoDBTable.
type DynamoDBTableOnDemandThroughput struct {
	MaxReadRequestUnits  Int `json:"MaxReadRequestUnits,omitzero"`
	MaxWriteRequestUnits Int `json:"MaxWriteRequestUnits,omitzero"`
}

// DynamoDBTablePointInTimeRecoverySpecification is a part of DynamoDBTable.
type DynamoDBTablePointInTimeRecoverySpecification struct {
	PointInTimeRecoveryEnabled Bool `json:"PointInTimeRecoveryEnabled,omitzero"`
	RecoveryPeriodInDays       Int  `json:"RecoveryPeriodInDays,omitzero"`
}

// DynamoDBTableProvisionedThroughput is a part of DynamoDBTable.
type DynamoDBTableProvisionedThroughput struct {
	ReadCapacityUnits  Int `json:"ReadCapacityUnits,omitzero"`  // required
	WriteCapacityUnits Int `json:"WriteCapacityUnits,omitzero"` // required
}

// DynamoDBTableResourcePolicy is a part of DynamoDBTable.
type DynamoDBTableResourcePolicy struct {
	PolicyDocument any `json:"PolicyDocument,omitzero"` // required
}

// DynamoDBTableSSESpecification is a part of DynamoDBTable.
type DynamoDBTableSSESpecification struct {
	KMSMasterKeyId String `json:"KMSMasterKeyId,omitzero"`
	SSEEnabled     Bool   `json:"SSEEnabled,omitzero"` // required
	SSEType        String `json:"SSEType,omitzero"`
}

// DynamoDBTableStreamSpecification is a part of DynamoDBTable.
type DynamoDBTableStreamSpecification struct {
	ResourcePolicy *DynamoDBTableResourcePolicy `json:"ResourcePolicy,omitzero"`
	StreamViewType String                       `json:"StreamViewType,omitzero"` // required
	Tags           []Tag                        `json:"Tags,omitzero"`
}

// DynamoDBTableTimeToLiveSpecification is a part of DynamoDBTable.
type DynamoDBTableTimeToLiveSpecification struct {
	AttributeName String `json:"AttributeName,omitzero"`
	Enabled       Bool   `json:"Enabled,omitzero"` // required
}

// DynamoDBTableVectorIndex is a part of DynamoDBTable.
type DynamoDBTableVectorIndex struct {
	Dimensions       Int                                `json:"Dimensions,omitzero"`       // required
	DistanceFunction String                             `json:"DistanceFunction,omitzero"` // required
	IndexName        String                             `json:"IndexName,omitzero"`        // required
	Projection       *DynamoDBTableProjection           `json:"Projection,omitzero"`       // required
	SearchSchema     []DynamoDBTableSearchSchemaElement `json:"SearchSchema,omitzero"`
	VectorAttribute  *DynamoDBTableVectorAttribute      `json:"VectorAttribute,omitzero"` // required
}

// DynamoDBTableWarmThroughput is a part of DynamoDBTable.
type DynamoDBTableWarmThroughput struct {
	ReadUnitsPerSecond  Int `json:"ReadUnitsPerSecond,omitzero"`
	WriteUnitsPerSecond Int `json:"WriteUnitsPerSecond,omitzero"`
}

// DynamoDBTableKeySchema is a part of DynamoDBTable.
type DynamoDBTableKeySchema struct {
	AttributeName String `json:"AttributeName,omitzero"` // required
	KeyType       String `json:"KeyType,omitzero"`       // required
}

// DynamoDBTableProjection is a part of DynamoDBTable.
type DynamoDBTableProjection struct {
	NonKeyAttributes Strings `json:"NonKeyAttributes,omitzero"`
	ProjectionType   String  `json:"ProjectionType,omitzero"`
}

// DynamoDBTableInputFormatOptions is a part of DynamoDBTable.
type DynamoDBTableInputFormatOptions struct {
	Csv *DynamoDBTableCsv `json:"Csv,omitzero"`
}

// DynamoDBTableS3BucketSource is a part of DynamoDBTable.
type DynamoDBTableS3BucketSource struct {
	S3Bucket      String `json:"S3Bucket,omitzero"` // required
	S3BucketOwner String `json:"S3BucketOwner,omitzero"`
	S3KeyPrefix   String `json:"S3KeyPrefix,omitzero"`
}

// DynamoDBTableSearchSchemaElement is a part of DynamoDBTable.
type DynamoDBTableSearchSchemaElement struct {
	AttributeName           String `json:"AttributeName,omitzero"`           // required
	SearchSchemaElementType String `json:"SearchSchemaElementType,omitzero"` // required
}

// DynamoDBTableVectorAttribute is a part of DynamoDBTable.
type DynamoDBTableVectorAttribute struct {
	AttributeName String `json:"AttributeName,omitzero"` // required
}

// DynamoDBTableCsv is a part of DynamoDBTable.
type DynamoDBTableCsv struct {
	Delimiter  String  `json:"Delimiter,omitzero"`
	HeaderList Strings `json:"HeaderList,omitzero"`
}

// EC2EIP are the properties of AWS::EC2::EIP.
type EC2EIP struct {
	Address            String `json:"Address,omitzero"`
	Domain             String `json:"Domain,omitzero"`
	InstanceId         String `json:"InstanceId,omitzero"`
	IpamPoolId         String `json:"IpamPoolId,omitzero"`
	NetworkBorderGroup String `json:"NetworkBorderGroup,omitzero"`
	PublicIpv4Pool     String `json:"PublicIpv4Pool,omitzero"`
	Tags               []Tag  `json:"Tags,omitzero"`
	TransferAddress    String `json:"TransferAddress,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2EIP) CloudFormationType() string { return "AWS::EC2::EIP" }

// EC2EgressOnlyInternetGateway are the properties of AWS::EC2::EgressOnlyInternetGateway.
type EC2EgressOnlyInternetGateway struct {
	Tags  []Tag  `json:"Tags,omitzero"`
	VpcId String `json:"VpcId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EC2EgressOnlyInternetGateway) CloudFormationType() string {
	return "AWS::EC2::EgressOnlyInternetGateway"
}

// EC2FlowLog are the properties of AWS::EC2::FlowLog.
type EC2FlowLog struct {
	DeliverCrossAccountRole  String                            `json:"DeliverCrossAccountRole,omitzero"`
	DeliverLogsPermissionArn String                            `json:"DeliverLogsPermissionArn,omitzero"`
	DestinationOptions       *EC2FlowLogDestinationOptions     `json:"DestinationOptions,omitzero"`
	LogDestination           String                            `json:"LogDestination,omitzero"`
	LogDestinationType       String                            `json:"LogDestinationType,omitzero"`
	LogFormat                String                            `json:"LogFormat,omitzero"`
	LogGroupName             String                            `json:"LogGroupName,omitzero"`
	MaxAggregationInterval   Int                               `json:"MaxAggregationInterval,omitzero"`
	ResourceId               String                            `json:"ResourceId,omitzero"`   // required
	ResourceType             String                            `json:"ResourceType,omitzero"` // required
	TagFieldSpecifications   []EC2FlowLogTagFieldSpecification `json:"TagFieldSpecifications,omitzero"`
	Tags                     []Tag                             `json:"Tags,omitzero"`
	TrafficType              String                            `json:"TrafficType,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2FlowLog) CloudFormationType() string { return "AWS::EC2::FlowLog" }

// EC2FlowLogDestinationOptions is a part of EC2FlowLog.
type EC2FlowLogDestinationOptions struct {
	FileFormat               String `json:"FileFormat,omitzero"`               // required
	HiveCompatiblePartitions Bool   `json:"HiveCompatiblePartitions,omitzero"` // required
	PerHourPartition         Bool   `json:"PerHourPartition,omitzero"`         // required
}

// EC2FlowLogTagFieldSpecification is a part of EC2FlowLog.
type EC2FlowLogTagFieldSpecification struct {
	ResourceType String  `json:"ResourceType,omitzero"` // required
	TagKeys      Strings `json:"TagKeys,omitzero"`      // required
}

// EC2InternetGateway are the properties of AWS::EC2::InternetGateway.
type EC2InternetGateway struct {
	Tags []Tag `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2InternetGateway) CloudFormationType() string { return "AWS::EC2::InternetGateway" }

// EC2LaunchTemplate are the properties of AWS::EC2::LaunchTemplate.
type EC2LaunchTemplate struct {
	LaunchTemplateData *EC2LaunchTemplateLaunchTemplateData              `json:"LaunchTemplateData,omitzero"` // required
	LaunchTemplateName String                                            `json:"LaunchTemplateName,omitzero"`
	TagSpecifications  []EC2LaunchTemplateLaunchTemplateTagSpecification `json:"TagSpecifications,omitzero"`
	VersionDescription String                                            `json:"VersionDescription,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2LaunchTemplate) CloudFormationType() string { return "AWS::EC2::LaunchTemplate" }

// EC2LaunchTemplateLaunchTemplateData is a part of EC2LaunchTemplate.
type EC2LaunchTemplateLaunchTemplateData struct {
	BlockDeviceMappings               []EC2LaunchTemplateBlockDeviceMapping                        `json:"BlockDeviceMappings,omitzero"`
	CapacityReservationSpecification  *EC2LaunchTemplateCapacityReservationSpecification           `json:"CapacityReservationSpecification,omitzero"`
	CpuOptions                        *EC2LaunchTemplateCpuOptions                                 `json:"CpuOptions,omitzero"`
	CreditSpecification               *EC2LaunchTemplateCreditSpecification                        `json:"CreditSpecification,omitzero"`
	DisableApiStop                    Bool                                                         `json:"DisableApiStop,omitzero"`
	DisableApiTermination             Bool                                                         `json:"DisableApiTermination,omitzero"`
	EbsOptimized                      Bool                                                         `json:"EbsOptimized,omitzero"`
	ElasticGpuSpecifications          []EC2LaunchTemplateElasticGpuSpecification                   `json:"ElasticGpuSpecifications,omitzero"`
	ElasticInferenceAccelerators      []EC2LaunchTemplateLaunchTemplateElasticInferenceAccelerator `json:"ElasticInferenceAccelerators,omitzero"`
	EnclaveOptions                    *EC2LaunchTemplateEnclaveOptions                             `json:"EnclaveOptions,omitzero"`
	HibernationOptions                *EC2LaunchTemplateHibernationOptions                         `json:"HibernationOptions,omitzero"`
	IamInstanceProfile                *EC2LaunchTemplateIamInstanceProfile                         `json:"IamInstanceProfile,omitzero"`
	ImageId                           String                                                       `json:"ImageId,omitzero"`
	InstanceInitiatedShutdownBehavior String                                                       `json:"InstanceInitiatedShutdownBehavior,omitzero"`
	InstanceMarketOptions             *EC2LaunchTemplateInstanceMarketOptions                      `json:"InstanceMarketOptions,omitzero"`
	InstanceRequirements              *EC2LaunchTemplateInstanceRequirements                       `json:"InstanceRequirements,omitzero"`
	InstanceType                      String                                                       `json:"InstanceType,omitzero"`
	KernelId                          String                                                       `json:"KernelId,omitzero"`
	KeyName                           String                                                       `json:"KeyName,omitzero"`
	LicenseSpecifications             []EC2LaunchTemplateLicenseSpecification                      `json:"LicenseSpecifications,omitzero"`
	MaintenanceOptions                *EC2LaunchTemplateMaintenanceOptions                         `json:"MaintenanceOptions,omitzero"`
	MetadataOptions                   *EC2LaunchTemplateMetadataOptions                            `json:"MetadataOptions,omitzero"`
	Monitoring                        *EC2LaunchTemplateMonitoring                                 `json:"Monitoring,omitzero"`
	NetworkInterfaces                 []EC2LaunchTemplateNetworkInterface                          `json:"NetworkInterfaces,omitzero"`
	NetworkPerformanceOptions         *EC2LaunchTemplateNetworkPerformanceOptions                  `json:"NetworkPerformanceOptions,omitzero"`
	Placement                         *EC2LaunchTemplatePlacement                                  `json:"Placement,omitzero"`
	PrivateDnsNameOptions             *EC2LaunchTemplatePrivateDnsNameOptions                      `json:"PrivateDnsNameOptions,omitzero"`
	RamDiskId                         String                                                       `json:"RamDiskId,omitzero"`
	SecurityGroupIds                  Strings                                                      `json:"SecurityGroupIds,omitzero"`
	SecurityGroups                    Strings                                                      `json:"SecurityGroups,omitzero"`
	TagSpecifications                 []EC2LaunchTemplateTagSpecification                          `json:"TagSpecifications,omitzero"`
	UserData                          String                                                       `json:"UserData,omitzero"`
}

// EC2LaunchTemplateLaunchTemplateTagSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateLaunchTemplateTagSpecification struct {
	ResourceType String `json:"ResourceType,omitzero"`
	Tags         []Tag  `json:"Tags,omitzero"`
}

// EC2LaunchTemplateBlockDeviceMapping is a part of EC2LaunchTemplate.
type EC2LaunchTemplateBlockDeviceMapping struct {
	DeviceName  String                `json:"DeviceName,omitzero"`
	Ebs         *EC2LaunchTemplateEbs `json:"Ebs,omitzero"`
	NoDevice    String                `json:"NoDevice,omitzero"`
	VirtualName String                `json:"VirtualName,omitzero"`
}

// EC2LaunchTemplateCapacityReservationSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateCapacityReservationSpecification struct {
	CapacityReservationPreference String                                      `json:"CapacityReservationPreference,omitzero"`
	CapacityReservationTarget     *EC2LaunchTemplateCapacityReservationTarget `json:"CapacityReservationTarget,omitzero"`
}

// EC2LaunchTemplateCpuOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateCpuOptions struct {
	AmdSevSnp            String `json:"AmdSevSnp,omitzero"`
	CoreCount            Int    `json:"CoreCount,omitzero"`
	NestedVirtualization String `json:"NestedVirtualization,omitzero"`
	ThreadsPerCore       Int    `json:"ThreadsPerCore,omitzero"`
}

// EC2LaunchTemplateCreditSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateCreditSpecification struct {
	CpuCredits String `json:"CpuCredits,omitzero"`
}

// EC2LaunchTemplateElasticGpuSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateElasticGpuSpecification struct {
	Type String `json:"Type,omitzero"`
}

// EC2LaunchTemplateLaunchTemplateElasticInferenceAccelerator is a part of EC2LaunchTemplate.
type EC2LaunchTemplateLaunchTemplateElasticInferenceAccelerator struct {
	Count Int    `json:"Count,omitzero"`
	Type  String `json:"Type,omitzero"`
}

// EC2LaunchTemplateEnclaveOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateEnclaveOptions struct {
	Enabled Bool `json:"Enabled,omitzero"`
}

// EC2LaunchTemplateHibernationOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateHibernationOptions struct {
	Configured Bool `json:"Configured,omitzero"`
}

// EC2LaunchTemplateIamInstanceProfile is a part of EC2LaunchTemplate.
type EC2LaunchTemplateIamInstanceProfile struct {
	Arn  String `json:"Arn,omitzero"`
	Name String `json:"Name,omitzero"`
}

// EC2LaunchTemplateInstanceMarketOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateInstanceMarketOptions struct {
	MarketType  String                        `json:"MarketType,omitzero"`
	SpotOptions *EC2LaunchTemplateSpotOptions `json:"SpotOptions,omitzero"`
}

// EC2LaunchTemplateInstanceRequirements is a part of EC2LaunchTemplate.
type EC2LaunchTemplateInstanceRequirements struct {
	AcceleratorCount                               *EC2LaunchTemplateAcceleratorCount           `json:"AcceleratorCount,omitzero"`
	AcceleratorManufacturers                       Strings                                      `json:"AcceleratorManufacturers,omitzero"`
	AcceleratorNames                               Strings                                      `json:"AcceleratorNames,omitzero"`
	AcceleratorTotalMemoryMiB                      *EC2LaunchTemplateAcceleratorTotalMemoryMiB  `json:"AcceleratorTotalMemoryMiB,omitzero"`
	AcceleratorTypes                               Strings                                      `json:"AcceleratorTypes,omitzero"`
	AllowedInstanceTypes                           Strings                                      `json:"AllowedInstanceTypes,omitzero"`
	BareMetal                                      String                                       `json:"BareMetal,omitzero"`
	BaselineEbsBandwidthMbps                       *EC2LaunchTemplateBaselineEbsBandwidthMbps   `json:"BaselineEbsBandwidthMbps,omitzero"`
	BaselinePerformanceFactors                     *EC2LaunchTemplateBaselinePerformanceFactors `json:"BaselinePerformanceFactors,omitzero"`
	BurstablePerformance                           String                                       `json:"BurstablePerformance,omitzero"`
	CpuManufacturers                               Strings                                      `json:"CpuManufacturers,omitzero"`
	ExcludedInstanceTypes                          Strings                                      `json:"ExcludedInstanceTypes,omitzero"`
	InstanceGenerations                            Strings                                      `json:"InstanceGenerations,omitzero"`
	LocalStorage                                   String                                       `json:"LocalStorage,omitzero"`
	LocalStorageTypes                              Strings                                      `json:"LocalStorageTypes,omitzero"`
	MaxSpotPriceAsPercentageOfOptimalOnDemandPrice Int                                          `json:"MaxSpotPriceAsPercentageOfOptimalOnDemandPrice,omitzero"`
	MemoryGiBPerVCpu                               *EC2LaunchTemplateMemoryGiBPerVCpu           `json:"MemoryGiBPerVCpu,omitzero"`
	MemoryMiB                                      *EC2LaunchTemplateMemoryMiB                  `json:"MemoryMiB,omitzero"`
	NetworkBandwidthGbps                           *EC2LaunchTemplateNetworkBandwidthGbps       `json:"NetworkBandwidthGbps,omitzero"`
	NetworkInterfaceCount                          *EC2LaunchTemplateNetworkInterfaceCount      `json:"NetworkInterfaceCount,omitzero"`
	OnDemandMaxPricePercentageOverLowestPrice      Int                                          `json:"OnDemandMaxPricePercentageOverLowestPrice,omitzero"`
	RequireHibernateSupport                        Bool                                         `json:"RequireHibernateSupport,omitzero"`
	SpotMaxPricePercentageOverLowestPrice          Int                                          `json:"SpotMaxPricePercentageOverLowestPrice,omitzero"`
	TotalLocalStorageGB                            *EC2LaunchTemplateTotalLocalStorageGB        `json:"TotalLocalStorageGB,omitzero"`
	VCpuCount                                      *EC2LaunchTemplateVCpuCount                  `json:"VCpuCount,omitzero"`
}

// EC2LaunchTemplateLicenseSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateLicenseSpecification struct {
	LicenseConfigurationArn String `json:"LicenseConfigurationArn,omitzero"`
}

// EC2LaunchTemplateMaintenanceOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateMaintenanceOptions struct {
	AutoRecovery String `json:"AutoRecovery,omitzero"`
}

// EC2LaunchTemplateMetadataOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateMetadataOptions struct {
	HttpEndpoint            String `json:"HttpEndpoint,omitzero"`
	HttpProtocolIpv6        String `json:"HttpProtocolIpv6,omitzero"`
	HttpPutResponseHopLimit Int    `json:"HttpPutResponseHopLimit,omitzero"`
	HttpTokens              String `json:"HttpTokens,omitzero"`
	InstanceMetadataTags    String `json:"InstanceMetadataTags,omitzero"`
}

// EC2LaunchTemplateMonitoring is a part of EC2LaunchTemplate.
type EC2LaunchTemplateMonitoring struct {
	Enabled Bool `json:"Enabled,omitzero"`
}

// EC2LaunchTemplateNetworkInterface is a part of EC2LaunchTemplate.
type EC2LaunchTemplateNetworkInterface struct {
	AssociateCarrierIpAddress       Bool                                              `json:"AssociateCarrierIpAddress,omitzero"`
	AssociatePublicIpAddress        Bool                                              `json:"AssociatePublicIpAddress,omitzero"`
	ConnectionTrackingSpecification *EC2LaunchTemplateConnectionTrackingSpecification `json:"ConnectionTrackingSpecification,omitzero"`
	DeleteOnTermination             Bool                                              `json:"DeleteOnTermination,omitzero"`
	Description                     String                                            `json:"Description,omitzero"`
	DeviceIndex                     Int                                               `json:"DeviceIndex,omitzero"`
	EnaQueueCount                   Int                                               `json:"EnaQueueCount,omitzero"`
	EnaSrdSpecification             *EC2LaunchTemplateEnaSrdSpecification             `json:"EnaSrdSpecification,omitzero"`
	Groups                          Strings                                           `json:"Groups,omitzero"`
	InterfaceType                   String                                            `json:"InterfaceType,omitzero"`
	Ipv4PrefixCount                 Int                                               `json:"Ipv4PrefixCount,omitzero"`
	Ipv4Prefixes                    []EC2LaunchTemplateIpv4PrefixSpecification        `json:"Ipv4Prefixes,omitzero"`
	Ipv6AddressCount                Int                                               `json:"Ipv6AddressCount,omitzero"`
	Ipv6Addresses                   []EC2LaunchTemplateIpv6Add                        `json:"Ipv6Addresses,omitzero"`
	Ipv6PrefixCount                 Int                                               `json:"Ipv6PrefixCount,omitzero"`
	Ipv6Prefixes                    []EC2LaunchTemplateIpv6PrefixSpecification        `json:"Ipv6Prefixes,omitzero"`
	NetworkCardIndex                Int                                               `json:"NetworkCardIndex,omitzero"`
	NetworkInterfaceId              String                                            `json:"NetworkInterfaceId,omitzero"`
	PrimaryIpv6                     Bool                                              `json:"PrimaryIpv6,omitzero"`
	PrivateIpAddress                String                                            `json:"PrivateIpAddress,omitzero"`
	PrivateIpAddresses              []EC2LaunchTemplatePrivateIpAdd                   `json:"PrivateIpAddresses,omitzero"`
	SecondaryPrivateIpAddressCount  Int                                               `json:"SecondaryPrivateIpAddressCount,omitzero"`
	SubnetId                        String                                            `json:"SubnetId,omitzero"`
}

// EC2LaunchTemplateNetworkPerformanceOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateNetworkPerformanceOptions struct {
	BandwidthWeighting String `json:"BandwidthWeighting,omitzero"`
}

// EC2LaunchTemplatePlacement is a part of EC2LaunchTemplate.
type EC2LaunchTemplatePlacement struct {
	Affinity             String `json:"Affinity,omitzero"`
	AvailabilityZone     String `json:"AvailabilityZone,omitzero"`
	GroupId              String `json:"GroupId,omitzero"`
	GroupName            String `json:"GroupName,omitzero"`
	HostId               String `json:"HostId,omitzero"`
	HostResourceGroupArn String `json:"HostResourceGroupArn,omitzero"`
	PartitionNumber      Int    `json:"PartitionNumber,omitzero"`
	SpreadDomain         String `json:"SpreadDomain,omitzero"`
	Tenancy              String `json:"Tenancy,omitzero"`
}

// EC2LaunchTemplatePrivateDnsNameOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplatePrivateDnsNameOptions struct {
	EnableResourceNameDnsAAAARecord Bool   `json:"EnableResourceNameDnsAAAARecord,omitzero"`
	EnableResourceNameDnsARecord    Bool   `json:"EnableResourceNameDnsARecord,omitzero"`
	HostnameType                    String `json:"HostnameType,omitzero"`
}

// EC2LaunchTemplateTagSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateTagSpecification struct {
	ResourceType String `json:"ResourceType,omitzero"`
	Tags         []Tag  `json:"Tags,omitzero"`
}

// EC2LaunchTemplateEbs is a part of EC2LaunchTemplate.
type EC2LaunchTemplateEbs struct {
	DeleteOnTermination      Bool   `json:"DeleteOnTermination,omitzero"`
	EbsCardIndex             Int    `json:"EbsCardIndex,omitzero"`
	Encrypted                Bool   `json:"Encrypted,omitzero"`
	Iops                     Int    `json:"Iops,omitzero"`
	KmsKeyId                 String `json:"KmsKeyId,omitzero"`
	SnapshotId               String `json:"SnapshotId,omitzero"`
	Throughput               Int    `json:"Throughput,omitzero"`
	VolumeInitializationRate Int    `json:"VolumeInitializationRate,omitzero"`
	VolumeSize               Int    `json:"VolumeSize,omitzero"`
	VolumeType               String `json:"VolumeType,omitzero"`
}

// EC2LaunchTemplateCapacityReservationTarget is a part of EC2LaunchTemplate.
type EC2LaunchTemplateCapacityReservationTarget struct {
	CapacityReservationId               String `json:"CapacityReservationId,omitzero"`
	CapacityReservationResourceGroupArn String `json:"CapacityReservationResourceGroupArn,omitzero"`
}

// EC2LaunchTemplateSpotOptions is a part of EC2LaunchTemplate.
type EC2LaunchTemplateSpotOptions struct {
	BlockDurationMinutes         Int    `json:"BlockDurationMinutes,omitzero"`
	InstanceInterruptionBehavior String `json:"InstanceInterruptionBehavior,omitzero"`
	MaxPrice                     String `json:"MaxPrice,omitzero"`
	SpotInstanceType             String `json:"SpotInstanceType,omitzero"`
	ValidUntil                   String `json:"ValidUntil,omitzero"`
}

// EC2LaunchTemplateAcceleratorCount is a part of EC2LaunchTemplate.
type EC2LaunchTemplateAcceleratorCount struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateAcceleratorTotalMemoryMiB is a part of EC2LaunchTemplate.
type EC2LaunchTemplateAcceleratorTotalMemoryMiB struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateBaselineEbsBandwidthMbps is a part of EC2LaunchTemplate.
type EC2LaunchTemplateBaselineEbsBandwidthMbps struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateBaselinePerformanceFactors is a part of EC2LaunchTemplate.
type EC2LaunchTemplateBaselinePerformanceFactors struct {
	Cpu *EC2LaunchTemplateCpu `json:"Cpu,omitzero"`
}

// EC2LaunchTemplateMemoryGiBPerVCpu is a part of EC2LaunchTemplate.
type EC2LaunchTemplateMemoryGiBPerVCpu struct {
	Max Float `json:"Max,omitzero"`
	Min Float `json:"Min,omitzero"`
}

// EC2LaunchTemplateMemoryMiB is a part of EC2LaunchTemplate.
type EC2LaunchTemplateMemoryMiB struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateNetworkBandwidthGbps is a part of EC2LaunchTemplate.
type EC2LaunchTemplateNetworkBandwidthGbps struct {
	Max Float `json:"Max,omitzero"`
	Min Float `json:"Min,omitzero"`
}

// EC2LaunchTemplateNetworkInterfaceCount is a part of EC2LaunchTemplate.
type EC2LaunchTemplateNetworkInterfaceCount struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateTotalLocalStorageGB is a part of EC2LaunchTemplate.
type EC2LaunchTemplateTotalLocalStorageGB struct {
	Max Float `json:"Max,omitzero"`
	Min Float `json:"Min,omitzero"`
}

// EC2LaunchTemplateVCpuCount is a part of EC2LaunchTemplate.
type EC2LaunchTemplateVCpuCount struct {
	Max Int `json:"Max,omitzero"`
	Min Int `json:"Min,omitzero"`
}

// EC2LaunchTemplateConnectionTrackingSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateConnectionTrackingSpecification struct {
	TcpEstablishedTimeout Int `json:"TcpEstablishedTimeout,omitzero"`
	UdpStreamTimeout      Int `json:"UdpStreamTimeout,omitzero"`
	UdpTimeout            Int `json:"UdpTimeout,omitzero"`
}

// EC2LaunchTemplateEnaSrdSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateEnaSrdSpecification struct {
	EnaSrdEnabled          Bool                                     `json:"EnaSrdEnabled,omitzero"`
	EnaSrdUdpSpecification *EC2LaunchTemplateEnaSrdUdpSpecification `json:"EnaSrdUdpSpecification,omitzero"`
}

// EC2LaunchTemplateIpv4PrefixSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateIpv4PrefixSpecification struct {
	Ipv4Prefix String `json:"Ipv4Prefix,omitzero"`
}

// EC2LaunchTemplateIpv6Add is a part of EC2LaunchTemplate.
type EC2LaunchTemplateIpv6Add struct {
	Ipv6Address String `json:"Ipv6Address,omitzero"`
}

// EC2LaunchTemplateIpv6PrefixSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateIpv6PrefixSpecification struct {
	Ipv6Prefix String `json:"Ipv6Prefix,omitzero"`
}

// EC2LaunchTemplatePrivateIpAdd is a part of EC2LaunchTemplate.
type EC2LaunchTemplatePrivateIpAdd struct {
	Primary          Bool   `json:"Primary,omitzero"`
	PrivateIpAddress String `json:"PrivateIpAddress,omitzero"`
}

// EC2LaunchTemplateCpu is a part of EC2LaunchTemplate.
type EC2LaunchTemplateCpu struct {
	References []EC2LaunchTemplateReference `json:"References,omitzero"`
}

// EC2LaunchTemplateEnaSrdUdpSpecification is a part of EC2LaunchTemplate.
type EC2LaunchTemplateEnaSrdUdpSpecification struct {
	EnaSrdUdpEnabled Bool `json:"EnaSrdUdpEnabled,omitzero"`
}

// EC2LaunchTemplateReference is a part of EC2LaunchTemplate.
type EC2LaunchTemplateReference struct {
	InstanceFamily String `json:"InstanceFamily,omitzero"`
}

// EC2NatGateway are the properties of AWS::EC2::NatGateway.
type EC2NatGateway struct {
	AllocationId                   String                                 `json:"AllocationId,omitzero"`
	AvailabilityMode               String                                 `json:"AvailabilityMode,omitzero"`
	AvailabilityZoneAddresses      []EC2NatGatewayAvailabilityZoneAddress `json:"AvailabilityZoneAddresses,omitzero"`
	ConnectivityType               String                                 `json:"ConnectivityType,omitzero"`
	MaxDrainDurationSeconds        Int                                    `json:"MaxDrainDurationSeconds,omitzero"`
	PrivateIpAddress               String                                 `json:"PrivateIpAddress,omitzero"`
	SecondaryAllocationIds         Strings                                `json:"SecondaryAllocationIds,omitzero"`
	SecondaryPrivateIpAddressCount Int                                    `json:"SecondaryPrivateIpAddressCount,omitzero"`
	SecondaryPrivateIpAddresses    Strings                                `json:"SecondaryPrivateIpAddresses,omitzero"`
	SubnetId                       String                                 `json:"SubnetId,omitzero"`
	Tags                           []Tag                                  `json:"Tags,omitzero"`
	VpcId                          String                                 `json:"VpcId,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2NatGateway) CloudFormationType() string { return "AWS::EC2::NatGateway" }

// EC2NatGatewayAvailabilityZoneAddress is a part of EC2NatGateway.
type EC2NatGatewayAvailabilityZoneAddress struct {
	AllocationIds      Strings `json:"AllocationIds,omitzero"` // required
	AvailabilityZone   String  `json:"AvailabilityZone,omitzero"`
	AvailabilityZoneId String  `json:"AvailabilityZoneId,omitzero"`
}

// EC2Route are the properties of AWS::EC2::Route.
type EC2Route struct {
	CarrierGatewayId            String `json:"CarrierGatewayId,omitzero"`
	CoreNetworkArn              String `json:"CoreNetworkArn,omitzero"`
	DestinationCidrBlock        String `json:"DestinationCidrBlock,omitzero"`
	DestinationIpv6CidrBlock    String `json:"DestinationIpv6CidrBlock,omitzero"`
	DestinationPrefixListId     String `json:"DestinationPrefixListId,omitzero"`
	EgressOnlyInternetGatewayId String `json:"EgressOnlyInternetGatewayId,omitzero"`
	GatewayId                   String `json:"GatewayId,omitzero"`
	InstanceId                  String `json:"InstanceId,omitzero"`
	LocalGatewayId              String `json:"LocalGatewayId,omitzero"`
	NatGatewayId                String `json:"NatGatewayId,omitzero"`
	NetworkInterfaceId          String `json:"NetworkInterfaceId,omitzero"`
	OdbNetworkArn               String `json:"OdbNetworkArn,omitzero"`
	RouteTableId                String `json:"RouteTableId,omitzero"` // required
	TransitGatewayId            String `json:"TransitGatewayId,omitzero"`
	VpcEndpointId               String `json:"VpcEndpointId,omitzero"`
	VpcPeeringConnectionId      String `json:"VpcPeeringConnectionId,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2Route) CloudFormationType() string { return "AWS::EC2::Route" }

// EC2RouteTable are the properties of AWS::EC2::RouteTable.
type EC2RouteTable struct {
	Tags  []Tag  `json:"Tags,omitzero"`
	VpcId String `json:"VpcId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EC2RouteTable) CloudFormationType() string { return "AWS::EC2::RouteTable" }

// EC2SecurityGroup are the properties of AWS::EC2::SecurityGroup.
type EC2SecurityGroup struct {
	GroupDescription     String                        `json:"GroupDescription,omitzero"` // required
	GroupName            String                        `json:"GroupName,omitzero"`
	SecurityGroupEgress  []EC2SecurityGroupEgressPart  `json:"SecurityGroupEgress,omitzero"`
	SecurityGroupIngress []EC2SecurityGroupIngressPart `json:"SecurityGroupIngress,omitzero"`
	Tags                 []Tag                         `json:"Tags,omitzero"`
	VpcId                String                        `json:"VpcId,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2SecurityGroup) CloudFormationType() string { return "AWS::EC2::SecurityGroup" }

// EC2SecurityGroupEgressPart is a part of EC2SecurityGroup.
type EC2SecurityGroupEgressPart struct {
	CidrIp                     String `json:"CidrIp,omitzero"`
	CidrIpv6                   String `json:"CidrIpv6,omitzero"`
	Description                String `json:"Description,omitzero"`
	DestinationPrefixListId    String `json:"DestinationPrefixListId,omitzero"`
	DestinationSecurityGroupId String `json:"DestinationSecurityGroupId,omitzero"`
	FromPort                   Int    `json:"FromPort,omitzero"`
	IpProtocol                 String `json:"IpProtocol,omitzero"` // required
	ToPort                     Int    `json:"ToPort,omitzero"`
}

// EC2SecurityGroupIngressPart is a part of EC2SecurityGroup.
type EC2SecurityGroupIngressPart struct {
	CidrIp                     String `json:"CidrIp,omitzero"`
	CidrIpv6                   String `json:"CidrIpv6,omitzero"`
	Description                String `json:"Description,omitzero"`
	FromPort                   Int    `json:"FromPort,omitzero"`
	IpProtocol                 String `json:"IpProtocol,omitzero"` // required
	SourcePrefixListId         String `json:"SourcePrefixListId,omitzero"`
	SourceSecurityGroupId      String `json:"SourceSecurityGroupId,omitzero"`
	SourceSecurityGroupName    String `json:"SourceSecurityGroupName,omitzero"`
	SourceSecurityGroupOwnerId String `json:"SourceSecurityGroupOwnerId,omitzero"`
	ToPort                     Int    `json:"ToPort,omitzero"`
}

// EC2SecurityGroupEgress are the properties of AWS::EC2::SecurityGroupEgress.
type EC2SecurityGroupEgress struct {
	CidrIp                     String `json:"CidrIp,omitzero"`
	CidrIpv6                   String `json:"CidrIpv6,omitzero"`
	Description                String `json:"Description,omitzero"`
	DestinationPrefixListId    String `json:"DestinationPrefixListId,omitzero"`
	DestinationSecurityGroupId String `json:"DestinationSecurityGroupId,omitzero"`
	FromPort                   Int    `json:"FromPort,omitzero"`
	GroupId                    String `json:"GroupId,omitzero"`    // required
	IpProtocol                 String `json:"IpProtocol,omitzero"` // required
	ToPort                     Int    `json:"ToPort,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2SecurityGroupEgress) CloudFormationType() string { return "AWS::EC2::SecurityGroupEgress" }

// EC2SecurityGroupIngress are the properties of AWS::EC2::SecurityGroupIngress.
type EC2SecurityGroupIngress struct {
	CidrIp                     String `json:"CidrIp,omitzero"`
	CidrIpv6                   String `json:"CidrIpv6,omitzero"`
	Description                String `json:"Description,omitzero"`
	FromPort                   Int    `json:"FromPort,omitzero"`
	GroupId                    String `json:"GroupId,omitzero"`
	GroupName                  String `json:"GroupName,omitzero"`
	IpProtocol                 String `json:"IpProtocol,omitzero"` // required
	SourcePrefixListId         String `json:"SourcePrefixListId,omitzero"`
	SourceSecurityGroupId      String `json:"SourceSecurityGroupId,omitzero"`
	SourceSecurityGroupName    String `json:"SourceSecurityGroupName,omitzero"`
	SourceSecurityGroupOwnerId String `json:"SourceSecurityGroupOwnerId,omitzero"`
	ToPort                     Int    `json:"ToPort,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2SecurityGroupIngress) CloudFormationType() string { return "AWS::EC2::SecurityGroupIngress" }

// EC2Subnet are the properties of AWS::EC2::Subnet.
type EC2Subnet struct {
	AssignIpv6AddressOnCreation   Bool                                    `json:"AssignIpv6AddressOnCreation,omitzero"`
	AvailabilityZone              String                                  `json:"AvailabilityZone,omitzero"`
	AvailabilityZoneId            String                                  `json:"AvailabilityZoneId,omitzero"`
	CidrBlock                     String                                  `json:"CidrBlock,omitzero"`
	EnableDns64                   Bool                                    `json:"EnableDns64,omitzero"`
	EnableLniAtDeviceIndex        Int                                     `json:"EnableLniAtDeviceIndex,omitzero"`
	Ipv4IpamPoolId                String                                  `json:"Ipv4IpamPoolId,omitzero"`
	Ipv4NetmaskLength             Int                                     `json:"Ipv4NetmaskLength,omitzero"`
	Ipv6CidrBlock                 String                                  `json:"Ipv6CidrBlock,omitzero"`
	Ipv6IpamPoolId                String                                  `json:"Ipv6IpamPoolId,omitzero"`
	Ipv6Native                    Bool                                    `json:"Ipv6Native,omitzero"`
	Ipv6NetmaskLength             Int                                     `json:"Ipv6NetmaskLength,omitzero"`
	MapPublicIpOnLaunch           Bool                                    `json:"MapPublicIpOnLaunch,omitzero"`
	OutpostArn                    String                                  `json:"OutpostArn,omitzero"`
	PrivateDnsNameOptionsOnLaunch *EC2SubnetPrivateDnsNameOptionsOnLaunch `json:"PrivateDnsNameOptionsOnLaunch,omitzero"`
	Tags                          []Tag                                   `json:"Tags,omitzero"`
	VpcId                         String                                  `json:"VpcId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EC2Subnet) CloudFormationType() string { return "AWS::EC2::Subnet" }

// EC2SubnetPrivateDnsNameOptionsOnLaunch is a part of EC2Subnet.
type EC2SubnetPrivateDnsNameOptionsOnLaunch struct {
	EnableResourceNameDnsAAAARecord Bool   `json:"EnableResourceNameDnsAAAARecord,omitzero"`
	EnableResourceNameDnsARecord    Bool   `json:"EnableResourceNameDnsARecord,omitzero"`
	HostnameType                    String `json:"HostnameType,omitzero"`
}

// EC2SubnetRouteTableAssociation are the properties of AWS::EC2::SubnetRouteTableAssociation.
type EC2SubnetRouteTableAssociation struct {
	RouteTableId String `json:"RouteTableId,omitzero"` // required
	SubnetId     String `json:"SubnetId,omitzero"`     // required
}

// CloudFormationType is the type's name.
func (*EC2SubnetRouteTableAssociation) CloudFormationType() string {
	return "AWS::EC2::SubnetRouteTableAssociation"
}

// EC2VPC are the properties of AWS::EC2::VPC.
type EC2VPC struct {
	CidrBlock            String                      `json:"CidrBlock,omitzero"`
	EnableDnsHostnames   Bool                        `json:"EnableDnsHostnames,omitzero"`
	EnableDnsSupport     Bool                        `json:"EnableDnsSupport,omitzero"`
	InstanceTenancy      String                      `json:"InstanceTenancy,omitzero"`
	Ipv4IpamPoolId       String                      `json:"Ipv4IpamPoolId,omitzero"`
	Ipv4NetmaskLength    Int                         `json:"Ipv4NetmaskLength,omitzero"`
	Tags                 []Tag                       `json:"Tags,omitzero"`
	VpcEncryptionControl *EC2VPCVpcEncryptionControl `json:"VpcEncryptionControl,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2VPC) CloudFormationType() string { return "AWS::EC2::VPC" }

// EC2VPCVpcEncryptionControl is a part of EC2VPC.
type EC2VPCVpcEncryptionControl struct {
	EgressOnlyInternetGatewayExclusion String                                `json:"EgressOnlyInternetGatewayExclusion,omitzero"`
	ElasticFileSystemExclusion         String                                `json:"ElasticFileSystemExclusion,omitzero"`
	InternetGatewayExclusion           String                                `json:"InternetGatewayExclusion,omitzero"`
	LambdaExclusion                    String                                `json:"LambdaExclusion,omitzero"`
	Mode                               String                                `json:"Mode,omitzero"`
	NatGatewayExclusion                String                                `json:"NatGatewayExclusion,omitzero"`
	ResourceExclusions                 *EC2VPCVpcEncryptionControlExclusions `json:"ResourceExclusions,omitzero"`
	State                              String                                `json:"State,omitzero"`
	StateMessage                       String                                `json:"StateMessage,omitzero"`
	VirtualPrivateGatewayExclusion     String                                `json:"VirtualPrivateGatewayExclusion,omitzero"`
	VpcEncryptionControlId             String                                `json:"VpcEncryptionControlId,omitzero"`
	VpcId                              String                                `json:"VpcId,omitzero"`
	VpcLatticeExclusion                String                                `json:"VpcLatticeExclusion,omitzero"`
	VpcPeeringExclusion                String                                `json:"VpcPeeringExclusion,omitzero"`
}

// EC2VPCVpcEncryptionControlExclusions is a part of EC2VPC.
type EC2VPCVpcEncryptionControlExclusions struct {
	EgressOnlyInternetGateway *EC2VPCVpcEncryptionControlExclusion `json:"EgressOnlyInternetGateway,omitzero"`
	ElasticFileSystem         *EC2VPCVpcEncryptionControlExclusion `json:"ElasticFileSystem,omitzero"`
	InternetGateway           *EC2VPCVpcEncryptionControlExclusion `json:"InternetGateway,omitzero"`
	Lambda                    *EC2VPCVpcEncryptionControlExclusion `json:"Lambda,omitzero"`
	NatGateway                *EC2VPCVpcEncryptionControlExclusion `json:"NatGateway,omitzero"`
	VirtualPrivateGateway     *EC2VPCVpcEncryptionControlExclusion `json:"VirtualPrivateGateway,omitzero"`
	VpcLattice                *EC2VPCVpcEncryptionControlExclusion `json:"VpcLattice,omitzero"`
	VpcPeering                *EC2VPCVpcEncryptionControlExclusion `json:"VpcPeering,omitzero"`
}

// EC2VPCVpcEncryptionControlExclusion is a part of EC2VPC.
type EC2VPCVpcEncryptionControlExclusion struct {
	State        String `json:"State,omitzero"`
	StateMessage String `json:"StateMessage,omitzero"`
}

// EC2VPCCidrBlock are the properties of AWS::EC2::VPCCidrBlock.
type EC2VPCCidrBlock struct {
	AmazonProvidedIpv6CidrBlock     Bool   `json:"AmazonProvidedIpv6CidrBlock,omitzero"`
	CidrBlock                       String `json:"CidrBlock,omitzero"`
	Ipv4IpamPoolId                  String `json:"Ipv4IpamPoolId,omitzero"`
	Ipv4NetmaskLength               Int    `json:"Ipv4NetmaskLength,omitzero"`
	Ipv6CidrBlock                   String `json:"Ipv6CidrBlock,omitzero"`
	Ipv6CidrBlockNetworkBorderGroup String `json:"Ipv6CidrBlockNetworkBorderGroup,omitzero"`
	Ipv6IpamPoolId                  String `json:"Ipv6IpamPoolId,omitzero"`
	Ipv6NetmaskLength               Int    `json:"Ipv6NetmaskLength,omitzero"`
	Ipv6Pool                        String `json:"Ipv6Pool,omitzero"`
	VpcId                           String `json:"VpcId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EC2VPCCidrBlock) CloudFormationType() string { return "AWS::EC2::VPCCidrBlock" }

// EC2VPCEndpoint are the properties of AWS::EC2::VPCEndpoint.
type EC2VPCEndpoint struct {
	DnsOptions               *EC2VPCEndpointDnsOptionsSpecification `json:"DnsOptions,omitzero"`
	IpAddressType            String                                 `json:"IpAddressType,omitzero"`
	PolicyDocument           any                                    `json:"PolicyDocument,omitzero"`
	PrivateDnsEnabled        Bool                                   `json:"PrivateDnsEnabled,omitzero"`
	ResourceConfigurationArn String                                 `json:"ResourceConfigurationArn,omitzero"`
	RouteTableIds            Strings                                `json:"RouteTableIds,omitzero"`
	SecurityGroupIds         Strings                                `json:"SecurityGroupIds,omitzero"`
	ServiceName              String                                 `json:"ServiceName,omitzero"`
	ServiceNetworkArn        String                                 `json:"ServiceNetworkArn,omitzero"`
	ServiceRegion            String                                 `json:"ServiceRegion,omitzero"`
	SubnetIds                Strings                                `json:"SubnetIds,omitzero"`
	Tags                     []Tag                                  `json:"Tags,omitzero"`
	VpcEndpointType          String                                 `json:"VpcEndpointType,omitzero"`
	VpcId                    String                                 `json:"VpcId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EC2VPCEndpoint) CloudFormationType() string { return "AWS::EC2::VPCEndpoint" }

// EC2VPCEndpointDnsOptionsSpecification is a part of EC2VPCEndpoint.
type EC2VPCEndpointDnsOptionsSpecification struct {
	DnsRecordIpType                          String  `json:"DnsRecordIpType,omitzero"`
	PrivateDnsOnlyForInboundResolverEndpoint String  `json:"PrivateDnsOnlyForInboundResolverEndpoint,omitzero"`
	PrivateDnsPreference                     String  `json:"PrivateDnsPreference,omitzero"`
	PrivateDnsSpecifiedDomains               Strings `json:"PrivateDnsSpecifiedDomains,omitzero"`
}

// EC2VPCGatewayAttachment are the properties of AWS::EC2::VPCGatewayAttachment.
type EC2VPCGatewayAttachment struct {
	InternetGatewayId String `json:"InternetGatewayId,omitzero"`
	VpcId             String `json:"VpcId,omitzero"` // required
	VpnGatewayId      String `json:"VpnGatewayId,omitzero"`
}

// CloudFormationType is the type's name.
func (*EC2VPCGatewayAttachment) CloudFormationType() string { return "AWS::EC2::VPCGatewayAttachment" }

// ECRRepository are the properties of AWS::ECR::Repository.
type ECRRepository struct {
	EmptyOnDelete                      Bool                                             `json:"EmptyOnDelete,omitzero"`
	EncryptionConfiguration            *ECRRepositoryEncryptionConfiguration            `json:"EncryptionConfiguration,omitzero"`
	ImageScanningConfiguration         *ECRRepositoryImageScanningConfiguration         `json:"ImageScanningConfiguration,omitzero"`
	ImageTagMutability                 String                                           `json:"ImageTagMutability,omitzero"`
	ImageTagMutabilityExclusionFilters []ECRRepositoryImageTagMutabilityExclusionFilter `json:"ImageTagMutabilityExclusionFilters,omitzero"`
	LifecyclePolicy                    *ECRRepositoryLifecyclePolicy                    `json:"LifecyclePolicy,omitzero"`
	RepositoryName                     String                                           `json:"RepositoryName,omitzero"`
	RepositoryPolicyText               any                                              `json:"RepositoryPolicyText,omitzero"`
	Tags                               []Tag                                            `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ECRRepository) CloudFormationType() string { return "AWS::ECR::Repository" }

// ECRRepositoryEncryptionConfiguration is a part of ECRRepository.
type ECRRepositoryEncryptionConfiguration struct {
	EncryptionType String `json:"EncryptionType,omitzero"` // required
	KmsKey         String `json:"KmsKey,omitzero"`
}

// ECRRepositoryImageScanningConfiguration is a part of ECRRepository.
type ECRRepositoryImageScanningConfiguration struct {
	ScanOnPush Bool `json:"ScanOnPush,omitzero"`
}

// ECRRepositoryImageTagMutabilityExclusionFilter is a part of ECRRepository.
type ECRRepositoryImageTagMutabilityExclusionFilter struct {
	ImageTagMutabilityExclusionFilterType  String `json:"ImageTagMutabilityExclusionFilterType,omitzero"`  // required
	ImageTagMutabilityExclusionFilterValue String `json:"ImageTagMutabilityExclusionFilterValue,omitzero"` // required
}

// ECRRepositoryLifecyclePolicy is a part of ECRRepository.
type ECRRepositoryLifecyclePolicy struct {
	LifecyclePolicyText String `json:"LifecyclePolicyText,omitzero"`
	RegistryId          String `json:"RegistryId,omitzero"`
}

// EFSAccessPoint are the properties of AWS::EFS::AccessPoint.
type EFSAccessPoint struct {
	AccessPointTags []EFSAccessPointAccessPointTag `json:"AccessPointTags,omitzero"`
	ClientToken     String                         `json:"ClientToken,omitzero"`
	FileSystemId    String                         `json:"FileSystemId,omitzero"` // required
	PosixUser       *EFSAccessPointPosixUser       `json:"PosixUser,omitzero"`
	RootDirectory   *EFSAccessPointRootDirectory   `json:"RootDirectory,omitzero"`
}

// CloudFormationType is the type's name.
func (*EFSAccessPoint) CloudFormationType() string { return "AWS::EFS::AccessPoint" }

// EFSAccessPointAccessPointTag is a part of EFSAccessPoint.
type EFSAccessPointAccessPointTag struct {
	Key   String `json:"Key,omitzero"`
	Value String `json:"Value,omitzero"`
}

// EFSAccessPointPosixUser is a part of EFSAccessPoint.
type EFSAccessPointPosixUser struct {
	Gid           String  `json:"Gid,omitzero"` // required
	SecondaryGids Strings `json:"SecondaryGids,omitzero"`
	Uid           String  `json:"Uid,omitzero"` // required
}

// EFSAccessPointRootDirectory is a part of EFSAccessPoint.
type EFSAccessPointRootDirectory struct {
	CreationInfo *EFSAccessPointCreationInfo `json:"CreationInfo,omitzero"`
	Path         String                      `json:"Path,omitzero"`
}

// EFSAccessPointCreationInfo is a part of EFSAccessPoint.
type EFSAccessPointCreationInfo struct {
	OwnerGid    String `json:"OwnerGid,omitzero"`    // required
	OwnerUid    String `json:"OwnerUid,omitzero"`    // required
	Permissions String `json:"Permissions,omitzero"` // required
}

// EFSFileSystem are the properties of AWS::EFS::FileSystem.
type EFSFileSystem struct {
	AvailabilityZoneName           String                                 `json:"AvailabilityZoneName,omitzero"`
	BackupPolicy                   *EFSFileSystemBackupPolicy             `json:"BackupPolicy,omitzero"`
	BypassPolicyLockoutSafetyCheck Bool                                   `json:"BypassPolicyLockoutSafetyCheck,omitzero"`
	Encrypted                      Bool                                   `json:"Encrypted,omitzero"`
	FileSystemPolicy               any                                    `json:"FileSystemPolicy,omitzero"`
	FileSystemProtection           *EFSFileSystemFileSystemProtection     `json:"FileSystemProtection,omitzero"`
	FileSystemTags                 []EFSFileSystemElasticFileSystemTag    `json:"FileSystemTags,omitzero"`
	KmsKeyId                       String                                 `json:"KmsKeyId,omitzero"`
	LifecyclePolicies              []EFSFileSystemLifecyclePolicy         `json:"LifecyclePolicies,omitzero"`
	PerformanceMode                String                                 `json:"PerformanceMode,omitzero"`
	ProvisionedThroughputInMibps   Float                                  `json:"ProvisionedThroughputInMibps,omitzero"`
	ReplicationConfiguration       *EFSFileSystemReplicationConfiguration `json:"ReplicationConfiguration,omitzero"`
	ThroughputMode                 String                                 `json:"ThroughputMode,omitzero"`
}

// CloudFormationType is the type's name.
func (*EFSFileSystem) CloudFormationType() string { return "AWS::EFS::FileSystem" }

// EFSFileSystemBackupPolicy is a part of EFSFileSystem.
type EFSFileSystemBackupPolicy struct {
	Status String `json:"Status,omitzero"` // required
}

// EFSFileSystemFileSystemProtection is a part of EFSFileSystem.
type EFSFileSystemFileSystemProtection struct {
	ReplicationOverwriteProtection String `json:"ReplicationOverwriteProtection,omitzero"`
}

// EFSFileSystemElasticFileSystemTag is a part of EFSFileSystem.
type EFSFileSystemElasticFileSystemTag struct {
	Key   String `json:"Key,omitzero"`   // required
	Value String `json:"Value,omitzero"` // required
}

// EFSFileSystemLifecyclePolicy is a part of EFSFileSystem.
type EFSFileSystemLifecyclePolicy struct {
	TransitionToArchive             String `json:"TransitionToArchive,omitzero"`
	TransitionToIA                  String `json:"TransitionToIA,omitzero"`
	TransitionToPrimaryStorageClass String `json:"TransitionToPrimaryStorageClass,omitzero"`
}

// EFSFileSystemReplicationConfiguration is a part of EFSFileSystem.
type EFSFileSystemReplicationConfiguration struct {
	Destinations []EFSFileSystemReplicationDestination `json:"Destinations,omitzero"`
}

// EFSFileSystemReplicationDestination is a part of EFSFileSystem.
type EFSFileSystemReplicationDestination struct {
	AvailabilityZoneName String `json:"AvailabilityZoneName,omitzero"`
	FileSystemId         String `json:"FileSystemId,omitzero"`
	KmsKeyId             String `json:"KmsKeyId,omitzero"`
	Region               String `json:"Region,omitzero"`
	RoleArn              String `json:"RoleArn,omitzero"`
	Status               String `json:"Status,omitzero"`
	StatusMessage        String `json:"StatusMessage,omitzero"`
}

// EFSMountTarget are the properties of AWS::EFS::MountTarget.
type EFSMountTarget struct {
	FileSystemId   String  `json:"FileSystemId,omitzero"` // required
	IpAddress      String  `json:"IpAddress,omitzero"`
	IpAddressType  String  `json:"IpAddressType,omitzero"`
	Ipv6Address    String  `json:"Ipv6Address,omitzero"`
	SecurityGroups Strings `json:"SecurityGroups,omitzero"` // required
	SubnetId       String  `json:"SubnetId,omitzero"`       // required
}

// CloudFormationType is the type's name.
func (*EFSMountTarget) CloudFormationType() string { return "AWS::EFS::MountTarget" }

// EKSAccessEntry are the properties of AWS::EKS::AccessEntry.
type EKSAccessEntry struct {
	AccessPolicies   []EKSAccessEntryAccessPolicy `json:"AccessPolicies,omitzero"`
	ClusterName      String                       `json:"ClusterName,omitzero"` // required
	KubernetesGroups Strings                      `json:"KubernetesGroups,omitzero"`
	PrincipalArn     String                       `json:"PrincipalArn,omitzero"` // required
	Tags             []Tag                        `json:"Tags,omitzero"`
	Type             String                       `json:"Type,omitzero"`
	Username         String                       `json:"Username,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSAccessEntry) CloudFormationType() string { return "AWS::EKS::AccessEntry" }

// EKSAccessEntryAccessPolicy is a part of EKSAccessEntry.
type EKSAccessEntryAccessPolicy struct {
	AccessScope *EKSAccessEntryAccessScope `json:"AccessScope,omitzero"` // required
	PolicyArn   String                     `json:"PolicyArn,omitzero"`   // required
}

// EKSAccessEntryAccessScope is a part of EKSAccessEntry.
type EKSAccessEntryAccessScope struct {
	Namespaces Strings `json:"Namespaces,omitzero"`
	Type       String  `json:"Type,omitzero"` // required
}

// EKSAddon are the properties of AWS::EKS::Addon.
type EKSAddon struct {
	AddonName               String                           `json:"AddonName,omitzero"` // required
	AddonVersion            String                           `json:"AddonVersion,omitzero"`
	ClusterName             String                           `json:"ClusterName,omitzero"` // required
	ConfigurationValues     String                           `json:"ConfigurationValues,omitzero"`
	NamespaceConfig         *EKSAddonNamespaceConfig         `json:"NamespaceConfig,omitzero"`
	PodIdentityAssociations []EKSAddonPodIdentityAssociation `json:"PodIdentityAssociations,omitzero"`
	PreserveOnDelete        Bool                             `json:"PreserveOnDelete,omitzero"`
	ResolveConflicts        String                           `json:"ResolveConflicts,omitzero"`
	ServiceAccountRoleArn   String                           `json:"ServiceAccountRoleArn,omitzero"`
	Tags                    []Tag                            `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSAddon) CloudFormationType() string { return "AWS::EKS::Addon" }

// EKSAddonNamespaceConfig is a part of EKSAddon.
type EKSAddonNamespaceConfig struct {
	Namespace String `json:"Namespace,omitzero"` // required
}

// EKSAddonPodIdentityAssociation is a part of EKSAddon.
type EKSAddonPodIdentityAssociation struct {
	RoleArn        String `json:"RoleArn,omitzero"`        // required
	ServiceAccount String `json:"ServiceAccount,omitzero"` // required
}

// EKSCapability are the properties of AWS::EKS::Capability.
type EKSCapability struct {
	CapabilityName          String                                `json:"CapabilityName,omitzero"` // required
	ClusterName             String                                `json:"ClusterName,omitzero"`    // required
	Configuration           *EKSCapabilityCapabilityConfiguration `json:"Configuration,omitzero"`
	DeletePropagationPolicy String                                `json:"DeletePropagationPolicy,omitzero"` // required
	RoleArn                 String                                `json:"RoleArn,omitzero"`                 // required
	Tags                    []Tag                                 `json:"Tags,omitzero"`
	Type                    String                                `json:"Type,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EKSCapability) CloudFormationType() string { return "AWS::EKS::Capability" }

// EKSCapabilityCapabilityConfiguration is a part of EKSCapability.
type EKSCapabilityCapabilityConfiguration struct {
	Ack    *EKSCapabilityAck    `json:"Ack,omitzero"`
	ArgoCd *EKSCapabilityArgoCd `json:"ArgoCd,omitzero"`
}

// EKSCapabilityAck is a part of EKSCapability.
type EKSCapabilityAck struct {
	DisabledServices     Strings `json:"DisabledServices,omitzero"`
	EnableCrossNamespace Bool    `json:"EnableCrossNamespace,omitzero"`
}

// EKSCapabilityArgoCd is a part of EKSCapability.
type EKSCapabilityArgoCd struct {
	AwsIdc           *EKSCapabilityAwsIdc             `json:"AwsIdc,omitzero"` // required
	Namespace        String                           `json:"Namespace,omitzero"`
	NetworkAccess    *EKSCapabilityNetworkAccess      `json:"NetworkAccess,omitzero"`
	RbacRoleMappings []EKSCapabilityArgoCdRoleMapping `json:"RbacRoleMappings,omitzero"`
	ServerUrl        String                           `json:"ServerUrl,omitzero"`
}

// EKSCapabilityAwsIdc is a part of EKSCapability.
type EKSCapabilityAwsIdc struct {
	IdcInstanceArn           String `json:"IdcInstanceArn,omitzero"` // required
	IdcManagedApplicationArn String `json:"IdcManagedApplicationArn,omitzero"`
	IdcRegion                String `json:"IdcRegion,omitzero"`
}

// EKSCapabilityNetworkAccess is a part of EKSCapability.
type EKSCapabilityNetworkAccess struct {
	VpceIds Strings `json:"VpceIds,omitzero"`
}

// EKSCapabilityArgoCdRoleMapping is a part of EKSCapability.
type EKSCapabilityArgoCdRoleMapping struct {
	Identities []EKSCapabilitySsoIdentity `json:"Identities,omitzero"` // required
	Role       String                     `json:"Role,omitzero"`       // required
}

// EKSCapabilitySsoIdentity is a part of EKSCapability.
type EKSCapabilitySsoIdentity struct {
	Id   String `json:"Id,omitzero"`   // required
	Type String `json:"Type,omitzero"` // required
}

// EKSCluster are the properties of AWS::EKS::Cluster.
type EKSCluster struct {
	AccessConfig                 *EKSClusterAccessConfig                `json:"AccessConfig,omitzero"`
	ActiveCertificateAuthorityId String                                 `json:"ActiveCertificateAuthorityId,omitzero"`
	BootstrapSelfManagedAddons   Bool                                   `json:"BootstrapSelfManagedAddons,omitzero"`
	CertificateAuthority         *EKSClusterCertificateAuthority        `json:"CertificateAuthority,omitzero"`
	ComputeConfig                *EKSClusterComputeConfig               `json:"ComputeConfig,omitzero"`
	ControlPlaneScalingConfig    *EKSClusterControlPlaneScalingConfig   `json:"ControlPlaneScalingConfig,omitzero"`
	DeletionProtection           Bool                                   `json:"DeletionProtection,omitzero"`
	EncryptionConfig             []EKSClusterEncryptionConfig           `json:"EncryptionConfig,omitzero"`
	Force                        Bool                                   `json:"Force,omitzero"`
	KubeApiServerConfig          *EKSClusterKubeApiServerConfig         `json:"KubeApiServerConfig,omitzero"`
	KubeControllerManagerConfig  *EKSClusterKubeControllerManagerConfig `json:"KubeControllerManagerConfig,omitzero"`
	KubeSchedulerConfig          *EKSClusterKubeSchedulerConfig         `json:"KubeSchedulerConfig,omitzero"`
	KubernetesNetworkConfig      *EKSClusterKubernetesNetworkConfig     `json:"KubernetesNetworkConfig,omitzero"`
	Logging                      *EKSClusterLogging                     `json:"Logging,omitzero"`
	Name                         String                                 `json:"Name,omitzero"`
	OutpostConfig                *EKSClusterOutpostConfig               `json:"OutpostConfig,omitzero"`
	RemoteNetworkConfig          *EKSClusterRemoteNetworkConfig         `json:"RemoteNetworkConfig,omitzero"`
	ResourcesVpcConfig           *EKSClusterResourcesVpcConfig          `json:"ResourcesVpcConfig,omitzero"` // required
	RoleArn                      String                                 `json:"RoleArn,omitzero"`            // required
	RollbackConfig               *EKSClusterRollbackConfig              `json:"RollbackConfig,omitzero"`
	StorageConfig                *EKSClusterStorageConfig               `json:"StorageConfig,omitzero"`
	Tags                         []Tag                                  `json:"Tags,omitzero"`
	UpgradePolicy                *EKSClusterUpgradePolicy               `json:"UpgradePolicy,omitzero"`
	Version                      String                                 `json:"Version,omitzero"`
	ZonalShiftConfig             *EKSClusterZonalShiftConfig            `json:"ZonalShiftConfig,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSCluster) CloudFormationType() string { return "AWS::EKS::Cluster" }

// EKSClusterAccessConfig is a part of EKSCluster.
type EKSClusterAccessConfig struct {
	AuthenticationMode                      String `json:"AuthenticationMode,omitzero"`
	BootstrapClusterCreatorAdminPermissions Bool   `json:"BootstrapClusterCreatorAdminPermissions,omitzero"`
}

// EKSClusterCertificateAuthority is a part of EKSCluster.
type EKSClusterCertificateAuthority struct {
	Active *EKSClusterActiveCertificateAuthority `json:"Active,omitzero"`
	Data   String                                `json:"Data,omitzero"`
}

// EKSClusterComputeConfig is a part of EKSCluster.
type EKSClusterComputeConfig struct {
	Enabled     Bool    `json:"Enabled,omitzero"`
	NodePools   Strings `json:"NodePools,omitzero"`
	NodeRoleArn String  `json:"NodeRoleArn,omitzero"`
}

// EKSClusterControlPlaneScalingConfig is a part of EKSCluster.
type EKSClusterControlPlaneScalingConfig struct {
	Tier String `json:"Tier,omitzero"`
}

// EKSClusterEncryptionConfig is a part of EKSCluster.
type EKSClusterEncryptionConfig struct {
	Provider  *EKSClusterProvider `json:"Provider,omitzero"`
	Resources Strings             `json:"Resources,omitzero"`
}

// EKSClusterKubeApiServerConfig is a part of EKSCluster.
type EKSClusterKubeApiServerConfig struct {
	EventTtl             String                          `json:"EventTtl,omitzero"`
	ServiceNodePortRange *EKSClusterServiceNodePortRange `json:"ServiceNodePortRange,omitzero"`
}

// EKSClusterKubeControllerManagerConfig is a part of EKSCluster.
type EKSClusterKubeControllerManagerConfig struct {
	HorizontalPodAutoscalerControllerConfig *EKSClusterHorizontalPodAutoscalerControllerConfig `json:"HorizontalPodAutoscalerControllerConfig,omitzero"`
	PodGcControllerConfig                   *EKSClusterPodGcControllerConfig                   `json:"PodGcControllerConfig,omitzero"`
}

// EKSClusterKubeSchedulerConfig is a part of EKSCluster.
type EKSClusterKubeSchedulerConfig struct {
	NodeResourcesFit *EKSClusterNodeResourcesFitConfig `json:"NodeResourcesFit,omitzero"`
}

// EKSClusterKubernetesNetworkConfig is a part of EKSCluster.
type EKSClusterKubernetesNetworkConfig struct {
	ElasticLoadBalancing *EKSClusterElasticLoadBalancing `json:"ElasticLoadBalancing,omitzero"`
	IpFamily             String                          `json:"IpFamily,omitzero"`
	ServiceIpv4Cidr      String                          `json:"ServiceIpv4Cidr,omitzero"`
	ServiceIpv6Cidr      String                          `json:"ServiceIpv6Cidr,omitzero"`
}

// EKSClusterLogging is a part of EKSCluster.
type EKSClusterLogging struct {
	ClusterLogging *EKSClusterClusterLogging `json:"ClusterLogging,omitzero"`
}

// EKSClusterOutpostConfig is a part of EKSCluster.
type EKSClusterOutpostConfig struct {
	ControlPlaneInstanceType String                           `json:"ControlPlaneInstanceType,omitzero"` // required
	ControlPlanePlacement    *EKSClusterControlPlanePlacement `json:"ControlPlanePlacement,omitzero"`
	EtcdInstanceType         String                           `json:"EtcdInstanceType,omitzero"`
	EtcdPlacement            *EKSClusterEtcdPlacement         `json:"EtcdPlacement,omitzero"`
	OutpostArns              Strings                          `json:"OutpostArns,omitzero"` // required
}

// EKSClusterRemoteNetworkConfig is a part of EKSCluster.
type EKSClusterRemoteNetworkConfig struct {
	RemoteNodeNetworks []EKSClusterRemoteNodeNetwork `json:"RemoteNodeNetworks,omitzero"`
	RemotePodNetworks  []EKSClusterRemotePodNetwork  `json:"RemotePodNetworks,omitzero"`
}

// EKSClusterResourcesVpcConfig is a part of EKSCluster.
type EKSClusterResourcesVpcConfig struct {
	ControlPlaneEgressMode String  `json:"ControlPlaneEgressMode,omitzero"`
	EndpointPrivateAccess  Bool    `json:"EndpointPrivateAccess,omitzero"`
	EndpointPublicAccess   Bool    `json:"EndpointPublicAccess,omitzero"`
	PublicAccessCidrs      Strings `json:"PublicAccessCidrs,omitzero"`
	SecurityGroupIds       Strings `json:"SecurityGroupIds,omitzero"`
	SubnetIds              Strings `json:"SubnetIds,omitzero"` // required
}

// EKSClusterRollbackConfig is a part of EKSCluster.
type EKSClusterRollbackConfig struct {
	TimeoutMinutes Int `json:"TimeoutMinutes,omitzero"`
}

// EKSClusterStorageConfig is a part of EKSCluster.
type EKSClusterStorageConfig struct {
	BlockStorage *EKSClusterBlockStorage `json:"BlockStorage,omitzero"`
}

// EKSClusterUpgradePolicy is a part of EKSCluster.
type EKSClusterUpgradePolicy struct {
	SupportType String `json:"SupportType,omitzero"`
}

// EKSClusterZonalShiftConfig is a part of EKSCluster.
type EKSClusterZonalShiftConfig struct {
	Enabled Bool `json:"Enabled,omitzero"`
}

// EKSClusterActiveCertificateAuthority is a part of EKSCluster.
type EKSClusterActiveCertificateAuthority struct {
	ActivatedBy String `json:"ActivatedBy,omitzero"`
	Id          String `json:"Id,omitzero"`
}

// EKSClusterProvider is a part of EKSCluster.
type EKSClusterProvider struct {
	KeyArn String `json:"KeyArn,omitzero"`
}

// EKSClusterServiceNodePortRange is a part of EKSCluster.
type EKSClusterServiceNodePortRange struct {
	MaxPort Int `json:"MaxPort,omitzero"`
	MinPort Int `json:"MinPort,omitzero"`
}

// EKSClusterHorizontalPodAutoscalerControllerConfig is a part of EKSCluster.
type EKSClusterHorizontalPodAutoscalerControllerConfig struct {
	HorizontalPodAutoscalerSyncPeriod String `json:"HorizontalPodAutoscalerSyncPeriod,omitzero"`
}

// EKSClusterPodGcControllerConfig is a part of EKSCluster.
type EKSClusterPodGcControllerConfig struct {
	TerminatedPodGcThreshold Int `json:"TerminatedPodGcThreshold,omitzero"`
}

// EKSClusterNodeResourcesFitConfig is a part of EKSCluster.
type EKSClusterNodeResourcesFitConfig struct {
	ScoringStrategy *EKSClusterScoringStrategy `json:"ScoringStrategy,omitzero"`
}

// EKSClusterElasticLoadBalancing is a part of EKSCluster.
type EKSClusterElasticLoadBalancing struct {
	Enabled Bool `json:"Enabled,omitzero"`
}

// EKSClusterClusterLogging is a part of EKSCluster.
type EKSClusterClusterLogging struct {
	EnabledTypes []EKSClusterLoggingTypeConfig `json:"EnabledTypes,omitzero"`
}

// EKSClusterControlPlanePlacement is a part of EKSCluster.
type EKSClusterControlPlanePlacement struct {
	GroupName   String `json:"GroupName,omitzero"`
	SpreadLevel String `json:"SpreadLevel,omitzero"`
}

// EKSClusterEtcdPlacement is a part of EKSCluster.
type EKSClusterEtcdPlacement struct {
	SpreadLevel String `json:"SpreadLevel,omitzero"`
}

// EKSClusterRemoteNodeNetwork is a part of EKSCluster.
type EKSClusterRemoteNodeNetwork struct {
	Cidrs Strings `json:"Cidrs,omitzero"` // required
}

// EKSClusterRemotePodNetwork is a part of EKSCluster.
type EKSClusterRemotePodNetwork struct {
	Cidrs Strings `json:"Cidrs,omitzero"` // required
}

// EKSClusterBlockStorage is a part of EKSCluster.
type EKSClusterBlockStorage struct {
	Enabled Bool `json:"Enabled,omitzero"`
}

// EKSClusterScoringStrategy is a part of EKSCluster.
type EKSClusterScoringStrategy struct {
	Resources []EKSClusterResourceWeight `json:"Resources,omitzero"`
	Type      String                     `json:"Type,omitzero"`
}

// EKSClusterLoggingTypeConfig is a part of EKSCluster.
type EKSClusterLoggingTypeConfig struct {
	Type String `json:"Type,omitzero"`
}

// EKSClusterResourceWeight is a part of EKSCluster.
type EKSClusterResourceWeight struct {
	Name   String `json:"Name,omitzero"`
	Weight Int    `json:"Weight,omitzero"`
}

// EKSFargateProfile are the properties of AWS::EKS::FargateProfile.
type EKSFargateProfile struct {
	ClusterName         String                      `json:"ClusterName,omitzero"` // required
	FargateProfileName  String                      `json:"FargateProfileName,omitzero"`
	PodExecutionRoleArn String                      `json:"PodExecutionRoleArn,omitzero"` // required
	Selectors           []EKSFargateProfileSelector `json:"Selectors,omitzero"`           // required
	Subnets             Strings                     `json:"Subnets,omitzero"`
	Tags                []Tag                       `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSFargateProfile) CloudFormationType() string { return "AWS::EKS::FargateProfile" }

// EKSFargateProfileSelector is a part of EKSFargateProfile.
type EKSFargateProfileSelector struct {
	Labels    []EKSFargateProfileLabel `json:"Labels,omitzero"`
	Namespace String                   `json:"Namespace,omitzero"` // required
}

// EKSFargateProfileLabel is a part of EKSFargateProfile.
type EKSFargateProfileLabel struct {
	Key   String `json:"Key,omitzero"`   // required
	Value String `json:"Value,omitzero"` // required
}

// EKSIdentityProviderConfig are the properties of AWS::EKS::IdentityProviderConfig.
type EKSIdentityProviderConfig struct {
	ClusterName                String                                               `json:"ClusterName,omitzero"` // required
	IdentityProviderConfigName String                                               `json:"IdentityProviderConfigName,omitzero"`
	Oidc                       *EKSIdentityProviderConfigOidcIdentityProviderConfig `json:"Oidc,omitzero"`
	Tags                       []Tag                                                `json:"Tags,omitzero"`
	Type                       String                                               `json:"Type,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*EKSIdentityProviderConfig) CloudFormationType() string {
	return "AWS::EKS::IdentityProviderConfig"
}

// EKSIdentityProviderConfigOidcIdentityProviderConfig is a part of EKSIdentityProviderConfig.
type EKSIdentityProviderConfigOidcIdentityProviderConfig struct {
	ClientId       String                                   `json:"ClientId,omitzero"` // required
	GroupsClaim    String                                   `json:"GroupsClaim,omitzero"`
	GroupsPrefix   String                                   `json:"GroupsPrefix,omitzero"`
	IssuerUrl      String                                   `json:"IssuerUrl,omitzero"` // required
	RequiredClaims []EKSIdentityProviderConfigRequiredClaim `json:"RequiredClaims,omitzero"`
	UsernameClaim  String                                   `json:"UsernameClaim,omitzero"`
	UsernamePrefix String                                   `json:"UsernamePrefix,omitzero"`
}

// EKSIdentityProviderConfigRequiredClaim is a part of EKSIdentityProviderConfig.
type EKSIdentityProviderConfigRequiredClaim struct {
	Key   String `json:"Key,omitzero"`   // required
	Value String `json:"Value,omitzero"` // required
}

// EKSNodegroup are the properties of AWS::EKS::Nodegroup.
type EKSNodegroup struct {
	AmiType            String                                   `json:"AmiType,omitzero"`
	CapacityType       String                                   `json:"CapacityType,omitzero"`
	ClusterName        String                                   `json:"ClusterName,omitzero"` // required
	DiskSize           Int                                      `json:"DiskSize,omitzero"`
	ForceUpdateEnabled Bool                                     `json:"ForceUpdateEnabled,omitzero"`
	InstanceTypes      Strings                                  `json:"InstanceTypes,omitzero"`
	Labels             map[string]String                        `json:"Labels,omitzero"`
	LaunchTemplate     *EKSNodegroupLaunchTemplateSpecification `json:"LaunchTemplate,omitzero"`
	NodeRepairConfig   *EKSNodegroupNodeRepairConfig            `json:"NodeRepairConfig,omitzero"`
	NodeRole           String                                   `json:"NodeRole,omitzero"` // required
	NodegroupName      String                                   `json:"NodegroupName,omitzero"`
	ReleaseVersion     String                                   `json:"ReleaseVersion,omitzero"`
	RemoteAccess       *EKSNodegroupRemoteAccess                `json:"RemoteAccess,omitzero"`
	ScalingConfig      *EKSNodegroupScalingConfig               `json:"ScalingConfig,omitzero"`
	Subnets            Strings                                  `json:"Subnets,omitzero"` // required
	Tags               map[string]String                        `json:"Tags,omitzero"`
	Taints             []EKSNodegroupTaint                      `json:"Taints,omitzero"`
	UpdateConfig       *EKSNodegroupUpdateConfig                `json:"UpdateConfig,omitzero"`
	Version            String                                   `json:"Version,omitzero"`
	WarmPoolConfig     *EKSNodegroupWarmPoolConfig              `json:"WarmPoolConfig,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSNodegroup) CloudFormationType() string { return "AWS::EKS::Nodegroup" }

// EKSNodegroupLaunchTemplateSpecification is a part of EKSNodegroup.
type EKSNodegroupLaunchTemplateSpecification struct {
	Id      String `json:"Id,omitzero"`
	Name    String `json:"Name,omitzero"`
	Version String `json:"Version,omitzero"`
}

// EKSNodegroupNodeRepairConfig is a part of EKSNodegroup.
type EKSNodegroupNodeRepairConfig struct {
	Enabled                             Bool                                    `json:"Enabled,omitzero"`
	MaxParallelNodesRepairedCount       Int                                     `json:"MaxParallelNodesRepairedCount,omitzero"`
	MaxParallelNodesRepairedPercentage  Int                                     `json:"MaxParallelNodesRepairedPercentage,omitzero"`
	MaxUnhealthyNodeThresholdCount      Int                                     `json:"MaxUnhealthyNodeThresholdCount,omitzero"`
	MaxUnhealthyNodeThresholdPercentage Int                                     `json:"MaxUnhealthyNodeThresholdPercentage,omitzero"`
	NodeRepairConfigOverrides           []EKSNodegroupNodeRepairConfigOverrides `json:"NodeRepairConfigOverrides,omitzero"`
}

// EKSNodegroupRemoteAccess is a part of EKSNodegroup.
type EKSNodegroupRemoteAccess struct {
	Ec2SshKey            String  `json:"Ec2SshKey,omitzero"` // required
	SourceSecurityGroups Strings `json:"SourceSecurityGroups,omitzero"`
}

// EKSNodegroupScalingConfig is a part of EKSNodegroup.
type EKSNodegroupScalingConfig struct {
	DesiredSize Int `json:"DesiredSize,omitzero"`
	MaxSize     Int `json:"MaxSize,omitzero"`
	MinSize     Int `json:"MinSize,omitzero"`
}

// EKSNodegroupTaint is a part of EKSNodegroup.
type EKSNodegroupTaint struct {
	Effect String `json:"Effect,omitzero"`
	Key    String `json:"Key,omitzero"`
	Value  String `json:"Value,omitzero"`
}

// EKSNodegroupUpdateConfig is a part of EKSNodegroup.
type EKSNodegroupUpdateConfig struct {
	MaxUnavailable           Float  `json:"MaxUnavailable,omitzero"`
	MaxUnavailablePercentage Float  `json:"MaxUnavailablePercentage,omitzero"`
	UpdateStrategy           String `json:"UpdateStrategy,omitzero"`
}

// EKSNodegroupWarmPoolConfig is a part of EKSNodegroup.
type EKSNodegroupWarmPoolConfig struct {
	Enabled                  Bool   `json:"Enabled,omitzero"`
	MaxGroupPreparedCapacity Int    `json:"MaxGroupPreparedCapacity,omitzero"`
	MinSize                  Int    `json:"MinSize,omitzero"`
	PoolState                String `json:"PoolState,omitzero"`
	ReuseOnScaleIn           Bool   `json:"ReuseOnScaleIn,omitzero"`
}

// EKSNodegroupNodeRepairConfigOverrides is a part of EKSNodegroup.
type EKSNodegroupNodeRepairConfigOverrides struct {
	MinRepairWaitTimeMins   Int    `json:"MinRepairWaitTimeMins,omitzero"`
	NodeMonitoringCondition String `json:"NodeMonitoringCondition,omitzero"`
	NodeUnhealthyReason     String `json:"NodeUnhealthyReason,omitzero"`
	RepairAction            String `json:"RepairAction,omitzero"`
}

// EKSPodIdentityAssociation are the properties of AWS::EKS::PodIdentityAssociation.
type EKSPodIdentityAssociation struct {
	ClusterName        String `json:"ClusterName,omitzero"` // required
	DisableSessionTags Bool   `json:"DisableSessionTags,omitzero"`
	Namespace          String `json:"Namespace,omitzero"` // required
	Policy             String `json:"Policy,omitzero"`
	RoleArn            String `json:"RoleArn,omitzero"`        // required
	ServiceAccount     String `json:"ServiceAccount,omitzero"` // required
	Tags               []Tag  `json:"Tags,omitzero"`
	TargetRoleArn      String `json:"TargetRoleArn,omitzero"`
}

// CloudFormationType is the type's name.
func (*EKSPodIdentityAssociation) CloudFormationType() string {
	return "AWS::EKS::PodIdentityAssociation"
}

// ElastiCacheParameterGroup are the properties of AWS::ElastiCache::ParameterGroup.
type ElastiCacheParameterGroup struct {
	CacheParameterGroupFamily String            `json:"CacheParameterGroupFamily,omitzero"` // required
	Description               String            `json:"Description,omitzero"`               // required
	Properties                map[string]String `json:"Properties,omitzero"`
	Tags                      []Tag             `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElastiCacheParameterGroup) CloudFormationType() string {
	return "AWS::ElastiCache::ParameterGroup"
}

// ElastiCacheReplicationGroup are the properties of AWS::ElastiCache::ReplicationGroup.
type ElastiCacheReplicationGroup struct {
	AtRestEncryptionEnabled     Bool                                                         `json:"AtRestEncryptionEnabled,omitzero"`
	AuthToken                   String                                                       `json:"AuthToken,omitzero"`
	AutoMinorVersionUpgrade     Bool                                                         `json:"AutoMinorVersionUpgrade,omitzero"`
	AutomaticFailoverEnabled    Bool                                                         `json:"AutomaticFailoverEnabled,omitzero"`
	CacheNodeType               String                                                       `json:"CacheNodeType,omitzero"`
	CacheParameterGroupName     String                                                       `json:"CacheParameterGroupName,omitzero"`
	CacheSecurityGroupNames     Strings                                                      `json:"CacheSecurityGroupNames,omitzero"`
	CacheSubnetGroupName        String                                                       `json:"CacheSubnetGroupName,omitzero"`
	ClusterMode                 String                                                       `json:"ClusterMode,omitzero"`
	DataTieringEnabled          Bool                                                         `json:"DataTieringEnabled,omitzero"`
	Durability                  String                                                       `json:"Durability,omitzero"`
	Engine                      String                                                       `json:"Engine,omitzero"`
	EngineVersion               String                                                       `json:"EngineVersion,omitzero"`
	GlobalReplicationGroupId    String                                                       `json:"GlobalReplicationGroupId,omitzero"`
	IpDiscovery                 String                                                       `json:"IpDiscovery,omitzero"`
	KmsKeyId                    String                                                       `json:"KmsKeyId,omitzero"`
	LogDeliveryConfigurations   []ElastiCacheReplicationGroupLogDeliveryConfigurationRequest `json:"LogDeliveryConfigurations,omitzero"`
	MultiAZEnabled              Bool                                                         `json:"MultiAZEnabled,omitzero"`
	NetworkType                 String                                                       `json:"NetworkType,omitzero"`
	NodeGroupConfiguration      []ElastiCacheReplicationGroupNodeGroupConfiguration          `json:"NodeGroupConfiguration,omitzero"`
	NotificationTopicArn        String                                                       `json:"NotificationTopicArn,omitzero"`
	NumCacheClusters            Int                                                          `json:"NumCacheClusters,omitzero"`
	NumNodeGroups               Int                                                          `json:"NumNodeGroups,omitzero"`
	Port                        Int                                                          `json:"Port,omitzero"`
	PreferredCacheClusterAZs    Strings                                                      `json:"PreferredCacheClusterAZs,omitzero"`
	PreferredMaintenanceWindow  String                                                       `json:"PreferredMaintenanceWindow,omitzero"`
	PrimaryClusterId            String                                                       `json:"PrimaryClusterId,omitzero"`
	ReplicasPerNodeGroup        Int                                                          `json:"ReplicasPerNodeGroup,omitzero"`
	ReplicationGroupDescription String                                                       `json:"ReplicationGroupDescription,omitzero"` // required
	ReplicationGroupId          String                                                       `json:"ReplicationGroupId,omitzero"`
	SecurityGroupIds            Strings                                                      `json:"SecurityGroupIds,omitzero"`
	SnapshotArns                Strings                                                      `json:"SnapshotArns,omitzero"`
	SnapshotName                String                                                       `json:"SnapshotName,omitzero"`
	SnapshotRetentionLimit      Int                                                          `json:"SnapshotRetentionLimit,omitzero"`
	SnapshotWindow              String                                                       `json:"SnapshotWindow,omitzero"`
	SnapshottingClusterId       String                                                       `json:"SnapshottingClusterId,omitzero"`
	Tags                        []Tag                                                        `json:"Tags,omitzero"`
	TransitEncryptionEnabled    Bool                                                         `json:"TransitEncryptionEnabled,omitzero"`
	TransitEncryptionMode       String                                                       `json:"TransitEncryptionMode,omitzero"`
	UserGroupIds                Strings                                                      `json:"UserGroupIds,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElastiCacheReplicationGroup) CloudFormationType() string {
	return "AWS::ElastiCache::ReplicationGroup"
}

// ElastiCacheReplicationGroupLogDeliveryConfigurationRequest is a part of ElastiCacheReplicationGroup.
type ElastiCacheReplicationGroupLogDeliveryConfigurationRequest struct {
	DestinationDetails *ElastiCacheReplicationGroupDestinationDetails `json:"DestinationDetails,omitzero"` // required
	DestinationType    String                                         `json:"DestinationType,omitzero"`    // required
	LogFormat          String                                         `json:"LogFormat,omitzero"`          // required
	LogType            String                                         `json:"LogType,omitzero"`            // required
}

// ElastiCacheReplicationGroupNodeGroupConfiguration is a part of ElastiCacheReplicationGroup.
type ElastiCacheReplicationGroupNodeGroupConfiguration struct {
	NodeGroupId              String  `json:"NodeGroupId,omitzero"`
	PrimaryAvailabilityZone  String  `json:"PrimaryAvailabilityZone,omitzero"`
	ReplicaAvailabilityZones Strings `json:"ReplicaAvailabilityZones,omitzero"`
	ReplicaCount             Int     `json:"ReplicaCount,omitzero"`
	Slots                    String  `json:"Slots,omitzero"`
}

// ElastiCacheReplicationGroupDestinationDetails is a part of ElastiCacheReplicationGroup.
type ElastiCacheReplicationGroupDestinationDetails struct {
	CloudWatchLogsDetails  *ElastiCacheReplicationGroupCloudWatchLogsDestinationDetails  `json:"CloudWatchLogsDetails,omitzero"`
	KinesisFirehoseDetails *ElastiCacheReplicationGroupKinesisFirehoseDestinationDetails `json:"KinesisFirehoseDetails,omitzero"`
}

// ElastiCacheReplicationGroupCloudWatchLogsDestinationDetails is a part of ElastiCacheReplicationGroup.
type ElastiCacheReplicationGroupCloudWatchLogsDestinationDetails struct {
	LogGroup String `json:"LogGroup,omitzero"` // required
}

// ElastiCacheReplicationGroupKinesisFirehoseDestinationDetails is a part of ElastiCacheReplicationGroup.
type ElastiCacheReplicationGroupKinesisFirehoseDestinationDetails struct {
	DeliveryStream String `json:"DeliveryStream,omitzero"` // required
}

// ElastiCacheServerlessCache are the properties of AWS::ElastiCache::ServerlessCache.
type ElastiCacheServerlessCache struct {
	CacheUsageLimits       *ElastiCacheServerlessCacheCacheUsageLimits `json:"CacheUsageLimits,omitzero"`
	DailySnapshotTime      String                                      `json:"DailySnapshotTime,omitzero"`
	Description            String                                      `json:"Description,omitzero"`
	Endpoint               *ElastiCacheServerlessCacheEndpoint         `json:"Endpoint,omitzero"`
	Engine                 String                                      `json:"Engine,omitzero"` // required
	FinalSnapshotName      String                                      `json:"FinalSnapshotName,omitzero"`
	KmsKeyId               String                                      `json:"KmsKeyId,omitzero"`
	MajorEngineVersion     String                                      `json:"MajorEngineVersion,omitzero"`
	NetworkType            String                                      `json:"NetworkType,omitzero"`
	ReaderEndpoint         *ElastiCacheServerlessCacheEndpoint         `json:"ReaderEndpoint,omitzero"`
	SecurityGroupIds       Strings                                     `json:"SecurityGroupIds,omitzero"`
	ServerlessCacheName    String                                      `json:"ServerlessCacheName,omitzero"` // required
	SnapshotArnsToRestore  Strings                                     `json:"SnapshotArnsToRestore,omitzero"`
	SnapshotRetentionLimit Int                                         `json:"SnapshotRetentionLimit,omitzero"`
	SubnetIds              Strings                                     `json:"SubnetIds,omitzero"`
	Tags                   []Tag                                       `json:"Tags,omitzero"`
	UserGroupId            String                                      `json:"UserGroupId,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElastiCacheServerlessCache) CloudFormationType() string {
	return "AWS::ElastiCache::ServerlessCache"
}

// ElastiCacheServerlessCacheCacheUsageLimits is a part of ElastiCacheServerlessCache.
type ElastiCacheServerlessCacheCacheUsageLimits struct {
	DataStorage   *ElastiCacheServerlessCacheDataStorage   `json:"DataStorage,omitzero"`
	ECPUPerSecond *ElastiCacheServerlessCacheECPUPerSecond `json:"ECPUPerSecond,omitzero"`
}

// ElastiCacheServerlessCacheEndpoint is a part of ElastiCacheServerlessCache.
type ElastiCacheServerlessCacheEndpoint struct {
	Address String `json:"Address,omitzero"`
	Port    String `json:"Port,omitzero"`
}

// ElastiCacheServerlessCacheDataStorage is a part of ElastiCacheServerlessCache.
type ElastiCacheServerlessCacheDataStorage struct {
	Maximum Int    `json:"Maximum,omitzero"`
	Minimum Int    `json:"Minimum,omitzero"`
	Unit    String `json:"Unit,omitzero"` // required
}

// ElastiCacheServerlessCacheECPUPerSecond is a part of ElastiCacheServerlessCache.
type ElastiCacheServerlessCacheECPUPerSecond struct {
	Maximum Int `json:"Maximum,omitzero"`
	Minimum Int `json:"Minimum,omitzero"`
}

// ElastiCacheSubnetGroup are the properties of AWS::ElastiCache::SubnetGroup.
type ElastiCacheSubnetGroup struct {
	CacheSubnetGroupName String  `json:"CacheSubnetGroupName,omitzero"`
	Description          String  `json:"Description,omitzero"` // required
	SubnetIds            Strings `json:"SubnetIds,omitzero"`   // required
	Tags                 []Tag   `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElastiCacheSubnetGroup) CloudFormationType() string { return "AWS::ElastiCache::SubnetGroup" }

// ElastiCacheUser are the properties of AWS::ElastiCache::User.
type ElastiCacheUser struct {
	AccessString       String                             `json:"AccessString,omitzero"`
	AuthenticationMode *ElastiCacheUserAuthenticationMode `json:"AuthenticationMode,omitzero"`
	Engine             String                             `json:"Engine,omitzero"` // required
	NoPasswordRequired Bool                               `json:"NoPasswordRequired,omitzero"`
	Passwords          Strings                            `json:"Passwords,omitzero"`
	Tags               []Tag                              `json:"Tags,omitzero"`
	UserId             String                             `json:"UserId,omitzero"`   // required
	UserName           String                             `json:"UserName,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*ElastiCacheUser) CloudFormationType() string { return "AWS::ElastiCache::User" }

// ElastiCacheUserAuthenticationMode is a part of ElastiCacheUser.
type ElastiCacheUserAuthenticationMode struct {
	Passwords Strings `json:"Passwords,omitzero"`
	Type      String  `json:"Type,omitzero"` // required
}

// ElastiCacheUserGroup are the properties of AWS::ElastiCache::UserGroup.
type ElastiCacheUserGroup struct {
	Engine      String  `json:"Engine,omitzero"` // required
	Tags        []Tag   `json:"Tags,omitzero"`
	UserGroupId String  `json:"UserGroupId,omitzero"` // required
	UserIds     Strings `json:"UserIds,omitzero"`     // required
}

// CloudFormationType is the type's name.
func (*ElastiCacheUserGroup) CloudFormationType() string { return "AWS::ElastiCache::UserGroup" }

// ElasticLoadBalancingV2Listener are the properties of AWS::ElasticLoadBalancingV2::Listener.
type ElasticLoadBalancingV2Listener struct {
	AlpnPolicy           Strings                                             `json:"AlpnPolicy,omitzero"`
	Certificates         []ElasticLoadBalancingV2ListenerCertificate         `json:"Certificates,omitzero"`
	DefaultActions       []ElasticLoadBalancingV2ListenerAction              `json:"DefaultActions,omitzero"` // required
	ListenerAttributes   []ElasticLoadBalancingV2ListenerListenerAttribute   `json:"ListenerAttributes,omitzero"`
	LoadBalancerArn      String                                              `json:"LoadBalancerArn,omitzero"` // required
	MutualAuthentication *ElasticLoadBalancingV2ListenerMutualAuthentication `json:"MutualAuthentication,omitzero"`
	Port                 Int                                                 `json:"Port,omitzero"`
	Protocol             String                                              `json:"Protocol,omitzero"`
	SslPolicy            String                                              `json:"SslPolicy,omitzero"`
	Tags                 []Tag                                               `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElasticLoadBalancingV2Listener) CloudFormationType() string {
	return "AWS::ElasticLoadBalancingV2::Listener"
}

// ElasticLoadBalancingV2ListenerCertificate is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerCertificate struct {
	CertificateArn String `json:"CertificateArn,omitzero"`
}

// ElasticLoadBalancingV2ListenerAction is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerAction struct {
	AuthenticateCognitoConfig *ElasticLoadBalancingV2ListenerAuthenticateCognitoConfig `json:"AuthenticateCognitoConfig,omitzero"`
	AuthenticateOidcConfig    *ElasticLoadBalancingV2ListenerAuthenticateOidcConfig    `json:"AuthenticateOidcConfig,omitzero"`
	FixedResponseConfig       *ElasticLoadBalancingV2ListenerFixedResponseConfig       `json:"FixedResponseConfig,omitzero"`
	ForwardConfig             *ElasticLoadBalancingV2ListenerForwardConfig             `json:"ForwardConfig,omitzero"`
	JwtValidationConfig       *ElasticLoadBalancingV2ListenerJwtValidationConfig       `json:"JwtValidationConfig,omitzero"`
	Order                     Int                                                      `json:"Order,omitzero"`
	RedirectConfig            *ElasticLoadBalancingV2ListenerRedirectConfig            `json:"RedirectConfig,omitzero"`
	TargetGroupArn            String                                                   `json:"TargetGroupArn,omitzero"`
	Type                      String                                                   `json:"Type,omitzero"` // required
}

// ElasticLoadBalancingV2ListenerListenerAttribute is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerListenerAttribute struct {
	Key   String `json:"Key,omitzero"`
	Value String `json:"Value,omitzero"`
}

// ElasticLoadBalancingV2ListenerMutualAuthentication is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerMutualAuthentication struct {
	AdvertiseTrustStoreCaNames    String `json:"AdvertiseTrustStoreCaNames,omitzero"`
	IgnoreClientCertificateExpiry Bool   `json:"IgnoreClientCertificateExpiry,omitzero"`
	Mode                          String `json:"Mode,omitzero"`
	TrustStoreArn                 String `json:"TrustStoreArn,omitzero"`
}

// ElasticLoadBalancingV2ListenerAuthenticateCognitoConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerAuthenticateCognitoConfig struct {
	AuthenticationRequestExtraParams map[string]String `json:"AuthenticationRequestExtraParams,omitzero"`
	OnUnauthenticatedRequest         String            `json:"OnUnauthenticatedRequest,omitzero"`
	Scope                            String            `json:"Scope,omitzero"`
	SessionCookieName                String            `json:"SessionCookieName,omitzero"`
	SessionTimeout                   String            `json:"SessionTimeout,omitzero"`
	UserPoolArn                      String            `json:"UserPoolArn,omitzero"`      // required
	UserPoolClientId                 String            `json:"UserPoolClientId,omitzero"` // required
	UserPoolDomain                   String            `json:"UserPoolDomain,omitzero"`   // required
}

// ElasticLoadBalancingV2ListenerAuthenticateOidcConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerAuthenticateOidcConfig struct {
	AuthenticationRequestExtraParams map[string]String `json:"AuthenticationRequestExtraParams,omitzero"`
	AuthorizationEndpoint            String            `json:"AuthorizationEndpoint,omitzero"` // required
	ClientId                         String            `json:"ClientId,omitzero"`              // required
	ClientSecret                     String            `json:"ClientSecret,omitzero"`
	Issuer                           String            `json:"Issuer,omitzero"` // required
	OnUnauthenticatedRequest         String            `json:"OnUnauthenticatedRequest,omitzero"`
	Scope                            String            `json:"Scope,omitzero"`
	SessionCookieName                String            `json:"SessionCookieName,omitzero"`
	SessionTimeout                   String            `json:"SessionTimeout,omitzero"`
	TokenEndpoint                    String            `json:"TokenEndpoint,omitzero"` // required
	UseExistingClientSecret          Bool              `json:"UseExistingClientSecret,omitzero"`
	UserInfoEndpoint                 String            `json:"UserInfoEndpoint,omitzero"` // required
}

// ElasticLoadBalancingV2ListenerFixedResponseConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerFixedResponseConfig struct {
	ContentType String `json:"ContentType,omitzero"`
	MessageBody String `json:"MessageBody,omitzero"`
	StatusCode  String `json:"StatusCode,omitzero"` // required
}

// ElasticLoadBalancingV2ListenerForwardConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerForwardConfig struct {
	TargetGroupStickinessConfig *ElasticLoadBalancingV2ListenerTargetGroupStickinessConfig `json:"TargetGroupStickinessConfig,omitzero"`
	TargetGroups                []ElasticLoadBalancingV2ListenerTargetGroupTuple           `json:"TargetGroups,omitzero"`
}

// ElasticLoadBalancingV2ListenerJwtValidationConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerJwtValidationConfig struct {
	AdditionalClaims []ElasticLoadBalancingV2ListenerJwtValidationActionAdditionalClaim `json:"AdditionalClaims,omitzero"`
	Issuer           String                                                             `json:"Issuer,omitzero"`       // required
	JwksEndpoint     String                                                             `json:"JwksEndpoint,omitzero"` // required
}

// ElasticLoadBalancingV2ListenerRedirectConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerRedirectConfig struct {
	Host       String `json:"Host,omitzero"`
	Path       String `json:"Path,omitzero"`
	Port       String `json:"Port,omitzero"`
	Protocol   String `json:"Protocol,omitzero"`
	Query      String `json:"Query,omitzero"`
	StatusCode String `json:"StatusCode,omitzero"` // required
}

// ElasticLoadBalancingV2ListenerTargetGroupStickinessConfig is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerTargetGroupStickinessConfig struct {
	DurationSeconds Int  `json:"DurationSeconds,omitzero"`
	Enabled         Bool `json:"Enabled,omitzero"`
}

// ElasticLoadBalancingV2ListenerTargetGroupTuple is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerTargetGroupTuple struct {
	TargetGroupArn String `json:"TargetGroupArn,omitzero"`
	Weight         Int    `json:"Weight,omitzero"`
}

// ElasticLoadBalancingV2ListenerJwtValidationActionAdditionalClaim is a part of ElasticLoadBalancingV2Listener.
type ElasticLoadBalancingV2ListenerJwtValidationActionAdditionalClaim struct {
	Format String  `json:"Format,omitzero"` // required
	Name   String  `json:"Name,omitzero"`   // required
	Values Strings `json:"Values,omitzero"` // required
}

// ElasticLoadBalancingV2LoadBalancer are the properties of AWS::ElasticLoadBalancingV2::LoadBalancer.
type ElasticLoadBalancingV2LoadBalancer struct {
	EnableCapacityReservationProvisionStabilize          Bool                                                           `json:"EnableCapacityReservationProvisionStabilize,omitzero"`
	EnablePrefixForIpv6SourceNat                         String                                                         `json:"EnablePrefixForIpv6SourceNat,omitzero"`
	EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic String                                                         `json:"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,omitzero"`
	IpAddressType                                        String                                                         `json:"IpAddressType,omitzero"`
	Ipv4IpamPoolId                                       String                                                         `json:"Ipv4IpamPoolId,omitzero"`
	LoadBalancerAttributes                               []ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute      `json:"LoadBalancerAttributes,omitzero"`
	MinimumLoadBalancerCapacity                          *ElasticLoadBalancingV2LoadBalancerMinimumLoadBalancerCapacity `json:"MinimumLoadBalancerCapacity,omitzero"`
	Name                                                 String                                                         `json:"Name,omitzero"`
	Scheme                                               String                                                         `json:"Scheme,omitzero"`
	SecurityGroups                                       Strings                                                        `json:"SecurityGroups,omitzero"`
	SubnetMappings                                       []ElasticLoadBalancingV2LoadBalancerSubnetMapping              `json:"SubnetMappings,omitzero"`
	Subnets                                              Strings                                                        `json:"Subnets,omitzero"`
	Tags                                                 []Tag                                                          `json:"Tags,omitzero"`
	Type                                                 String                                                         `json:"Type,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElasticLoadBalancingV2LoadBalancer) CloudFormationType() string {
	return "AWS::ElasticLoadBalancingV2::LoadBalancer"
}

// ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute is a part of ElasticLoadBalancingV2LoadBalancer.
type ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute struct {
	Key   String `json:"Key,omitzero"`
	Value String `json:"Value,omitzero"`
}

// ElasticLoadBalancingV2LoadBalancerMinimumLoadBalancerCapacity is a part of ElasticLoadBalancingV2LoadBalancer.
type ElasticLoadBalancingV2LoadBalancerMinimumLoadBalancerCapacity struct {
	CapacityUnits Int `json:"CapacityUnits,omitzero"` // required
}

// ElasticLoadBalancingV2LoadBalancerSubnetMapping is a part of ElasticLoadBalancingV2LoadBalancer.
type ElasticLoadBalancingV2LoadBalancerSubnetMapping struct {
	AllocationId        String `json:"AllocationId,omitzero"`
	IPv6Address         String `json:"IPv6Address,omitzero"`
	PrivateIPv4Address  String `json:"PrivateIPv4Address,omitzero"`
	SourceNatIpv6Prefix String `json:"SourceNatIpv6Prefix,omitzero"`
	SubnetId            String `json:"SubnetId,omitzero"` // required
}

// ElasticLoadBalancingV2TargetGroup are the properties of AWS::ElasticLoadBalancingV2::TargetGroup.
type ElasticLoadBalancingV2TargetGroup struct {
	HealthCheckEnabled         Bool                                                    `json:"HealthCheckEnabled,omitzero"`
	HealthCheckIntervalSeconds Int                                                     `json:"HealthCheckIntervalSeconds,omitzero"`
	HealthCheckPath            String                                                  `json:"HealthCheckPath,omitzero"`
	HealthCheckPort            String                                                  `json:"HealthCheckPort,omitzero"`
	HealthCheckProtocol        String                                                  `json:"HealthCheckProtocol,omitzero"`
	HealthCheckTimeoutSeconds  Int                                                     `json:"HealthCheckTimeoutSeconds,omitzero"`
	HealthyThresholdCount      Int                                                     `json:"HealthyThresholdCount,omitzero"`
	IpAddressType              String                                                  `json:"IpAddressType,omitzero"`
	Matcher                    *ElasticLoadBalancingV2TargetGroupMatcher               `json:"Matcher,omitzero"`
	Name                       String                                                  `json:"Name,omitzero"`
	Port                       Int                                                     `json:"Port,omitzero"`
	Protocol                   String                                                  `json:"Protocol,omitzero"`
	ProtocolVersion            String                                                  `json:"ProtocolVersion,omitzero"`
	Tags                       []Tag                                                   `json:"Tags,omitzero"`
	TargetControlPort          Int                                                     `json:"TargetControlPort,omitzero"`
	TargetGroupAttributes      []ElasticLoadBalancingV2TargetGroupTargetGroupAttribute `json:"TargetGroupAttributes,omitzero"`
	TargetType                 String                                                  `json:"TargetType,omitzero"`
	Targets                    []ElasticLoadBalancingV2TargetGroupTargetDescription    `json:"Targets,omitzero"`
	UnhealthyThresholdCount    Int                                                     `json:"UnhealthyThresholdCount,omitzero"`
	VpcId                      String                                                  `json:"VpcId,omitzero"`
}

// CloudFormationType is the type's name.
func (*ElasticLoadBalancingV2TargetGroup) CloudFormationType() string {
	return "AWS::ElasticLoadBalancingV2::TargetGroup"
}

// ElasticLoadBalancingV2TargetGroupMatcher is a part of ElasticLoadBalancingV2TargetGroup.
type ElasticLoadBalancingV2TargetGroupMatcher struct {
	GrpcCode String `json:"GrpcCode,omitzero"`
	HttpCode String `json:"HttpCode,omitzero"`
}

// ElasticLoadBalancingV2TargetGroupTargetGroupAttribute is a part of ElasticLoadBalancingV2TargetGroup.
type ElasticLoadBalancingV2TargetGroupTargetGroupAttribute struct {
	Key   String `json:"Key,omitzero"`
	Value String `json:"Value,omitzero"`
}

// ElasticLoadBalancingV2TargetGroupTargetDescription is a part of ElasticLoadBalancingV2TargetGroup.
type ElasticLoadBalancingV2TargetGroupTargetDescription struct {
	AvailabilityZone String `json:"AvailabilityZone,omitzero"`
	Id               String `json:"Id,omitzero"` // required
	Port             Int    `json:"Port,omitzero"`
	QuicServerId     String `json:"QuicServerId,omitzero"`
}

// EventsRule are the properties of AWS::Events::Rule.
type EventsRule struct {
	Description        String             `json:"Description,omitzero"`
	EventBusName       String             `json:"EventBusName,omitzero"`
	EventPattern       any                `json:"EventPattern,omitzero"`
	Name               String             `json:"Name,omitzero"`
	RoleArn            String             `json:"RoleArn,omitzero"`
	ScheduleExpression String             `json:"ScheduleExpression,omitzero"`
	State              String             `json:"State,omitzero"`
	Tags               []Tag              `json:"Tags,omitzero"`
	Targets            []EventsRuleTarget `json:"Targets,omitzero"`
}

// CloudFormationType is the type's name.
func (*EventsRule) CloudFormationType() string { return "AWS::Events::Rule" }

// EventsRuleTarget is a part of EventsRule.
type EventsRuleTarget struct {
	AppSyncParameters           *EventsRuleAppSyncParameters           `json:"AppSyncParameters,omitzero"`
	Arn                         String                                 `json:"Arn,omitzero"` // required
	BatchParameters             *EventsRuleBatchParameters             `json:"BatchParameters,omitzero"`
	DeadLetterConfig            *EventsRuleDeadLetterConfig            `json:"DeadLetterConfig,omitzero"`
	EcsParameters               *EventsRuleEcsParameters               `json:"EcsParameters,omitzero"`
	HttpParameters              *EventsRuleHttpParameters              `json:"HttpParameters,omitzero"`
	Id                          String                                 `json:"Id,omitzero"` // required
	Input                       String                                 `json:"Input,omitzero"`
	InputPath                   String                                 `json:"InputPath,omitzero"`
	InputTransformer            *EventsRuleInputTransformer            `json:"InputTransformer,omitzero"`
	KinesisParameters           *EventsRuleKinesisParameters           `json:"KinesisParameters,omitzero"`
	RedshiftDataParameters      *EventsRuleRedshiftDataParameters      `json:"RedshiftDataParameters,omitzero"`
	RetryPolicy                 *EventsRuleRetryPolicy                 `json:"RetryPolicy,omitzero"`
	RoleArn                     String                                 `json:"RoleArn,omitzero"`
	RunCommandParameters        *EventsRuleRunCommandParameters        `json:"RunCommandParameters,omitzero"`
	SageMakerPipelineParameters *EventsRuleSageMakerPipelineParameters `json:"SageMakerPipelineParameters,omitzero"`
	SqsParameters               *EventsRuleSqsParameters               `json:"SqsParameters,omitzero"`
}

// EventsRuleAppSyncParameters is a part of EventsRule.
type EventsRuleAppSyncParameters struct {
	GraphQLOperation String `json:"GraphQLOperation,omitzero"` // required
}

// EventsRuleBatchParameters is a part of EventsRule.
type EventsRuleBatchParameters struct {
	ArrayProperties *EventsRuleBatchArrayProperties `json:"ArrayProperties,omitzero"`
	JobDefinition   String                          `json:"JobDefinition,omitzero"` // required
	JobName         String                          `json:"JobName,omitzero"`       // required
	RetryStrategy   *EventsRuleBatchRetryStrategy   `json:"RetryStrategy,omitzero"`
}

// EventsRuleDeadLetterConfig is a part of EventsRule.
type EventsRuleDeadLetterConfig struct {
	Arn String `json:"Arn,omitzero"`
}

// EventsRuleEcsParameters is a part of EventsRule.
type EventsRuleEcsParameters struct {
	CapacityProviderStrategy []EventsRuleCapacityProviderStrategyItem `json:"CapacityProviderStrategy,omitzero"`
	EnableECSManagedTags     Bool                                     `json:"EnableECSManagedTags,omitzero"`
	EnableExecuteCommand     Bool                                     `json:"EnableExecuteCommand,omitzero"`
	Group                    String                                   `json:"Group,omitzero"`
	LaunchType               String                                   `json:"LaunchType,omitzero"`
	NetworkConfiguration     *EventsRuleNetworkConfiguration          `json:"NetworkConfiguration,omitzero"`
	PlacementConstraints     []EventsRulePlacementConstraint          `json:"PlacementConstraints,omitzero"`
	PlacementStrategies      []EventsRulePlacementStrategy            `json:"PlacementStrategies,omitzero"`
	PlatformVersion          String                                   `json:"PlatformVersion,omitzero"`
	PropagateTags            String                                   `json:"PropagateTags,omitzero"`
	ReferenceId              String                                   `json:"ReferenceId,omitzero"`
	TagList                  []Tag                                    `json:"TagList,omitzero"`
	TaskCount                Int                                      `json:"TaskCount,omitzero"`
	TaskDefinitionArn        String                                   `json:"TaskDefinitionArn,omitzero"` // required
}

// EventsRuleHttpParameters is a part of EventsRule.
type EventsRuleHttpParameters struct {
	HeaderParameters      map[string]String `json:"HeaderParameters,omitzero"`
	PathParameterValues   Strings           `json:"PathParameterValues,omitzero"`
	QueryStringParameters map[string]String `json:"QueryStringParameters,omitzero"`
}

// EventsRuleInputTransformer is a part of EventsRule.
type EventsRuleInputTransformer struct {
	InputPathsMap map[string]String `json:"InputPathsMap,omitzero"`
	InputTemplate String            `json:"InputTemplate,omitzero"` // required
}

// EventsRuleKinesisParameters is a part of EventsRule.
type EventsRuleKinesisParameters struct {
	PartitionKeyPath String `json:"PartitionKeyPath,omitzero"` // required
}

// EventsRuleRedshiftDataParameters is a part of EventsRule.
type EventsRuleRedshiftDataParameters struct {
	Database         String  `json:"Database,omitzero"` // required
	DbUser           String  `json:"DbUser,omitzero"`
	SecretManagerArn String  `json:"SecretManagerArn,omitzero"`
	Sql              String  `json:"Sql,omitzero"`
	Sqls             Strings `json:"Sqls,omitzero"`
	StatementName    String  `json:"StatementName,omitzero"`
	WithEvent        Bool    `json:"WithEvent,omitzero"`
}

// EventsRuleRetryPolicy is a part of EventsRule.
type EventsRuleRetryPolicy struct {
	MaximumEventAgeInSeconds Int `json:"MaximumEventAgeInSeconds,omitzero"`
	MaximumRetryAttempts     Int `json:"MaximumRetryAttempts,omitzero"`
}

// EventsRuleRunCommandParameters is a part of EventsRule.
type EventsRuleRunCommandParameters struct {
	RunCommandTargets []EventsRuleRunCommandTarget `json:"RunCommandTargets,omitzero"` // required
}

// EventsRuleSageMakerPipelineParameters is a part of EventsRule.
type EventsRuleSageMakerPipelineParameters struct {
	PipelineParameterList []EventsRuleSageMakerPipelineParameter `json:"PipelineParameterList,omitzero"`
}

// EventsRuleSqsParameters is a part of EventsRule.
type EventsRuleSqsParameters struct {
	MessageGroupId String `json:"MessageGroupId,omitzero"` // required
}

// EventsRuleBatchArrayProperties is a part of EventsRule.
type EventsRuleBatchArrayProperties struct {
	Size Int `json:"Size,omitzero"`
}

// EventsRuleBatchRetryStrategy is a part of EventsRule.
type EventsRuleBatchRetryStrategy struct {
	Attempts Int `json:"Attempts,omitzero"`
}

// EventsRuleCapacityProviderStrategyItem is a part of EventsRule.
type EventsRuleCapacityProviderStrategyItem struct {
	Base             Int    `json:"Base,omitzero"`
	CapacityProvider String `json:"CapacityProvider,omitzero"` // required
	Weight           Int    `json:"Weight,omitzero"`
}

// EventsRuleNetworkConfiguration is a part of EventsRule.
type EventsRuleNetworkConfiguration struct {
	AwsVpcConfiguration *EventsRuleAwsVpcConfiguration `json:"AwsVpcConfiguration,omitzero"`
}

// EventsRulePlacementConstraint is a part of EventsRule.
type EventsRulePlacementConstraint struct {
	Expression String `json:"Expression,omitzero"`
	Type       String `json:"Type,omitzero"`
}

// EventsRulePlacementStrategy is a part of EventsRule.
type EventsRulePlacementStrategy struct {
	Field String `json:"Field,omitzero"`
	Type  String `json:"Type,omitzero"`
}

// EventsRuleRunCommandTarget is a part of EventsRule.
type EventsRuleRunCommandTarget struct {
	Key    String  `json:"Key,omitzero"`    // required
	Values Strings `json:"Values,omitzero"` // required
}

// EventsRuleSageMakerPipelineParameter is a part of EventsRule.
type EventsRuleSageMakerPipelineParameter struct {
	Name  String `json:"Name,omitzero"`  // required
	Value String `json:"Value,omitzero"` // required
}

// EventsRuleAwsVpcConfiguration is a part of EventsRule.
type EventsRuleAwsVpcConfiguration struct {
	AssignPublicIp String  `json:"AssignPublicIp,omitzero"`
	SecurityGroups Strings `json:"SecurityGroups,omitzero"`
	Subnets        Strings `json:"Subnets,omitzero"` // required
}

// IAMInstanceProfile are the properties of AWS::IAM::InstanceProfile.
type IAMInstanceProfile struct {
	InstanceProfileName String  `json:"InstanceProfileName,omitzero"`
	Path                String  `json:"Path,omitzero"`
	Roles               Strings `json:"Roles,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*IAMInstanceProfile) CloudFormationType() string { return "AWS::IAM::InstanceProfile" }

// IAMManagedPolicy are the properties of AWS::IAM::ManagedPolicy.
type IAMManagedPolicy struct {
	Description       String  `json:"Description,omitzero"`
	Groups            Strings `json:"Groups,omitzero"`
	ManagedPolicyName String  `json:"ManagedPolicyName,omitzero"`
	Path              String  `json:"Path,omitzero"`
	PolicyDocument    any     `json:"PolicyDocument,omitzero"` // required
	Roles             Strings `json:"Roles,omitzero"`
	Users             Strings `json:"Users,omitzero"`
}

// CloudFormationType is the type's name.
func (*IAMManagedPolicy) CloudFormationType() string { return "AWS::IAM::ManagedPolicy" }

// IAMOIDCProvider are the properties of AWS::IAM::OIDCProvider.
type IAMOIDCProvider struct {
	ClientIdList   Strings `json:"ClientIdList,omitzero"`
	Tags           []Tag   `json:"Tags,omitzero"`
	ThumbprintList Strings `json:"ThumbprintList,omitzero"`
	Url            String  `json:"Url,omitzero"`
}

// CloudFormationType is the type's name.
func (*IAMOIDCProvider) CloudFormationType() string { return "AWS::IAM::OIDCProvider" }

// IAMRole are the properties of AWS::IAM::Role.
type IAMRole struct {
	AssumeRolePolicyDocument any                 `json:"AssumeRolePolicyDocument,omitzero"` // required
	Description              String              `json:"Description,omitzero"`
	ManagedPolicyArns        Strings             `json:"ManagedPolicyArns,omitzero"`
	MaxSessionDuration       Int                 `json:"MaxSessionDuration,omitzero"`
	Path                     String              `json:"Path,omitzero"`
	PermissionsBoundary      String              `json:"PermissionsBoundary,omitzero"`
	Policies                 []IAMRolePolicyPart `json:"Policies,omitzero"`
	RoleName                 String              `json:"RoleName,omitzero"`
	Tags                     []Tag               `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*IAMRole) CloudFormationType() string { return "AWS::IAM::Role" }

// IAMRolePolicyPart is a part of IAMRole.
type IAMRolePolicyPart struct {
	PolicyDocument any    `json:"PolicyDocument,omitzero"` // required
	PolicyName     String `json:"PolicyName,omitzero"`     // required
}

// IAMRolePolicy are the properties of AWS::IAM::RolePolicy.
type IAMRolePolicy struct {
	PolicyDocument any    `json:"PolicyDocument,omitzero"`
	PolicyName     String `json:"PolicyName,omitzero"` // required
	RoleName       String `json:"RoleName,omitzero"`   // required
}

// CloudFormationType is the type's name.
func (*IAMRolePolicy) CloudFormationType() string { return "AWS::IAM::RolePolicy" }

// KMSAlias are the properties of AWS::KMS::Alias.
type KMSAlias struct {
	AliasName   String `json:"AliasName,omitzero"`   // required
	TargetKeyId String `json:"TargetKeyId,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*KMSAlias) CloudFormationType() string { return "AWS::KMS::Alias" }

// KMSKey are the properties of AWS::KMS::Key.
type KMSKey struct {
	BypassPolicyLockoutSafetyCheck Bool   `json:"BypassPolicyLockoutSafetyCheck,omitzero"`
	Description                    String `json:"Description,omitzero"`
	EnableKeyRotation              Bool   `json:"EnableKeyRotation,omitzero"`
	Enabled                        Bool   `json:"Enabled,omitzero"`
	KeyPolicy                      any    `json:"KeyPolicy,omitzero"`
	KeySpec                        String `json:"KeySpec,omitzero"`
	KeyUsage                       String `json:"KeyUsage,omitzero"`
	MultiRegion                    Bool   `json:"MultiRegion,omitzero"`
	Origin                         String `json:"Origin,omitzero"`
	PendingWindowInDays            Int    `json:"PendingWindowInDays,omitzero"`
	RotationPeriodInDays           Int    `json:"RotationPeriodInDays,omitzero"`
	Tags                           []Tag  `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*KMSKey) CloudFormationType() string { return "AWS::KMS::Key" }

// LogsLogGroup are the properties of AWS::Logs::LogGroup.
type LogsLogGroup struct {
	BearerTokenAuthenticationEnabled Bool   `json:"BearerTokenAuthenticationEnabled,omitzero"`
	DataProtectionPolicy             any    `json:"DataProtectionPolicy,omitzero"`
	DeletionProtectionEnabled        Bool   `json:"DeletionProtectionEnabled,omitzero"`
	FieldIndexPolicies               []any  `json:"FieldIndexPolicies,omitzero"`
	KmsKeyId                         String `json:"KmsKeyId,omitzero"`
	LogGroupClass                    String `json:"LogGroupClass,omitzero"`
	LogGroupName                     String `json:"LogGroupName,omitzero"`
	ResourcePolicyDocument           any    `json:"ResourcePolicyDocument,omitzero"`
	RetentionInDays                  Int    `json:"RetentionInDays,omitzero"`
	Tags                             []Tag  `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*LogsLogGroup) CloudFormationType() string { return "AWS::Logs::LogGroup" }

// RDSDBCluster are the properties of AWS::RDS::DBCluster.
type RDSDBCluster struct {
	AllocatedStorage                   Int                                           `json:"AllocatedStorage,omitzero"`
	AssociatedRoles                    []RDSDBClusterDBClusterRole                   `json:"AssociatedRoles,omitzero"`
	AutoMinorVersionUpgrade            Bool                                          `json:"AutoMinorVersionUpgrade,omitzero"`
	AvailabilityZones                  Strings                                       `json:"AvailabilityZones,omitzero"`
	BacktrackWindow                    Int                                           `json:"BacktrackWindow,omitzero"`
	BackupRetentionPeriod              Int                                           `json:"BackupRetentionPeriod,omitzero"`
	ClusterScalabilityType             String                                        `json:"ClusterScalabilityType,omitzero"`
	CopyTagsToSnapshot                 Bool                                          `json:"CopyTagsToSnapshot,omitzero"`
	DBClusterIdentifier                String                                        `json:"DBClusterIdentifier,omitzero"`
	DBClusterInstanceClass             String                                        `json:"DBClusterInstanceClass,omitzero"`
	DBClusterParameterGroupName        String                                        `json:"DBClusterParameterGroupName,omitzero"`
	DBInstanceParameterGroupName       String                                        `json:"DBInstanceParameterGroupName,omitzero"`
	DBSubnetGroupName                  String                                        `json:"DBSubnetGroupName,omitzero"`
	DBSystemId                         String                                        `json:"DBSystemId,omitzero"`
	DatabaseInsightsMode               String                                        `json:"DatabaseInsightsMode,omitzero"`
	DatabaseName                       String                                        `json:"DatabaseName,omitzero"`
	DeleteAutomatedBackups             Bool                                          `json:"DeleteAutomatedBackups,omitzero"`
	DeletionProtection                 Bool                                          `json:"DeletionProtection,omitzero"`
	Domain                             String                                        `json:"Domain,omitzero"`
	DomainIAMRoleName                  String                                        `json:"DomainIAMRoleName,omitzero"`
	EnableCloudwatchLogsExports        Strings                                       `json:"EnableCloudwatchLogsExports,omitzero"`
	EnableGlobalWriteForwarding        Bool                                          `json:"EnableGlobalWriteForwarding,omitzero"`
	EnableHttpEndpoint                 Bool                                          `json:"EnableHttpEndpoint,omitzero"`
	EnableIAMDatabaseAuthentication    Bool                                          `json:"EnableIAMDatabaseAuthentication,omitzero"`
	EnableLocalWriteForwarding         Bool                                          `json:"EnableLocalWriteForwarding,omitzero"`
	Engine                             String                                        `json:"Engine,omitzero"`
	EngineLifecycleSupport             String                                        `json:"EngineLifecycleSupport,omitzero"`
	EngineMode                         String                                        `json:"EngineMode,omitzero"`
	EngineVersion                      String                                        `json:"EngineVersion,omitzero"`
	GlobalClusterIdentifier            String                                        `json:"GlobalClusterIdentifier,omitzero"`
	Iops                               Int                                           `json:"Iops,omitzero"`
	KmsKeyId                           String                                        `json:"KmsKeyId,omitzero"`
	ManageMasterUserPassword           Bool                                          `json:"ManageMasterUserPassword,omitzero"`
	MasterUserAuthenticationType       String                                        `json:"MasterUserAuthenticationType,omitzero"`
	MasterUserPassword                 String                                        `json:"MasterUserPassword,omitzero"`
	MasterUserSecret                   *RDSDBClusterMasterUserSecret                 `json:"MasterUserSecret,omitzero"`
	MasterUsername                     String                                        `json:"MasterUsername,omitzero"`
	MonitoringInterval                 Int                                           `json:"MonitoringInterval,omitzero"`
	MonitoringRoleArn                  String                                        `json:"MonitoringRoleArn,omitzero"`
	NetworkType                        String                                        `json:"NetworkType,omitzero"`
	PerformanceInsightsEnabled         Bool                                          `json:"PerformanceInsightsEnabled,omitzero"`
	PerformanceInsightsKmsKeyId        String                                        `json:"PerformanceInsightsKmsKeyId,omitzero"`
	PerformanceInsightsRetentionPeriod Int                                           `json:"PerformanceInsightsRetentionPeriod,omitzero"`
	Port                               Int                                           `json:"Port,omitzero"`
	PreferredBackupWindow              String                                        `json:"PreferredBackupWindow,omitzero"`
	PreferredMaintenanceWindow         String                                        `json:"PreferredMaintenanceWindow,omitzero"`
	PubliclyAccessible                 Bool                                          `json:"PubliclyAccessible,omitzero"`
	ReplicationSourceIdentifier        String                                        `json:"ReplicationSourceIdentifier,omitzero"`
	RestoreToTime                      String                                        `json:"RestoreToTime,omitzero"`
	RestoreType                        String                                        `json:"RestoreType,omitzero"`
	ScalingConfiguration               *RDSDBClusterScalingConfiguration             `json:"ScalingConfiguration,omitzero"`
	ServerlessV2ScalingConfiguration   *RDSDBClusterServerlessV2ScalingConfiguration `json:"ServerlessV2ScalingConfiguration,omitzero"`
	SnapshotIdentifier                 String                                        `json:"SnapshotIdentifier,omitzero"`
	SourceDBClusterIdentifier          String                                        `json:"SourceDBClusterIdentifier,omitzero"`
	SourceDbClusterResourceId          String                                        `json:"SourceDbClusterResourceId,omitzero"`
	SourceRegion                       String                                        `json:"SourceRegion,omitzero"`
	StorageEncrypted                   Bool                                          `json:"StorageEncrypted,omitzero"`
	StorageType                        String                                        `json:"StorageType,omitzero"`
	Tags                               []Tag                                         `json:"Tags,omitzero"`
	UseLatestRestorableTime            Bool                                          `json:"UseLatestRestorableTime,omitzero"`
	VpcSecurityGroupIds                Strings                                       `json:"VpcSecurityGroupIds,omitzero"`
}

// CloudFormationType is the type's name.
func (*RDSDBCluster) CloudFormationType() string { return "AWS::RDS::DBCluster" }

// RDSDBClusterDBClusterRole is a part of RDSDBCluster.
type RDSDBClusterDBClusterRole struct {
	FeatureName String `json:"FeatureName,omitzero"`
	RoleArn     String `json:"RoleArn,omitzero"` // required
}

// RDSDBClusterMasterUserSecret is a part of RDSDBCluster.
type RDSDBClusterMasterUserSecret struct {
	KmsKeyId  String `json:"KmsKeyId,omitzero"`
	SecretArn String `json:"SecretArn,omitzero"`
}

// RDSDBClusterScalingConfiguration is a part of RDSDBCluster.
type RDSDBClusterScalingConfiguration struct {
	AutoPause             Bool   `json:"AutoPause,omitzero"`
	MaxCapacity           Int    `json:"MaxCapacity,omitzero"`
	MinCapacity           Int    `json:"MinCapacity,omitzero"`
	SecondsBeforeTimeout  Int    `json:"SecondsBeforeTimeout,omitzero"`
	SecondsUntilAutoPause Int    `json:"SecondsUntilAutoPause,omitzero"`
	TimeoutAction         String `json:"TimeoutAction,omitzero"`
}

// RDSDBClusterServerlessV2ScalingConfiguration is a part of RDSDBCluster.
type RDSDBClusterServerlessV2ScalingConfiguration struct {
	MaxCapacity           Float `json:"MaxCapacity,omitzero"`
	MinCapacity           Float `json:"MinCapacity,omitzero"`
	SecondsUntilAutoPause Int   `json:"SecondsUntilAutoPause,omitzero"`
}

// RDSDBInstance are the properties of AWS::RDS::DBInstance.
type RDSDBInstance struct {
	AdditionalStorageVolumes                  []RDSDBInstanceAdditionalStorageVolume `json:"AdditionalStorageVolumes,omitzero"`
	AllocatedStorage                          String                                 `json:"AllocatedStorage,omitzero"`
	AllowMajorVersionUpgrade                  Bool                                   `json:"AllowMajorVersionUpgrade,omitzero"`
	ApplyImmediately                          Bool                                   `json:"ApplyImmediately,omitzero"`
	AssociatedRoles                           []RDSDBInstanceDBInstanceRole          `json:"AssociatedRoles,omitzero"`
	AutoMinorVersionUpgrade                   Bool                                   `json:"AutoMinorVersionUpgrade,omitzero"`
	AutomaticBackupReplicationKmsKeyId        String                                 `json:"AutomaticBackupReplicationKmsKeyId,omitzero"`
	AutomaticBackupReplicationRegion          String                                 `json:"AutomaticBackupReplicationRegion,omitzero"`
	AutomaticBackupReplicationRetentionPeriod Int                                    `json:"AutomaticBackupReplicationRetentionPeriod,omitzero"`
	AvailabilityZone                          String                                 `json:"AvailabilityZone,omitzero"`
	BackupRetentionPeriod                     Int                                    `json:"BackupRetentionPeriod,omitzero"`
	BackupTarget                              String                                 `json:"BackupTarget,omitzero"`
	CACertificateIdentifier                   String                                 `json:"CACertificateIdentifier,omitzero"`
	CertificateRotationRestart                Bool                                   `json:"CertificateRotationRestart,omitzero"`
	CharacterSetName                          String                                 `json:"CharacterSetName,omitzero"`
	CopyTagsToSnapshot                        Bool                                   `json:"CopyTagsToSnapshot,omitzero"`
	CustomIAMInstanceProfile                  String                                 `json:"CustomIAMInstanceProfile,omitzero"`
	DBClusterIdentifier                       String                                 `json:"DBClusterIdentifier,omitzero"`
	DBClusterSnapshotIdentifier               String                                 `json:"DBClusterSnapshotIdentifier,omitzero"`
	DBInstanceClass                           String                                 `json:"DBInstanceClass,omitzero"`
	DBInstanceIdentifier                      String                                 `json:"DBInstanceIdentifier,omitzero"`
	DBName                                    String                                 `json:"DBName,omitzero"`
	DBParameterGroupName                      String                                 `json:"DBParameterGroupName,omitzero"`
	DBSecurityGroups                          Strings                                `json:"DBSecurityGroups,omitzero"`
	DBSnapshotIdentifier                      String                                 `json:"DBSnapshotIdentifier,omitzero"`
	DBSubnetGroupName                         String                                 `json:"DBSubnetGroupName,omitzero"`
	DBSystemId                                String                                 `json:"DBSystemId,omitzero"`
	DatabaseInsightsMode                      String                                 `json:"DatabaseInsightsMode,omitzero"`
	DedicatedLogVolume                        Bool                                   `json:"DedicatedLogVolume,omitzero"`
	DeleteAutomatedBackups                    Bool                                   `json:"DeleteAutomatedBackups,omitzero"`
	DeletionProtection                        Bool                                   `json:"DeletionProtection,omitzero"`
	Domain                                    String                                 `json:"Domain,omitzero"`
	DomainAuthSecretArn                       String                                 `json:"DomainAuthSecretArn,omitzero"`
	DomainDnsIps                              Strings                                `json:"DomainDnsIps,omitzero"`
	DomainFqdn                                String                                 `json:"DomainFqdn,omitzero"`
	DomainIAMRoleName                         String                                 `json:"DomainIAMRoleName,omitzero"`
	DomainOu                                  String                                 `json:"DomainOu,omitzero"`
	EnableCloudwatchLogsExports               Strings                                `json:"EnableCloudwatchLogsExports,omitzero"`
	EnableIAMDatabaseAuthentication           Bool                                   `json:"EnableIAMDatabaseAuthentication,omitzero"`
	EnablePerformanceInsights                 Bool                                   `json:"EnablePerformanceInsights,omitzero"`
	Engine                                    String                                 `json:"Engine,omitzero"`
	EngineLifecycleSupport                    String                                 `json:"EngineLifecycleSupport,omitzero"`
	EngineVersion                             String                                 `json:"EngineVersion,omitzero"`
	Iops                                      Int                                    `json:"Iops,omitzero"`
	KmsKeyId                                  String                                 `json:"KmsKeyId,omitzero"`
	LicenseModel                              String                                 `json:"LicenseModel,omitzero"`
	ManageMasterUserPassword                  Bool                                   `json:"ManageMasterUserPassword,omitzero"`
	MasterUserAuthenticationType              String                                 `json:"MasterUserAuthenticationType,omitzero"`
	MasterUserPassword                        String                                 `json:"MasterUserPassword,omitzero"`
	MasterUserSecret                          *RDSDBInstanceMasterUserSecret         `json:"MasterUserSecret,omitzero"`
	MasterUsername                            String                                 `json:"MasterUsername,omitzero"`
	MaxAllocatedStorage                       Int                                    `json:"MaxAllocatedStorage,omitzero"`
	MonitoringInterval                        Int                                    `json:"MonitoringInterval,omitzero"`
	MonitoringRoleArn                         String                                 `json:"MonitoringRoleArn,omitzero"`
	MultiAZ                                   Bool                                   `json:"MultiAZ,omitzero"`
	NcharCharacterSetName                     String                                 `json:"NcharCharacterSetName,omitzero"`
	NetworkType                               String                                 `json:"NetworkType,omitzero"`
	OptionGroupName                           String                                 `json:"OptionGroupName,omitzero"`
	PerformanceInsightsKMSKeyId               String                                 `json:"PerformanceInsightsKMSKeyId,omitzero"`
	PerformanceInsightsRetentionPeriod        Int                                    `json:"PerformanceInsightsRetentionPeriod,omitzero"`
	Port                                      String                                 `json:"Port,omitzero"`
	PreferredBackupWindow                     String                                 `json:"PreferredBackupWindow,omitzero"`
	PreferredMaintenanceWindow                String                                 `json:"PreferredMaintenanceWindow,omitzero"`
	ProcessorFeatures                         []RDSDBInstanceProcessorFeature        `json:"ProcessorFeatures,omitzero"`
	PromotionTier                             Int                                    `json:"PromotionTier,omitzero"`
	PubliclyAccessible                        Bool                                   `json:"PubliclyAccessible,omitzero"`
	ReplicaMode                               String                                 `json:"ReplicaMode,omitzero"`
	RestoreTime                               String                                 `json:"RestoreTime,omitzero"`
	SourceDBClusterIdentifier                 String                                 `json:"SourceDBClusterIdentifier,omitzero"`
	SourceDBInstanceAutomatedBackupsArn       String                                 `json:"SourceDBInstanceAutomatedBackupsArn,omitzero"`
	SourceDBInstanceIdentifier                String                                 `json:"SourceDBInstanceIdentifier,omitzero"`
	SourceDbiResourceId                       String                                 `json:"SourceDbiResourceId,omitzero"`
	SourceRegion                              String                                 `json:"SourceRegion,omitzero"`
	StorageEncrypted                          Bool                                   `json:"StorageEncrypted,omitzero"`
	StorageThroughput                         Int                                    `json:"StorageThroughput,omitzero"`
	StorageType                               String                                 `json:"StorageType,omitzero"`
	Tags                                      []Tag                                  `json:"Tags,omitzero"`
	TdeCredentialArn                          String                                 `json:"TdeCredentialArn,omitzero"`
	TdeCredentialPassword                     String                                 `json:"TdeCredentialPassword,omitzero"`
	Timezone                                  String                                 `json:"Timezone,omitzero"`
	UseDefaultProcessorFeatures               Bool                                   `json:"UseDefaultProcessorFeatures,omitzero"`
	UseLatestRestorableTime                   Bool                                   `json:"UseLatestRestorableTime,omitzero"`
	VPCSecurityGroups                         Strings                                `json:"VPCSecurityGroups,omitzero"`
}

// CloudFormationType is the type's name.
func (*RDSDBInstance) CloudFormationType() string { return "AWS::RDS::DBInstance" }

// RDSDBInstanceAdditionalStorageVolume is a part of RDSDBInstance.
type RDSDBInstanceAdditionalStorageVolume struct {
	AllocatedStorage                String `json:"AllocatedStorage,omitzero"`
	Iops                            Int    `json:"Iops,omitzero"`
	MaxAllocatedStorage             Int    `json:"MaxAllocatedStorage,omitzero"`
	StorageOperationPercentProgress Int    `json:"StorageOperationPercentProgress,omitzero"`
	StorageOperationStatus          String `json:"StorageOperationStatus,omitzero"`
	StorageThroughput               Int    `json:"StorageThroughput,omitzero"`
	StorageType                     String `json:"StorageType,omitzero"`
	VolumeName                      String `json:"VolumeName,omitzero"`
}

// RDSDBInstanceDBInstanceRole is a part of RDSDBInstance.
type RDSDBInstanceDBInstanceRole struct {
	FeatureName String `json:"FeatureName,omitzero"` // required
	RoleArn     String `json:"RoleArn,omitzero"`     // required
}

// RDSDBInstanceMasterUserSecret is a part of RDSDBInstance.
type RDSDBInstanceMasterUserSecret struct {
	KmsKeyId  String `json:"KmsKeyId,omitzero"`
	SecretArn String `json:"SecretArn,omitzero"`
}

// RDSDBInstanceProcessorFeature is a part of RDSDBInstance.
type RDSDBInstanceProcessorFeature struct {
	Name  String `json:"Name,omitzero"`
	Value String `json:"Value,omitzero"`
}

// RDSDBParameterGroup are the properties of AWS::RDS::DBParameterGroup.
type RDSDBParameterGroup struct {
	DBParameterGroupName String `json:"DBParameterGroupName,omitzero"`
	Description          String `json:"Description,omitzero"` // required
	Family               String `json:"Family,omitzero"`      // required
	Parameters           any    `json:"Parameters,omitzero"`
	Tags                 []Tag  `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*RDSDBParameterGroup) CloudFormationType() string { return "AWS::RDS::DBParameterGroup" }

// RDSDBSubnetGroup are the properties of AWS::RDS::DBSubnetGroup.
type RDSDBSubnetGroup struct {
	DBSubnetGroupDescription String  `json:"DBSubnetGroupDescription,omitzero"` // required
	DBSubnetGroupName        String  `json:"DBSubnetGroupName,omitzero"`
	SubnetIds                Strings `json:"SubnetIds,omitzero"` // required
	Tags                     []Tag   `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*RDSDBSubnetGroup) CloudFormationType() string { return "AWS::RDS::DBSubnetGroup" }

// Route53HostedZone are the properties of AWS::Route53::HostedZone.
type Route53HostedZone struct {
	HostedZoneConfig   *Route53HostedZoneHostedZoneConfig   `json:"HostedZoneConfig,omitzero"`
	HostedZoneFeatures *Route53HostedZoneHostedZoneFeatures `json:"HostedZoneFeatures,omitzero"`
	HostedZoneTags     []Route53HostedZoneHostedZoneTag     `json:"HostedZoneTags,omitzero"`
	Name               String                               `json:"Name,omitzero"`
	QueryLoggingConfig *Route53HostedZoneQueryLoggingConfig `json:"QueryLoggingConfig,omitzero"`
	VPCs               []Route53HostedZoneVPC               `json:"VPCs,omitzero"`
}

// CloudFormationType is the type's name.
func (*Route53HostedZone) CloudFormationType() string { return "AWS::Route53::HostedZone" }

// Route53HostedZoneHostedZoneConfig is a part of Route53HostedZone.
type Route53HostedZoneHostedZoneConfig struct {
	Comment String `json:"Comment,omitzero"`
}

// Route53HostedZoneHostedZoneFeatures is a part of Route53HostedZone.
type Route53HostedZoneHostedZoneFeatures struct {
	EnableAcceleratedRecovery Bool `json:"EnableAcceleratedRecovery,omitzero"`
}

// Route53HostedZoneHostedZoneTag is a part of Route53HostedZone.
type Route53HostedZoneHostedZoneTag struct {
	Key   String `json:"Key,omitzero"`   // required
	Value String `json:"Value,omitzero"` // required
}

// Route53HostedZoneQueryLoggingConfig is a part of Route53HostedZone.
type Route53HostedZoneQueryLoggingConfig struct {
	CloudWatchLogsLogGroupArn String `json:"CloudWatchLogsLogGroupArn,omitzero"` // required
}

// Route53HostedZoneVPC is a part of Route53HostedZone.
type Route53HostedZoneVPC struct {
	VPCId     String `json:"VPCId,omitzero"`     // required
	VPCRegion String `json:"VPCRegion,omitzero"` // required
}

// Route53RecordSet are the properties of AWS::Route53::RecordSet.
type Route53RecordSet struct {
	AliasTarget       *Route53RecordSetAliasTarget       `json:"AliasTarget,omitzero"`
	CidrRoutingConfig *Route53RecordSetCidrRoutingConfig `json:"CidrRoutingConfig,omitzero"`
	Comment           String                             `json:"Comment,omitzero"`
	Failover          String                             `json:"Failover,omitzero"`
	GeoLocation       *Route53RecordSetGeoLocation       `json:"GeoLocation,omitzero"`
	HealthCheckId     String                             `json:"HealthCheckId,omitzero"`
	HostedZoneId      String                             `json:"HostedZoneId,omitzero"`
	HostedZoneName    String                             `json:"HostedZoneName,omitzero"`
	MultiValueAnswer  Bool                               `json:"MultiValueAnswer,omitzero"`
	Name              String                             `json:"Name,omitzero"` // required
	Region            String                             `json:"Region,omitzero"`
	ResourceRecords   Strings                            `json:"ResourceRecords,omitzero"`
	SetIdentifier     String                             `json:"SetIdentifier,omitzero"`
	TTL               String                             `json:"TTL,omitzero"`
	Type              String                             `json:"Type,omitzero"` // required
	Weight            Int                                `json:"Weight,omitzero"`
}

// CloudFormationType is the type's name.
func (*Route53RecordSet) CloudFormationType() string { return "AWS::Route53::RecordSet" }

// Route53RecordSetAliasTarget is a part of Route53RecordSet.
type Route53RecordSetAliasTarget struct {
	DNSName              String `json:"DNSName,omitzero"` // required
	EvaluateTargetHealth Bool   `json:"EvaluateTargetHealth,omitzero"`
	HostedZoneId         String `json:"HostedZoneId,omitzero"` // required
}

// Route53RecordSetCidrRoutingConfig is a part of Route53RecordSet.
type Route53RecordSetCidrRoutingConfig struct {
	CollectionId String `json:"CollectionId,omitzero"` // required
	LocationName String `json:"LocationName,omitzero"` // required
}

// Route53RecordSetGeoLocation is a part of Route53RecordSet.
type Route53RecordSetGeoLocation struct {
	ContinentCode   String `json:"ContinentCode,omitzero"`
	CountryCode     String `json:"CountryCode,omitzero"`
	SubdivisionCode String `json:"SubdivisionCode,omitzero"`
}

// S3Bucket are the properties of AWS::S3::Bucket.
type S3Bucket struct {
	AbacStatus                       String                                    `json:"AbacStatus,omitzero"`
	AccelerateConfiguration          *S3BucketAccelerateConfiguration          `json:"AccelerateConfiguration,omitzero"`
	AccessControl                    String                                    `json:"AccessControl,omitzero"`
	AnalyticsConfigurations          []S3BucketAnalyticsConfiguration          `json:"AnalyticsConfigurations,omitzero"`
	BucketEncryption                 *S3BucketBucketEncryption                 `json:"BucketEncryption,omitzero"`
	BucketName                       String                                    `json:"BucketName,omitzero"`
	BucketNamePrefix                 String                                    `json:"BucketNamePrefix,omitzero"`
	BucketNamespace                  String                                    `json:"BucketNamespace,omitzero"`
	CorsConfiguration                *S3BucketCorsConfiguration                `json:"CorsConfiguration,omitzero"`
	IntelligentTieringConfigurations []S3BucketIntelligentTieringConfiguration `json:"IntelligentTieringConfigurations,omitzero"`
	InventoryConfigurations          []S3BucketInventoryConfiguration          `json:"InventoryConfigurations,omitzero"`
	LifecycleConfiguration           *S3BucketLifecycleConfiguration           `json:"LifecycleConfiguration,omitzero"`
	LoggingConfiguration             *S3BucketLoggingConfiguration             `json:"LoggingConfiguration,omitzero"`
	MetadataConfiguration            *S3BucketMetadataConfiguration            `json:"MetadataConfiguration,omitzero"`
	MetadataTableConfiguration       *S3BucketMetadataTableConfiguration       `json:"MetadataTableConfiguration,omitzero"`
	MetricsConfigurations            []S3BucketMetricsConfiguration            `json:"MetricsConfigurations,omitzero"`
	NotificationConfiguration        *S3BucketNotificationConfiguration        `json:"NotificationConfiguration,omitzero"`
	ObjectLockConfiguration          *S3BucketObjectLockConfiguration          `json:"ObjectLockConfiguration,omitzero"`
	ObjectLockEnabled                Bool                                      `json:"ObjectLockEnabled,omitzero"`
	OwnershipControls                *S3BucketOwnershipControls                `json:"OwnershipControls,omitzero"`
	PublicAccessBlockConfiguration   *S3BucketPublicAccessBlockConfiguration   `json:"PublicAccessBlockConfiguration,omitzero"`
	ReplicationConfiguration         *S3BucketReplicationConfiguration         `json:"ReplicationConfiguration,omitzero"`
	Tags                             []Tag                                     `json:"Tags,omitzero"`
	VersioningConfiguration          *S3BucketVersioningConfiguration          `json:"VersioningConfiguration,omitzero"`
	WebsiteConfiguration             *S3BucketWebsiteConfiguration             `json:"WebsiteConfiguration,omitzero"`
}

// CloudFormationType is the type's name.
func (*S3Bucket) CloudFormationType() string { return "AWS::S3::Bucket" }

// S3BucketAccelerateConfiguration is a part of S3Bucket.
type S3BucketAccelerateConfiguration struct {
	AccelerationStatus String `json:"AccelerationStatus,omitzero"` // required
}

// S3BucketAnalyticsConfiguration is a part of S3Bucket.
type S3BucketAnalyticsConfiguration struct {
	Id                   String                        `json:"Id,omitzero"` // required
	Prefix               String                        `json:"Prefix,omitzero"`
	StorageClassAnalysis *S3BucketStorageClassAnalysis `json:"StorageClassAnalysis,omitzero"` // required
	TagFilters           []S3BucketTagFilter           `json:"TagFilters,omitzero"`
}

// S3BucketBucketEncryption is a part of S3Bucket.
type S3BucketBucketEncryption struct {
	ServerSideEncryptionConfiguration []S3BucketServerSideEncryptionRule `json:"ServerSideEncryptionConfiguration,omitzero"` // required
}

// S3BucketCorsConfiguration is a part of S3Bucket.
type S3BucketCorsConfiguration struct {
	CorsRules []S3BucketCorsRule `json:"CorsRules,omitzero"` // required
}

// S3BucketIntelligentTieringConfiguration is a part of S3Bucket.
type S3BucketIntelligentTieringConfiguration struct {
	Id         String              `json:"Id,omitzero"` // required
	Prefix     String              `json:"Prefix,omitzero"`
	Status     String              `json:"Status,omitzero"` // required
	TagFilters []S3BucketTagFilter `json:"TagFilters,omitzero"`
	Tierings   []S3BucketTiering   `json:"Tierings,omitzero"` // required
}

// S3BucketInventoryConfiguration is a part of S3Bucket.
type S3BucketInventoryConfiguration struct {
	Destination            *S3BucketDestination `json:"Destination,omitzero"`            // required
	Enabled                Bool                 `json:"Enabled,omitzero"`                // required
	Id                     String               `json:"Id,omitzero"`                     // required
	IncludedObjectVersions String               `json:"IncludedObjectVersions,omitzero"` // required
	OptionalFields         Strings              `json:"OptionalFields,omitzero"`
	Prefix                 String               `json:"Prefix,omitzero"`
	ScheduleFrequency      String               `json:"ScheduleFrequency,omitzero"` // required
}

// S3BucketLifecycleConfiguration is a part of S3Bucket.
type S3BucketLifecycleConfiguration struct {
	Rules                              []S3BucketRule `json:"Rules,omitzero"` // required
	TransitionDefaultMinimumObjectSize String         `json:"TransitionDefaultMinimumObjectSize,omitzero"`
}

// S3BucketLoggingConfiguration is a part of S3Bucket.
type S3BucketLoggingConfiguration struct {
	DestinationBucketName String                         `json:"DestinationBucketName,omitzero"`
	LogFilePrefix         String                         `json:"LogFilePrefix,omitzero"`
	TargetObjectKeyFormat *S3BucketTargetObjectKeyFormat `json:"TargetObjectKeyFormat,omitzero"`
}

// S3BucketMetadataConfiguration is a part of S3Bucket.
type S3BucketMetadataConfiguration struct {
	AnnotationTableConfiguration *S3BucketAnnotationTableConfiguration `json:"AnnotationTableConfiguration,omitzero"`
	Destination                  *S3BucketMetadataDestination          `json:"Destination,omitzero"`
	InventoryTableConfiguration  *S3BucketInventoryTableConfiguration  `json:"InventoryTableConfiguration,omitzero"`
	JournalTableConfiguration    *S3BucketJournalTableConfiguration    `json:"JournalTableConfiguration,omitzero"` // required
}

// S3BucketMetadataTableConfiguration is a part of S3Bucket.
type S3BucketMetadataTableConfiguration struct {
	S3TablesDestination *S3BucketS3TablesDestination `json:"S3TablesDestination,omitzero"` // required
}

// S3BucketMetricsConfiguration is a part of S3Bucket.
type S3BucketMetricsConfiguration struct {
	AccessPointArn String              `json:"AccessPointArn,omitzero"`
	Id             String              `json:"Id,omitzero"` // required
	Prefix         String              `json:"Prefix,omitzero"`
	TagFilters     []S3BucketTagFilter `json:"TagFilters,omitzero"`
}

// S3BucketNotificationConfiguration is a part of S3Bucket.
type S3BucketNotificationConfiguration struct {
	EventBridgeConfiguration *S3BucketEventBridgeConfiguration `json:"EventBridgeConfiguration,omitzero"`
	LambdaConfigurations     []S3BucketLambdaConfiguration     `json:"LambdaConfigurations,omitzero"`
	QueueConfigurations      []S3BucketQueueConfiguration      `json:"QueueConfigurations,omitzero"`
	TopicConfigurations      []S3BucketTopicConfiguration      `json:"TopicConfigurations,omitzero"`
}

// S3BucketObjectLockConfiguration is a part of S3Bucket.
type S3BucketObjectLockConfiguration struct {
	ObjectLockEnabled String                  `json:"ObjectLockEnabled,omitzero"`
	Rule              *S3BucketObjectLockRule `json:"Rule,omitzero"`
}

// S3BucketOwnershipControls is a part of S3Bucket.
type S3BucketOwnershipControls struct {
	Rules []S3BucketOwnershipControlsRule `json:"Rules,omitzero"` // required
}

// S3BucketPublicAccessBlockConfiguration is a part of S3Bucket.
type S3BucketPublicAccessBlockConfiguration struct {
	BlockPublicAcls       Bool `json:"BlockPublicAcls,omitzero"`
	BlockPublicPolicy     Bool `json:"BlockPublicPolicy,omitzero"`
	IgnorePublicAcls      Bool `json:"IgnorePublicAcls,omitzero"`
	RestrictPublicBuckets Bool `json:"RestrictPublicBuckets,omitzero"`
}

// S3BucketReplicationConfiguration is a part of S3Bucket.
type S3BucketReplicationConfiguration struct {
	Role  String                    `json:"Role,omitzero"`  // required
	Rules []S3BucketReplicationRule `json:"Rules,omitzero"` // required
}

// S3BucketVersioningConfiguration is a part of S3Bucket.
type S3BucketVersioningConfiguration struct {
	Status String `json:"Status,omitzero"` // required
}

// S3BucketWebsiteConfiguration is a part of S3Bucket.
type S3BucketWebsiteConfiguration struct {
	ErrorDocument         String                         `json:"ErrorDocument,omitzero"`
	IndexDocument         String                         `json:"IndexDocument,omitzero"`
	RedirectAllRequestsTo *S3BucketRedirectAllRequestsTo `json:"RedirectAllRequestsTo,omitzero"`
	RoutingRules          []S3BucketRoutingRule          `json:"RoutingRules,omitzero"`
}

// S3BucketStorageClassAnalysis is a part of S3Bucket.
type S3BucketStorageClassAnalysis struct {
	DataExport *S3BucketDataExport `json:"DataExport,omitzero"`
}

// S3BucketTagFilter is a part of S3Bucket.
type S3BucketTagFilter struct {
	Key   String `json:"Key,omitzero"`   // required
	Value String `json:"Value,omitzero"` // required
}

// S3BucketServerSideEncryptionRule is a part of S3Bucket.
type S3BucketServerSideEncryptionRule struct {
	BlockedEncryptionTypes        *S3BucketBlockedEncryptionTypes        `json:"BlockedEncryptionTypes,omitzero"`
	BucketKeyEnabled              Bool                                   `json:"BucketKeyEnabled,omitzero"`
	ServerSideEncryptionByDefault *S3BucketServerSideEncryptionByDefault `json:"ServerSideEncryptionByDefault,omitzero"`
}

// S3BucketCorsRule is a part of S3Bucket.
type S3BucketCorsRule struct {
	AllowedHeaders Strings `json:"AllowedHeaders,omitzero"`
	AllowedMethods Strings `json:"AllowedMethods,omitzero"` // required
	AllowedOrigins Strings `json:"AllowedOrigins,omitzero"` // required
	ExposedHeaders Strings `json:"ExposedHeaders,omitzero"`
	Id             String  `json:"Id,omitzero"`
	MaxAge         Int     `json:"MaxAge,omitzero"`
}

// S3BucketTiering is a part of S3Bucket.
type S3BucketTiering struct {
	AccessTier String `json:"AccessTier,omitzero"` // required
	Days       Int    `json:"Days,omitzero"`       // required
}

// S3BucketDestination is a part of S3Bucket.
type S3BucketDestination struct {
	BucketAccountId String `json:"BucketAccountId,omitzero"`
	BucketArn       String `json:"BucketArn,omitzero"` // required
	Format          String `json:"Format,omitzero"`    // required
	Prefix          String `json:"Prefix,omitzero"`
}

// S3BucketRule is a part of S3Bucket.
type S3BucketRule struct {
	AbortIncompleteMultipartUpload    *S3BucketAbortIncompleteMultipartUpload `json:"AbortIncompleteMultipartUpload,omitzero"`
	ExpirationDate                    String                                  `json:"ExpirationDate,omitzero"`
	ExpirationInDays                  Int                                     `json:"ExpirationInDays,omitzero"`
	ExpiredObjectDeleteMarker         Bool                                    `json:"ExpiredObjectDeleteMarker,omitzero"`
	Id                                String                                  `json:"Id,omitzero"`
	NoncurrentVersionExpiration       *S3BucketNoncurrentVersionExpiration    `json:"NoncurrentVersionExpiration,omitzero"`
	NoncurrentVersionExpirationInDays Int                                     `json:"NoncurrentVersionExpirationInDays,omitzero"`
	NoncurrentVersionTransition       *S3BucketNoncurrentVersionTransition    `json:"NoncurrentVersionTransition,omitzero"`
	NoncurrentVersionTransitions      []S3BucketNoncurrentVersionTransition   `json:"NoncurrentVersionTransitions,omitzero"`
	ObjectSizeGreaterThan             Int                                     `json:"ObjectSizeGreaterThan,omitzero"`
	ObjectSizeLessThan                Int                                     `json:"ObjectSizeLessThan,omitzero"`
	Prefix                            String                                  `json:"Prefix,omitzero"`
	Status                            String                                  `json:"Status,omitzero"` // required
	TagFilters                        []S3BucketTagFilter                     `json:"TagFilters,omitzero"`
	Transition                        *S3BucketTransition                     `json:"Transition,omitzero"`
	Transitions                       []S3BucketTransition                    `json:"Transitions,omitzero"`
}

// S3BucketTargetObjectKeyFormat is a part of S3Bucket.
type S3BucketTargetObjectKeyFormat struct {
	PartitionedPrefix *S3BucketPartitionedPrefix `json:"PartitionedPrefix,omitzero"`
	SimplePrefix      any                        `json:"SimplePrefix,omitzero"`
}

// S3BucketAnnotationTableConfiguration is a part of S3Bucket.
type S3BucketAnnotationTableConfiguration struct {
	ConfigurationState      String                                        `json:"ConfigurationState,omitzero"` // required
	EncryptionConfiguration *S3BucketMetadataTableEncryptionConfiguration `json:"EncryptionConfiguration,omitzero"`
	Role                    String                                        `json:"Role,omitzero"`
	TableArn                String                                        `json:"TableArn,omitzero"`
	TableName               String                                        `json:"TableName,omitzero"`
}

// S3BucketMetadataDestination is a part of S3Bucket.
type S3BucketMetadataDestination struct {
	TableBucketArn  String `json:"TableBucketArn,omitzero"`
	TableBucketType String `json:"TableBucketType,omitzero"` // required
	TableNamespace  String `json:"TableNamespace,omitzero"`
}

// S3BucketInventoryTableConfiguration is a part of S3Bucket.
type S3BucketInventoryTableConfiguration struct {
	ConfigurationState      String                                        `json:"ConfigurationState,omitzero"` // required
	EncryptionConfiguration *S3BucketMetadataTableEncryptionConfiguration `json:"EncryptionConfiguration,omitzero"`
	TableArn                String                                        `json:"TableArn,omitzero"`
	TableName               String                                        `json:"TableName,omitzero"`
}

// S3BucketJournalTableConfiguration is a part of S3Bucket.
type S3BucketJournalTableConfiguration struct {
	EncryptionConfiguration *S3BucketMetadataTableEncryptionConfiguration `json:"EncryptionConfiguration,omitzero"`
	RecordExpiration        *S3BucketRecordExpiration                     `json:"RecordExpiration,omitzero"` // required
	TableArn                String                                        `json:"TableArn,omitzero"`
	TableName               String                                        `json:"TableName,omitzero"`
}

// S3BucketS3TablesDestination is a part of S3Bucket.
type S3BucketS3TablesDestination struct {
	TableArn       String `json:"TableArn,omitzero"`
	TableBucketArn String `json:"TableBucketArn,omitzero"` // required
	TableName      String `json:"TableName,omitzero"`      // required
	TableNamespace String `json:"TableNamespace,omitzero"`
}

// S3BucketEventBridgeConfiguration is a part of S3Bucket.
type S3BucketEventBridgeConfiguration struct {
	EventBridgeEnabled Bool `json:"EventBridgeEnabled,omitzero"` // required
}

// S3BucketLambdaConfiguration is a part of S3Bucket.
type S3BucketLambdaConfiguration struct {
	Event    String                      `json:"Event,omitzero"` // required
	Filter   *S3BucketNotificationFilter `json:"Filter,omitzero"`
	Function String                      `json:"Function,omitzero"` // required
}

// S3BucketQueueConfiguration is a part of S3Bucket.
type S3BucketQueueConfiguration struct {
	Event  String                      `json:"Event,omitzero"` // required
	Filter *S3BucketNotificationFilter `json:"Filter,omitzero"`
	Queue  String                      `json:"Queue,omitzero"` // required
}

// S3BucketTopicConfiguration is a part of S3Bucket.
type S3BucketTopicConfiguration struct {
	Event  String                      `json:"Event,omitzero"` // required
	Filter *S3BucketNotificationFilter `json:"Filter,omitzero"`
	Topic  String                      `json:"Topic,omitzero"` // required
}

// S3BucketObjectLockRule is a part of S3Bucket.
type S3BucketObjectLockRule struct {
	DefaultRetention *S3BucketDefaultRetention `json:"DefaultRetention,omitzero"`
}

// S3BucketOwnershipControlsRule is a part of S3Bucket.
type S3BucketOwnershipControlsRule struct {
	ObjectOwnership String `json:"ObjectOwnership,omitzero"`
}

// S3BucketReplicationRule is a part of S3Bucket.
type S3BucketReplicationRule struct {
	DeleteMarkerReplication *S3BucketDeleteMarkerReplication `json:"DeleteMarkerReplication,omitzero"`
	Destination             *S3BucketReplicationDestination  `json:"Destination,omitzero"` // required
	Filter                  *S3BucketReplicationRuleFilter   `json:"Filter,omitzero"`
	Id                      String                           `json:"Id,omitzero"`
	Prefix                  String                           `json:"Prefix,omitzero"`
	Priority                Int                              `json:"Priority,omitzero"`
	SourceSelectionCriteria *S3BucketSourceSelectionCriteria `json:"SourceSelectionCriteria,omitzero"`
	Status                  String                           `json:"Status,omitzero"` // required
}

// S3BucketRedirectAllRequestsTo is a part of S3Bucket.
type S3BucketRedirectAllRequestsTo struct {
	HostName String `json:"HostName,omitzero"` // required
	Protocol String `json:"Protocol,omitzero"`
}

// S3BucketRoutingRule is a part of S3Bucket.
type S3BucketRoutingRule struct {
	RedirectRule         *S3BucketRedirectRule         `json:"RedirectRule,omitzero"` // required
	RoutingRuleCondition *S3BucketRoutingRuleCondition `json:"RoutingRuleCondition,omitzero"`
}

// S3BucketDataExport is a part of S3Bucket.
type S3BucketDataExport struct {
	Destination         *S3BucketDestination `json:"Destination,omitzero"`         // required
	OutputSchemaVersion String               `json:"OutputSchemaVersion,omitzero"` // required
}

// S3BucketBlockedEncryptionTypes is a part of S3Bucket.
type S3BucketBlockedEncryptionTypes struct {
	EncryptionType Strings `json:"EncryptionType,omitzero"`
}

// S3BucketServerSideEncryptionByDefault is a part of S3Bucket.
type S3BucketServerSideEncryptionByDefault struct {
	KMSMasterKeyID String `json:"KMSMasterKeyID,omitzero"`
	SSEAlgorithm   String `json:"SSEAlgorithm,omitzero"` // required
}

// S3BucketAbortIncompleteMultipartUpload is a part of S3Bucket.
type S3BucketAbortIncompleteMultipartUpload struct {
	DaysAfterInitiation Int `json:"DaysAfterInitiation,omitzero"` // required
}

// S3BucketNoncurrentVersionExpiration is a part of S3Bucket.
type S3BucketNoncurrentVersionExpiration struct {
	NewerNoncurrentVersions Int `json:"NewerNoncurrentVersions,omitzero"`
	NoncurrentDays          Int `json:"NoncurrentDays,omitzero"` // required
}

// S3BucketNoncurrentVersionTransition is a part of S3Bucket.
type S3BucketNoncurrentVersionTransition struct {
	NewerNoncurrentVersions Int    `json:"NewerNoncurrentVersions,omitzero"`
	StorageClass            String `json:"StorageClass,omitzero"`     // required
	TransitionInDays        Int    `json:"TransitionInDays,omitzero"` // required
}

// S3BucketTransition is a part of S3Bucket.
type S3BucketTransition struct {
	StorageClass     String `json:"StorageClass,omitzero"` // required
	TransitionDate   String `json:"TransitionDate,omitzero"`
	TransitionInDays Int    `json:"TransitionInDays,omitzero"`
}

// S3BucketPartitionedPrefix is a part of S3Bucket.
type S3BucketPartitionedPrefix struct {
	PartitionDateSource String `json:"PartitionDateSource,omitzero"`
}

// S3BucketMetadataTableEncryptionConfiguration is a part of S3Bucket.
type S3BucketMetadataTableEncryptionConfiguration struct {
	KmsKeyArn    String `json:"KmsKeyArn,omitzero"`
	SseAlgorithm String `json:"SseAlgorithm,omitzero"` // required
}

// S3BucketRecordExpiration is a part of S3Bucket.
type S3BucketRecordExpiration struct {
	Days       Int    `json:"Days,omitzero"`
	Expiration String `json:"Expiration,omitzero"` // required
}

// S3BucketNotificationFilter is a part of S3Bucket.
type S3BucketNotificationFilter struct {
	S3Key *S3BucketS3KeyFilter `json:"S3Key,omitzero"` // required
}

// S3BucketDefaultRetention is a part of S3Bucket.
type S3BucketDefaultRetention struct {
	Days             Int                       `json:"Days,omitzero"`
	DefaultEventHold *S3BucketDefaultEventHold `json:"DefaultEventHold,omitzero"`
	Mode             String                    `json:"Mode,omitzero"`
	Years            Int                       `json:"Years,omitzero"`
}

// S3BucketDeleteMarkerReplication is a part of S3Bucket.
type S3BucketDeleteMarkerReplication struct {
	Status String `json:"Status,omitzero"`
}

// S3BucketReplicationDestination is a part of S3Bucket.
type S3BucketReplicationDestination struct {
	AccessControlTranslation *S3BucketAccessControlTranslation `json:"AccessControlTranslation,omitzero"`
	Account                  String                            `json:"Account,omitzero"`
	Bucket                   String                            `json:"Bucket,omitzero"` // required
	EncryptionConfiguration  *S3BucketEncryptionConfiguration  `json:"EncryptionConfiguration,omitzero"`
	Metrics                  *S3BucketMetrics                  `json:"Metrics,omitzero"`
	ReplicationTime          *S3BucketReplicationTime          `json:"ReplicationTime,omitzero"`
	StorageClass             String                            `json:"StorageClass,omitzero"`
}

// S3BucketReplicationRuleFilter is a part of S3Bucket.
type S3BucketReplicationRuleFilter struct {
	And       *S3BucketReplicationRuleAndOperator `json:"And,omitzero"`
	Prefix    String                              `json:"Prefix,omitzero"`
	TagFilter *S3BucketTagFilter                  `json:"TagFilter,omitzero"`
}

// S3BucketSourceSelectionCriteria is a part of S3Bucket.
type S3BucketSourceSelectionCriteria struct {
	ReplicaModifications   *S3BucketReplicaModifications   `json:"ReplicaModifications,omitzero"`
	SseKmsEncryptedObjects *S3BucketSseKmsEncryptedObjects `json:"SseKmsEncryptedObjects,omitzero"`
}

// S3BucketRedirectRule is a part of S3Bucket.
type S3BucketRedirectRule struct {
	HostName             String `json:"HostName,omitzero"`
	HttpRedirectCode     String `json:"HttpRedirectCode,omitzero"`
	Protocol             String `json:"Protocol,omitzero"`
	ReplaceKeyPrefixWith String `json:"ReplaceKeyPrefixWith,omitzero"`
	ReplaceKeyWith       String `json:"ReplaceKeyWith,omitzero"`
}

// S3BucketRoutingRuleCondition is a part of S3Bucket.
type S3BucketRoutingRuleCondition struct {
	HttpErrorCodeReturnedEquals String `json:"HttpErrorCodeReturnedEquals,omitzero"`
	KeyPrefixEquals             String `json:"KeyPrefixEquals,omitzero"`
}

// S3BucketS3KeyFilter is a part of S3Bucket.
type S3BucketS3KeyFilter struct {
	Rules []S3BucketFilterRule `json:"Rules,omitzero"` // required
}

// S3BucketDefaultEventHold is a part of S3Bucket.
type S3BucketDefaultEventHold struct {
	Days  Int `json:"Days,omitzero"`
	Years Int `json:"Years,omitzero"`
}

// S3BucketAccessControlTranslation is a part of S3Bucket.
type S3BucketAccessControlTranslation struct {
	Owner String `json:"Owner,omitzero"` // required
}

// S3BucketEncryptionConfiguration is a part of S3Bucket.
type S3BucketEncryptionConfiguration struct {
	ReplicaKmsKeyID String `json:"ReplicaKmsKeyID,omitzero"` // required
}

// S3BucketMetrics is a part of S3Bucket.
type S3BucketMetrics struct {
	EventThreshold *S3BucketReplicationTimeValue `json:"EventThreshold,omitzero"`
	Status         String                        `json:"Status,omitzero"` // required
}

// S3BucketReplicationTime is a part of S3Bucket.
type S3BucketReplicationTime struct {
	Status String                        `json:"Status,omitzero"` // required
	Time   *S3BucketReplicationTimeValue `json:"Time,omitzero"`   // required
}

// S3BucketReplicationRuleAndOperator is a part of S3Bucket.
type S3BucketReplicationRuleAndOperator struct {
	Prefix     String              `json:"Prefix,omitzero"`
	TagFilters []S3BucketTagFilter `json:"TagFilters,omitzero"`
}

// S3BucketReplicaModifications is a part of S3Bucket.
type S3BucketReplicaModifications struct {
	Status String `json:"Status,omitzero"` // required
}

// S3BucketSseKmsEncryptedObjects is a part of S3Bucket.
type S3BucketSseKmsEncryptedObjects struct {
	Status String `json:"Status,omitzero"` // required
}

// S3BucketFilterRule is a part of S3Bucket.
type S3BucketFilterRule struct {
	Name  String `json:"Name,omitzero"`  // required
	Value String `json:"Value,omitzero"` // required
}

// S3BucketReplicationTimeValue is a part of S3Bucket.
type S3BucketReplicationTimeValue struct {
	Minutes Int `json:"Minutes,omitzero"` // required
}

// S3BucketPolicy are the properties of AWS::S3::BucketPolicy.
type S3BucketPolicy struct {
	Bucket         String `json:"Bucket,omitzero"`         // required
	PolicyDocument any    `json:"PolicyDocument,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*S3BucketPolicy) CloudFormationType() string { return "AWS::S3::BucketPolicy" }

// SNSSubscription are the properties of AWS::SNS::Subscription.
type SNSSubscription struct {
	DeliveryPolicy      any    `json:"DeliveryPolicy,omitzero"`
	Endpoint            String `json:"Endpoint,omitzero"`
	FilterPolicy        any    `json:"FilterPolicy,omitzero"`
	FilterPolicyScope   String `json:"FilterPolicyScope,omitzero"`
	Protocol            String `json:"Protocol,omitzero"` // required
	RawMessageDelivery  Bool   `json:"RawMessageDelivery,omitzero"`
	RedrivePolicy       any    `json:"RedrivePolicy,omitzero"`
	Region              String `json:"Region,omitzero"`
	ReplayPolicy        any    `json:"ReplayPolicy,omitzero"`
	SubscriptionRoleArn String `json:"SubscriptionRoleArn,omitzero"`
	TopicArn            String `json:"TopicArn,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*SNSSubscription) CloudFormationType() string { return "AWS::SNS::Subscription" }

// SNSTopic are the properties of AWS::SNS::Topic.
type SNSTopic struct {
	ArchivePolicy             any                     `json:"ArchivePolicy,omitzero"`
	ContentBasedDeduplication Bool                    `json:"ContentBasedDeduplication,omitzero"`
	DataProtectionPolicy      any                     `json:"DataProtectionPolicy,omitzero"`
	DeliveryStatusLogging     []SNSTopicLoggingConfig `json:"DeliveryStatusLogging,omitzero"`
	DisplayName               String                  `json:"DisplayName,omitzero"`
	FifoThroughputScope       String                  `json:"FifoThroughputScope,omitzero"`
	FifoTopic                 Bool                    `json:"FifoTopic,omitzero"`
	KmsMasterKeyId            String                  `json:"KmsMasterKeyId,omitzero"`
	MaximumMessageSize        Int                     `json:"MaximumMessageSize,omitzero"`
	SignatureVersion          String                  `json:"SignatureVersion,omitzero"`
	Subscription              []SNSTopicSubscription  `json:"Subscription,omitzero"`
	Tags                      []Tag                   `json:"Tags,omitzero"`
	TopicName                 String                  `json:"TopicName,omitzero"`
	TracingConfig             String                  `json:"TracingConfig,omitzero"`
}

// CloudFormationType is the type's name.
func (*SNSTopic) CloudFormationType() string { return "AWS::SNS::Topic" }

// SNSTopicLoggingConfig is a part of SNSTopic.
type SNSTopicLoggingConfig struct {
	FailureFeedbackRoleArn    String `json:"FailureFeedbackRoleArn,omitzero"`
	Protocol                  String `json:"Protocol,omitzero"` // required
	SuccessFeedbackRoleArn    String `json:"SuccessFeedbackRoleArn,omitzero"`
	SuccessFeedbackSampleRate String `json:"SuccessFeedbackSampleRate,omitzero"`
}

// SNSTopicSubscription is a part of SNSTopic.
type SNSTopicSubscription struct {
	Endpoint String `json:"Endpoint,omitzero"` // required
	Protocol String `json:"Protocol,omitzero"` // required
}

// SNSTopicPolicy are the properties of AWS::SNS::TopicPolicy.
type SNSTopicPolicy struct {
	PolicyDocument any     `json:"PolicyDocument,omitzero"` // required
	Topics         Strings `json:"Topics,omitzero"`         // required
}

// CloudFormationType is the type's name.
func (*SNSTopicPolicy) CloudFormationType() string { return "AWS::SNS::TopicPolicy" }

// SQSQueue are the properties of AWS::SQS::Queue.
type SQSQueue struct {
	ContentBasedDeduplication     Bool   `json:"ContentBasedDeduplication,omitzero"`
	DeduplicationScope            String `json:"DeduplicationScope,omitzero"`
	DelaySeconds                  Int    `json:"DelaySeconds,omitzero"`
	FifoQueue                     Bool   `json:"FifoQueue,omitzero"`
	FifoThroughputLimit           String `json:"FifoThroughputLimit,omitzero"`
	KmsDataKeyReusePeriodSeconds  Int    `json:"KmsDataKeyReusePeriodSeconds,omitzero"`
	KmsMasterKeyId                String `json:"KmsMasterKeyId,omitzero"`
	MaximumMessageSize            Int    `json:"MaximumMessageSize,omitzero"`
	MessageRetentionPeriod        Int    `json:"MessageRetentionPeriod,omitzero"`
	QueueName                     String `json:"QueueName,omitzero"`
	ReceiveMessageWaitTimeSeconds Int    `json:"ReceiveMessageWaitTimeSeconds,omitzero"`
	RedriveAllowPolicy            any    `json:"RedriveAllowPolicy,omitzero"`
	RedrivePolicy                 any    `json:"RedrivePolicy,omitzero"`
	SqsManagedSseEnabled          Bool   `json:"SqsManagedSseEnabled,omitzero"`
	Tags                          []Tag  `json:"Tags,omitzero"`
	VisibilityTimeout             Int    `json:"VisibilityTimeout,omitzero"`
}

// CloudFormationType is the type's name.
func (*SQSQueue) CloudFormationType() string { return "AWS::SQS::Queue" }

// SQSQueuePolicy are the properties of AWS::SQS::QueuePolicy.
type SQSQueuePolicy struct {
	PolicyDocument any     `json:"PolicyDocument,omitzero"` // required
	Queues         Strings `json:"Queues,omitzero"`         // required
}

// CloudFormationType is the type's name.
func (*SQSQueuePolicy) CloudFormationType() string { return "AWS::SQS::QueuePolicy" }

// SSMParameter are the properties of AWS::SSM::Parameter.
type SSMParameter struct {
	AllowedPattern String            `json:"AllowedPattern,omitzero"`
	DataType       String            `json:"DataType,omitzero"`
	Description    String            `json:"Description,omitzero"`
	Name           String            `json:"Name,omitzero"`
	Policies       String            `json:"Policies,omitzero"`
	Tags           map[string]String `json:"Tags,omitzero"`
	Tier           String            `json:"Tier,omitzero"`
	Type           String            `json:"Type,omitzero"`  // required
	Value          String            `json:"Value,omitzero"` // required
}

// CloudFormationType is the type's name.
func (*SSMParameter) CloudFormationType() string { return "AWS::SSM::Parameter" }

// SecretsManagerSecret are the properties of AWS::SecretsManager::Secret.
type SecretsManagerSecret struct {
	Description          String                                    `json:"Description,omitzero"`
	GenerateSecretString *SecretsManagerSecretGenerateSecretString `json:"GenerateSecretString,omitzero"`
	KmsKeyId             String                                    `json:"KmsKeyId,omitzero"`
	Name                 String                                    `json:"Name,omitzero"`
	ReplicaRegions       []SecretsManagerSecretReplicaRegion       `json:"ReplicaRegions,omitzero"`
	SecretString         String                                    `json:"SecretString,omitzero"`
	Tags                 []Tag                                     `json:"Tags,omitzero"`
	Type                 String                                    `json:"Type,omitzero"`
}

// CloudFormationType is the type's name.
func (*SecretsManagerSecret) CloudFormationType() string { return "AWS::SecretsManager::Secret" }

// SecretsManagerSecretGenerateSecretString is a part of SecretsManagerSecret.
type SecretsManagerSecretGenerateSecretString struct {
	ExcludeCharacters       String `json:"ExcludeCharacters,omitzero"`
	ExcludeLowercase        Bool   `json:"ExcludeLowercase,omitzero"`
	ExcludeNumbers          Bool   `json:"ExcludeNumbers,omitzero"`
	ExcludePunctuation      Bool   `json:"ExcludePunctuation,omitzero"`
	ExcludeUppercase        Bool   `json:"ExcludeUppercase,omitzero"`
	GenerateStringKey       String `json:"GenerateStringKey,omitzero"`
	IncludeSpace            Bool   `json:"IncludeSpace,omitzero"`
	PasswordLength          Int    `json:"PasswordLength,omitzero"`
	RequireEachIncludedType Bool   `json:"RequireEachIncludedType,omitzero"`
	SecretStringTemplate    String `json:"SecretStringTemplate,omitzero"`
}

// SecretsManagerSecretReplicaRegion is a part of SecretsManagerSecret.
type SecretsManagerSecretReplicaRegion struct {
	KmsKeyId String `json:"KmsKeyId,omitzero"`
	Region   String `json:"Region,omitzero"` // required
}

// VpcLatticeServiceNetwork are the properties of AWS::VpcLattice::ServiceNetwork.
type VpcLatticeServiceNetwork struct {
	AuthType      String                                 `json:"AuthType,omitzero"`
	Name          String                                 `json:"Name,omitzero"`
	SharingConfig *VpcLatticeServiceNetworkSharingConfig `json:"SharingConfig,omitzero"`
	Tags          []Tag                                  `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*VpcLatticeServiceNetwork) CloudFormationType() string {
	return "AWS::VpcLattice::ServiceNetwork"
}

// VpcLatticeServiceNetworkSharingConfig is a part of VpcLatticeServiceNetwork.
type VpcLatticeServiceNetworkSharingConfig struct {
	Enabled Bool `json:"enabled,omitzero"` // required
}

// VpcLatticeServiceNetworkVpcAssociation are the properties of AWS::VpcLattice::ServiceNetworkVpcAssociation.
type VpcLatticeServiceNetworkVpcAssociation struct {
	DnsOptions               *VpcLatticeServiceNetworkVpcAssociationDnsOptions `json:"DnsOptions,omitzero"`
	PrivateDnsEnabled        Bool                                              `json:"PrivateDnsEnabled,omitzero"`
	SecurityGroupIds         Strings                                           `json:"SecurityGroupIds,omitzero"`
	ServiceNetworkIdentifier String                                            `json:"ServiceNetworkIdentifier,omitzero"`
	Tags                     []Tag                                             `json:"Tags,omitzero"`
	VpcIdentifier            String                                            `json:"VpcIdentifier,omitzero"`
}

// CloudFormationType is the type's name.
func (*VpcLatticeServiceNetworkVpcAssociation) CloudFormationType() string {
	return "AWS::VpcLattice::ServiceNetworkVpcAssociation"
}

// VpcLatticeServiceNetworkVpcAssociationDnsOptions is a part of VpcLatticeServiceNetworkVpcAssociation.
type VpcLatticeServiceNetworkVpcAssociationDnsOptions struct {
	PrivateDnsPreference       String  `json:"PrivateDnsPreference,omitzero"`
	PrivateDnsSpecifiedDomains Strings `json:"PrivateDnsSpecifiedDomains,omitzero"`
}

// XRayGroup are the properties of AWS::XRay::Group.
type XRayGroup struct {
	FilterExpression      String                          `json:"FilterExpression,omitzero"`
	GroupName             String                          `json:"GroupName,omitzero"` // required
	InsightsConfiguration *XRayGroupInsightsConfiguration `json:"InsightsConfiguration,omitzero"`
	Tags                  []Tag                           `json:"Tags,omitzero"`
}

// CloudFormationType is the type's name.
func (*XRayGroup) CloudFormationType() string { return "AWS::XRay::Group" }

// XRayGroupInsightsConfiguration is a part of XRayGroup.
type XRayGroupInsightsConfiguration struct {
	InsightsEnabled      Bool `json:"InsightsEnabled,omitzero"`
	NotificationsEnabled Bool `json:"NotificationsEnabled,omitzero"`
}
