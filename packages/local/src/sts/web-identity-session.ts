import { AwsError } from "../endpoint/aws-error.ts";
import type { Session } from "../iam/sessions.ts";
import { durationOf, type SessionRequest, sessionPolicy } from "./session-request.ts";
import type { Sts, WebIdentity } from "./sts.ts";
import { trustedRole } from "./trust.ts";

/**
 * Lets a user of an identity provider assume a role, if its trust policy names the provider and takes the token's claims.
 * @throws {AwsError} AccessDenied
 */
export function webIdentitySession({ iam, clock, accountId }: Sts, identity: WebIdentity, request: SessionRequest): Session {
  const { provider, tags = {}, transitiveTagKeys = [] } = identity;
  const roleArn = request.RoleArn as string;
  const sessionName = request.RoleSessionName as string;
  const hasTags = Object.keys(tags).length > 0;
  const keys = federationKeys(identity);
  const trust = trustedRole(iam, clock, {
    principal: { arn: "", accountId, kind: "federated", provider },
    roleArn,
    actions: ["sts:AssumeRoleWithWebIdentity", ...(hasTags ? ["sts:TagSession"] : [])],
    tags,
    transitiveTagKeys,
    context: { ...keys, "sts:rolesessionname": [sessionName] },
  });
  // AWS says no more to a caller without credentials, not even that there is no such role.
  if ("refused" in trust) throw new AwsError("AccessDenied", `Not authorized to perform ${trust.refused}`, { status: 403 });
  return iam.sessions.issue({
    roleArn,
    sessionName,
    tags,
    transitiveTags: transitiveTagKeys,
    policy: sessionPolicy(iam, request),
    durationSeconds: durationOf(request, trust.role, false),
    context: { ...keys, "aws:federatedprovider": [provider] },
  });
}

/** The condition keys of a provider: `cognito-identity.amazonaws.com:sub`, `…:aud`, `…:amr`. */
function federationKeys({ provider, subject, audience, claims }: WebIdentity): Record<string, string[]> {
  const host = provider.replace(/^arn:[^:]*:iam::\d*:oidc-provider\//, "");
  const methods = [claims.amr ?? []].flat().map(String);
  return { [`${host}:aud`]: [audience], [`${host}:sub`]: [subject], ...(methods.length > 0 && { [`${host}:amr`]: methods }) };
}
