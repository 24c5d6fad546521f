package eks

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/eks/types"
)

// Unprotect turns a cluster's deletion protection off, so that its stack can
// delete it, and waits until that is so; poll is how long between two looks. A
// cluster that is not there or not protected is left alone.
func Unprotect(ctx context.Context, cfg aws.Config, name string, poll time.Duration) error {
	api := eks.NewFromConfig(cfg)
	found, err := api.DescribeCluster(ctx, &eks.DescribeClusterInput{Name: aws.String(name)})
	var missing *types.ResourceNotFoundException
	switch {
	case errors.As(err, &missing):
		return nil
	case err != nil:
		return describeError(name, cfg.Region, err)
	case !aws.ToBool(found.Cluster.DeletionProtection):
		return nil
	}
	out, err := api.UpdateClusterConfig(ctx, &eks.UpdateClusterConfigInput{Name: aws.String(name), DeletionProtection: aws.Bool(false)})
	if err != nil {
		return fmt.Errorf("turning the deletion protection of the EKS cluster %s off: %w", name, err)
	}
	for u := out.Update; ; {
		switch u.Status {
		case types.UpdateStatusSuccessful:
			return nil
		case types.UpdateStatusFailed, types.UpdateStatusCancelled:
			return fmt.Errorf("turning the deletion protection of the EKS cluster %s off: EKS says %s%s", name, u.Status, reasons(u.Errors))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting until the deletion protection of the EKS cluster %s is off: %w", name, ctx.Err())
		case <-time.After(poll):
		}
		seen, err := api.DescribeUpdate(ctx, &eks.DescribeUpdateInput{Name: aws.String(name), UpdateId: u.Id})
		if err != nil {
			return fmt.Errorf("waiting until the deletion protection of the EKS cluster %s is off: %w", name, err)
		}
		u = seen.Update
	}
}

func reasons(errs []types.ErrorDetail) string {
	out := ""
	for _, e := range errs {
		out += ": " + aws.ToString(e.ErrorMessage)
	}
	return out
}
