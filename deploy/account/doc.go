// Package account leads from a unit's place, "aws:111111111111/us-east-2", to
// AWS: whose credentials to use, which role to assume, and whether that works
// before anything is created. It must not know what is deployed there, and no
// error of it holds a secret.
package account
