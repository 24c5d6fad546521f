package aws

import "slipway.dev/slipway/cfn"

// balancer is the load balancer inside the network that the API calls: only
// the API's link reaches it, and only it reaches the Service's pods. It returns
// the listener.
func (e *entry) balancer() *cfn.Resource {
	vpc, port := e.output("VpcId"), e.settings.Service.TargetPort
	link := e.securityGroup("LinkSecurityGroup", "The link of the API to the network", vpc)
	group := e.securityGroup("SecurityGroup", "The load balancer behind the API", vpc)
	group.Properties.(*cfn.EC2SecurityGroup).SecurityGroupIngress = []cfn.EC2SecurityGroupIngressPart{{
		IpProtocol: cfn.S("tcp"), FromPort: cfn.I(80), ToPort: cfn.I(80), SourceSecurityGroupId: link.Att("GroupId"), Description: cfn.S("The API"),
	}}
	e.Add("PodsIngress", &cfn.EC2SecurityGroupIngress{
		GroupId: e.output("SecurityGroupId"), IpProtocol: cfn.S("tcp"), FromPort: cfn.I(port), ToPort: cfn.I(port),
		SourceSecurityGroupId: group.Att("GroupId"), Description: cfn.S("The load balancer behind the API"),
	})
	targets := e.targets(vpc)
	balancer := e.Add("Balancer", &cfn.ElasticLoadBalancingV2LoadBalancer{
		Type: cfn.S("network"), Scheme: cfn.S("internal"), Subnets: e.outputs("PrivateSubnetIds"), SecurityGroups: cfn.List(group.Att("GroupId")),
		LoadBalancerAttributes: []cfn.ElasticLoadBalancingV2LoadBalancerLoadBalancerAttribute{
			{Key: cfn.S("load_balancing.cross_zone.enabled"), Value: cfn.S("true")},
		},
	})
	return e.Add("Listener", &cfn.ElasticLoadBalancingV2Listener{
		LoadBalancerArn: balancer.Ref(), Port: cfn.I(80), Protocol: cfn.S("TCP"),
		DefaultActions: []cfn.ElasticLoadBalancingV2ListenerAction{{Type: cfn.S("forward"), TargetGroupArn: targets.Ref()}},
	})
}

func (e *entry) securityGroup(id, description string, vpc cfn.String) *cfn.Resource {
	return e.Add(id, &cfn.EC2SecurityGroup{VpcId: vpc, GroupDescription: cfn.S(description)})
}

// targets is the group that a controller in the cluster enters the Service's
// pods into. That of Auto Mode has rights only on what has the cluster's tag.
func (e *entry) targets(vpc cfn.String) *cfn.Resource {
	properties := &cfn.ElasticLoadBalancingV2TargetGroup{
		VpcId: vpc, TargetType: cfn.S("ip"), Protocol: cfn.S("TCP"), Port: cfn.I(e.settings.Service.TargetPort),
	}
	if e.auto {
		properties.Tags = []cfn.Tag{{Key: cfn.S("eks:eks-cluster-name"), Value: e.output("ClusterName")}}
	}
	group := e.Add("Targets", properties)
	e.Output("TargetGroupArn", "", group.Ref())
	return group
}
