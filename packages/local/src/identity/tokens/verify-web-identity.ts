import { readClaims } from "../../cognito/tokens/jwt.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { refuseEveryToken } from "../../sts/foreign-token.ts";
import type { VerifyWebIdentity } from "../../sts/sts.ts";
import type { CognitoIdentity } from "../identity.ts";
import { ownIssuer, ownProvider, readOwnToken } from "./open-id-token.ts";

/** Reads the tokens of identity pools for STS: the classic flow, in which a client assumes a role by itself. */
export function webIdentityVerifier(identity: CognitoIdentity): VerifyWebIdentity {
  return async (text) => {
    if (readClaims(text)?.iss !== ownIssuer) return refuseEveryToken(text);
    const read = await readOwnToken(identity, text);
    if ("fault" in read) {
      if (read.expiredAt === undefined) throw new AwsError("InvalidIdentityTokenException", read.fault);
      const now = Math.floor(identity.clock.now() / 1000);
      const text = `Token expired: current date/time ${now} must be before the expiration date/time ${read.expiredAt}`;
      throw new AwsError("ExpiredTokenException", text);
    }
    const { subject, audience, methods, tags } = read.token;
    return { provider: ownProvider, subject, audience, claims: { amr: methods }, tags };
  };
}
