package account

import (
	"encoding/json"
	"fmt"
	"strings"
)

// roleProblem explains why the deploy role cannot be assumed.
func (a *Accounts) roleProblem(role string, who Identity, from *source, region string, err error) error {
	switch {
	case isIn(codesDenied, err):
		return explain(err, a.trustFix(role, who, from), "the role %s cannot be assumed by %s: it is not there, does not trust it, or the caller lacks sts:AssumeRole", role, who.ARN)
	case isIn(codesExpired, err):
		return explain(err, "Log in again and run the same command once more.", "the credentials of %s expired before the role %s could be assumed", who.ARN, role)
	case code(err) != "":
		return explain(err, a.trustFix(role, who, from), "the role %s cannot be assumed by %s: %s", role, who.ARN, say(err))
	}
	return unreachable(region, err)
}

// trustFix is what to look at first, the command that makes the role, and what
// its trust policy must say.
func (a *Accounts) trustFix(role string, who Identity, from *source) string {
	principal, condition := principalOf(who.ARN)
	command, note := "slipway bootstrap --trust "+principal, ", with the name of the blueprint's platform as --platform"
	if a.settings.Platform != "" {
		command, note = "slipway bootstrap --platform "+a.settings.Platform+" --trust "+principal, ""
	}
	if a.settings.ExternalID != "" {
		condition["StringEquals"] = map[string]string{"sts:ExternalId": a.settings.ExternalID}
		command += " --external-id " + a.settings.ExternalID
	}
	statement := map[string]any{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": map[string]string{"AWS": principal}}
	if len(condition) > 0 {
		statement["Condition"] = condition
	}
	text, err := json.Marshal(statement)
	if err != nil {
		text = []byte(err.Error())
	}
	account := accountOf(role)
	return fmt.Sprintf("%s\nIf both are right, make the role in the account %s: %s%s\nOr add to its trust policy: %s\nThe caller needs sts:AssumeRole on %s, too.",
		a.likelier(account, who, from), account, command, note, text, role)
}

// likelier is what is wrong more often than a role: the account's id, or whose
// credentials these are.
func (a *Accounts) likelier(account string, who Identity, from *source) string {
	text := "Look at two things first. Is " + account + " the account that is meant"
	if asking := a.settings.Asking[account]; asking != "" {
		text += ", which " + asking + " asks for"
	} else {
		text += ", without a mistyped digit"
	}
	return text + fmt.Sprintf("? And are these the credentials that are meant? They are of the account %s, from %s.", who.Account, from.origin())
}

// principalOf is what a trust policy names for a caller: the role behind a
// session. A role of IAM Identity Center has a path that its sessions do not
// tell, so its account is trusted with a condition on the role.
func principalOf(arn string) (principal string, condition map[string]map[string]string) {
	condition = map[string]map[string]string{}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || !strings.HasPrefix(parts[5], "assumed-role/") {
		return arn, condition
	}
	partition, account := parts[1], parts[4]
	name := strings.Split(parts[5], "/")[1]
	if strings.HasPrefix(name, "AWSReservedSSO_") {
		condition["ArnLike"] = map[string]string{
			"aws:PrincipalArn": fmt.Sprintf("arn:%s:iam::%s:role/aws-reserved/sso.amazonaws.com/*%s", partition, account, name),
		}
		return fmt.Sprintf("arn:%s:iam::%s:root", partition, account), condition
	}
	return fmt.Sprintf("arn:%s:iam::%s:role/%s", partition, account, name), condition
}

// accountOf is the account in an ARN.
func accountOf(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return "of the role"
}
