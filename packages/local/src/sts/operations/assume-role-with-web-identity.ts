import type { AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { sessionAnswer } from "../session-answer.ts";
import { checkSessionRequest } from "../session-request.ts";
import type { StsOperation, VerifyWebIdentity } from "../sts.ts";
import { webIdentitySession } from "../web-identity-session.ts";

export const assumeRoleWithWebIdentity: StsOperation<
  AssumeRoleWithWebIdentityRequest,
  Promise<AssumeRoleWithWebIdentityResponse>
> = async (sts, request) => {
  checkSessionRequest(request);
  const { verifyWebIdentity = refuseEveryToken } = sts;
  const identity = await verifyWebIdentity(request.WebIdentityToken as string);
  const session = webIdentitySession(sts, identity, request);
  return {
    ...sessionAnswer(session),
    SubjectFromWebIdentityToken: identity.subject,
    Provider: identity.provider,
    Audience: identity.audience,
  };
};

const refuseEveryToken: VerifyWebIdentity = (token) => {
  throw new AwsError("InvalidIdentityTokenException", `No OpenIDConnect provider found in your account for ${issuerOf(token)}`);
};

/** Who a token says it is from. @throws {AwsError} InvalidIdentityTokenException for what is no JSON Web Token. */
function issuerOf(token: string): string {
  try {
    const { iss } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { iss?: unknown };
    if (typeof iss === "string") return iss;
  } catch {
    // Said below: it is no JSON Web Token.
  }
  throw new AwsError(
    "InvalidIdentityTokenException",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  );
}
