import type { StsOperation } from "../sts.ts";
import { assumeRole } from "./assume-role.ts";
import { assumeRoleWithWebIdentity } from "./assume-role-with-web-identity.ts";
import { getAccessKeyInfo } from "./get-access-key-info.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { getSessionToken } from "./get-session-token.ts";

/** Wire name to operation: all that STS answers. */
export const operations = {
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetAccessKeyInfo: getAccessKeyInfo,
  GetCallerIdentity: getCallerIdentity,
  GetSessionToken: getSessionToken,
} satisfies Record<string, StsOperation<never, unknown>>;
