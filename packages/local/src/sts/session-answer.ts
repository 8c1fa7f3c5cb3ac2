import type { AssumedRoleUser, Credentials } from "@aws-sdk/client-sts";
import { type Session, sessionArn } from "../iam/sessions.ts";

/** A new session as its operation answers with it. */
export function sessionAnswer(session: Session): { Credentials: Credentials; AssumedRoleUser: AssumedRoleUser } {
  return {
    Credentials: credentialsOf(session),
    AssumedRoleUser: { AssumedRoleId: session.assumedRoleId, Arn: sessionArn(session.roleArn, session.sessionName) },
  };
}

export function credentialsOf({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: Session): Credentials {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt),
  };
}
