import { AwsError } from "../../endpoint/aws-error.ts";
import type { Session } from "../../iam/sessions.ts";
import { webIdentitySession } from "../../sts/web-identity-session.ts";
import { invalidConfiguration } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { ProvenIdentity } from "../logins/prove-identity.ts";
import { ownProvider } from "../tokens/open-id-token.ts";
import { chooseRole } from "./choose-role.ts";
import { guestPolicy } from "./guest-policy.ts";
import { tagsOfLogins } from "./principal-tags.ts";

/**
 * Temporary credentials for an identity: the enhanced flow.
 * @throws InvalidIdentityPoolConfigurationException if the role does not trust the pool, or does not let it tag sessions
 */
export function identitySession(cognito: CognitoIdentity, proven: ProvenIdentity, customRoleArn: string | undefined): Session {
  const { pool, identity } = proven;
  const methods = methodsOf(proven);
  const webIdentity = {
    provider: ownProvider,
    subject: identity.id,
    audience: pool.id,
    claims: { amr: methods },
    tags: sessionTagsOf(cognito, proven),
  };
  const request = {
    RoleArn: chooseRole(proven, customRoleArn),
    RoleSessionName: "CognitoIdentityCredentials",
    DurationSeconds: 3600,
    ...(methods.includes("unauthenticated") && { Policy: guestPolicy }),
  };
  try {
    return webIdentitySession(cognito, webIdentity, request);
  } catch (error) {
    if (error instanceof AwsError && error.name === "AccessDenied") throw invalidConfiguration();
    throw error;
  }
}

/** What the tokens of an identity say of how it was proven. */
export function methodsOf({ logins, token }: ProvenIdentity): string[] {
  if (logins.length === 0 && !token) return ["unauthenticated"];
  return [...new Set([...(token?.methods ?? ["authenticated"]), ...logins.flatMap(({ methods }) => methods)])];
}

export function sessionTagsOf(cognito: CognitoIdentity, { pool, logins, token }: ProvenIdentity): Record<string, string> {
  return { ...token?.tags, ...tagsOfLogins(cognito, pool, logins) };
}
