// Package compare says what turns one CloudFormation stack into another,
// resource by resource, from the templates and parameters alone: what is made,
// changed in place, replaced and deleted, and what follows because something it
// refers to is replaced. It is the answer where no change set can be had. It must not
// reach AWS, and it knows no physical id.
package compare
