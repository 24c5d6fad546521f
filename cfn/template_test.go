package cfn_test

import (
	"strings"
	"testing"

	"slipway.dev/slipway/cfn"
)

func sample() *cfn.Template {
	t := cfn.New("A bucket <for> tests & more.")
	name := t.Param("ClusterName", "Name of the cluster.")
	b := t.Add("Inbox", &cfn.S3Bucket{
		VersioningConfiguration: &cfn.S3BucketVersioningConfiguration{Status: cfn.S("Enabled")},
		Tags:                    []cfn.Tag{{Key: cfn.S("cluster"), Value: name}},
	}).Keep()
	t.Add("Role", &cfn.IAMRole{
		AssumeRolePolicyDocument: cfn.Trust([]string{"sts:AssumeRole", "sts:TagSession"}, "pods.eks.amazonaws.com"),
		Policies: []cfn.IAMRolePolicyPart{{
			PolicyName:     cfn.S("access"),
			PolicyDocument: cfn.Policy{Statements: []cfn.Statement{cfn.Allow([]cfn.String{cfn.Sub("${Inbox.Arn}/*")}, "s3:GetObject")}},
		}},
	}).After(b)
	t.Output("Bucket", "", b.Ref())
	return t
}

func TestTemplateJSON(t *testing.T) {
	t.Parallel()
	got, err := sample().JSON()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
 "AWSTemplateFormatVersion": "2010-09-09",
 "Description": "A bucket <for> tests & more.",
 "Parameters": {
  "ClusterName": {
   "Type": "String",
   "Description": "Name of the cluster."
  }
 },
 "Resources": {
  "Inbox": {
   "Type": "AWS::S3::Bucket",
   "DeletionPolicy": "Retain",
   "UpdateReplacePolicy": "Retain",
   "Properties": {
    "Tags": [
     {
      "Key": "cluster",
      "Value": {
       "Ref": "ClusterName"
      }
     }
    ],
    "VersioningConfiguration": {
     "Status": "Enabled"
    }
   }
  },
  "Role": {
   "Type": "AWS::IAM::Role",
   "DependsOn": [
    "Inbox"
   ],
   "Properties": {
    "AssumeRolePolicyDocument": {
     "Version": "2012-10-17",
     "Statement": [
      {
       "Effect": "Allow",
       "Principal": {
        "Service": "pods.eks.amazonaws.com"
       },
       "Action": [
        "sts:AssumeRole",
        "sts:TagSession"
       ]
      }
     ]
    },
    "Policies": [
     {
      "PolicyDocument": {
       "Version": "2012-10-17",
       "Statement": [
        {
         "Effect": "Allow",
         "Action": "s3:GetObject",
         "Resource": {
          "Fn::Sub": "${Inbox.Arn}/*"
         }
        }
       ]
      },
      "PolicyName": "access"
     }
    ]
   }
  }
 },
 "Outputs": {
  "Bucket": {
   "Value": {
    "Ref": "Inbox"
   }
  }
 }
}
`
	if string(got) != want {
		t.Errorf("got\n%s", got)
	}
}

func TestTemplateSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	tmpl := sample()
	tmpl.Add("bad-id", &cfn.EC2VPC{CidrBlock: cfn.Ref("Nothing")}).DependsOn = []string{"Gone"}
	tmpl.Output("Sub", "", cfn.Sub("${Missing.Arn} ${!Literal} ${AWS::Region}"))
	for i := range cfn.MaxOutputs {
		tmpl.Output("O"+strings.Repeat("x", i+1), "", cfn.S(""))
	}
	_, err := tmpl.JSON()
	if err == nil {
		t.Fatal("nothing was found")
	}
	for _, want := range []string{
		`the logical id "bad-id" must be letters and digits`, "bad-id waits for Gone, which is not there", "refers to Nothing, which is not there",
		"refers to Missing, which is not there", "has 202 outputs, over 200",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %v", want, err)
		}
	}
	if strings.Contains(err.Error(), "Literal") || strings.Contains(err.Error(), "AWS::Region") {
		t.Errorf("too much: %v", err)
	}
	big := sample()
	big.Metadata = map[string]any{"text": strings.Repeat("x", cfn.MaxInlineBytes)}
	if _, err := big.JSON(); err == nil || !strings.Contains(err.Error(), "over the 51200 that a request may carry") {
		t.Errorf("got %v", err)
	}
}

func TestReplacedBy(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		resourceType, path string
		want               cfn.Replacement
	}{
		{"AWS::EKS::Cluster", "Name", cfn.Replaces},
		{"AWS::EKS::Cluster", "Version", cfn.Updates},
		{"AWS::EKS::Cluster", "EncryptionConfig.Provider.KeyArn", cfn.Replaces},
		{"AWS::EC2::Subnet", "Ipv6CidrBlock", cfn.MayReplace},
		{"AWS::Nothing::Known", "Name", cfn.Updates},
	} {
		if got := cfn.ReplacedBy(tc.resourceType, tc.path); got != tc.want {
			t.Errorf("%s %s: %q", tc.resourceType, tc.path, got)
		}
	}
	if !cfn.HasAttribute("AWS::EKS::Cluster", "OpenIdConnectIssuerUrl") || cfn.HasProperty("AWS::EKS::Cluster", "Versoin") || len(cfn.Types()) < 70 {
		t.Error("the specification is not what it was")
	}
}
