import { AwsError } from "../endpoint/aws-error.ts";
import type { VerifyWebIdentity } from "./sts.ts";

/** What becomes of a token whose provider the account does not know. @throws {AwsError} InvalidIdentityTokenException */
export const refuseEveryToken: VerifyWebIdentity = (token) => {
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
