import type { GetSessionTokenRequest, GetSessionTokenResponse } from "@aws-sdk/client-sts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { credentialsOf } from "../session-answer.ts";
import { checkDuration } from "../session-request.ts";
import type { StsOperation } from "../sts.ts";

/** Temporary credentials for a developer, who is the account's root; AWS lets those last an hour. */
export const getSessionToken: StsOperation<GetSessionTokenRequest, GetSessionTokenResponse> = (sts, request, { caller }) => {
  if (caller.kind !== "developer" || caller.session) {
    throw new AwsError("AccessDenied", "Cannot call GetSessionToken with session credentials", { status: 403 });
  }
  const { DurationSeconds = 3600 } = request;
  checkDuration(DurationSeconds, 129_600);
  const session = sts.iam.sessions.issue({
    roleArn: `arn:aws:iam::${sts.accountId}:root`,
    sessionName: "root",
    durationSeconds: Math.min(DurationSeconds, 3600),
  });
  return { Credentials: credentialsOf(session) };
};
