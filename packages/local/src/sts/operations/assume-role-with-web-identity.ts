import type { AssumeRoleWithWebIdentityRequest, AssumeRoleWithWebIdentityResponse } from "@aws-sdk/client-sts";
import { refuseEveryToken } from "../foreign-token.ts";
import { sessionAnswer } from "../session-answer.ts";
import { checkSessionRequest } from "../session-request.ts";
import type { StsOperation } from "../sts.ts";
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
