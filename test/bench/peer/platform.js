// The platform of the talk, as examples/enterprise has it, with the peer: N
// stacks, synthesized into a folder. Plain JavaScript, so no type check is in
// the figures; accounts and regions are given, so nothing is looked up in AWS.
'use strict';
const { App } = require('aws-cdk-lib');
const { InstanceType } = require('aws-cdk-lib/aws-ec2');
const { KubernetesVersion, NodegroupAmiType } = require('aws-cdk-lib/aws-eks');
const { ArnPrincipal } = require('aws-cdk-lib/aws-iam');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const blueprints = require('@aws-quickstart/eks-blueprints');

const [count, outdir] = [Number(process.argv[2]), process.argv[3]];
const accounts = ['111111111111', '222222222222'];
const regions = ['us-east-2', 'us-east-2', 'us-west-2'];

const people = (account, name) => [new ArnPrincipal(`arn:aws:iam::${account}:role/${name}`)];

const quota = (cpu, memory, pods) => ({
  'requests.cpu': cpu, 'requests.memory': memory, 'limits.cpu': cpu, 'limits.memory': memory, pods,
});

// troi has a bucket that its service account may read and write.
const troi = account => new blueprints.ApplicationTeam({
  name: 'troi',
  users: people(account, 'troi-developers'),
  namespaceHardLimits: quota('10', '10Gi', '50'),
  serviceAccountName: 'inf-backend',
  extensionFunction(team, { cluster }) {
    new Bucket(cluster.stack, 'inf-inbox').grantReadWrite(team.serviceAccount);
  },
});

const team = (account, name) => new blueprints.ApplicationTeam({
  name, users: people(account, `${name}-developers`), namespaceHardLimits: quota('6', '6Gi', '30'),
});

async function main() {
  const app = new App({ outdir });
  for (let i = 0; i < count; i++) {
    const account = accounts[i % accounts.length];
    await blueprints.EksBlueprint.builder()
      .account(account)
      .region(regions[i % regions.length])
      .version(KubernetesVersion.V1_34)
      .clusterProvider(new blueprints.MngClusterProvider({
        version: KubernetesVersion.V1_34,
        instanceTypes: [new InstanceType('m7g.large')], amiType: NodegroupAmiType.AL2023_ARM_64_STANDARD,
        minSize: 1, maxSize: 4,
      }))
      .addOns(
        new blueprints.CalicoOperatorAddOn(),
        new blueprints.MetricsServerAddOn(),
        new blueprints.ClusterAutoScalerAddOn(),
        new blueprints.ContainerInsightsAddOn(),
        new blueprints.AwsLoadBalancerControllerAddOn(), // its NGINX needs it
        new blueprints.IngressNginxAddOn(),
        new blueprints.FluxCDAddOn(),
        new blueprints.ArgoCDAddOn({
          bootstrapRepo: { repoUrl: 'https://git.example.com/platform/apps', path: 'apps', targetRevision: 'main' },
        }),
      )
      .teams(
        new blueprints.PlatformTeam({ name: 'platform', users: people(account, 'platform-engineers') }),
        troi(account), team(account, 'riker'), team(account, 'burnham'),
      )
      .buildAsync(app, `c${i}`);
  }
  app.synth();
}

main().catch(err => { console.error(err); process.exit(1); });
