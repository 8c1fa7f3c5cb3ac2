import { createHmac, timingSafeEqual } from "node:crypto";
import { passwordClaimKey, type SrpExchange } from "../users/srp-server.ts";

/** What an SRP client signs with the key that both sides have computed. */
export interface PasswordClaim {
  /** Whose secret it is: the pool's name and the user, or the device's group and key. */
  identity: readonly [string, string];
  secretBlock: string;
  /** As `signedTimestamp` gives it. */
  timestamp: string;
  /** Base64. */
  signature: string;
}

/** True if the client that makes the claim knows the secret of the exchange's verifier. */
export async function isProven(exchange: SrpExchange, claim: PasswordClaim): Promise<boolean> {
  const expected = createHmac("sha256", await passwordClaimKey(exchange))
    .update(claim.identity.join(""))
    .update(Buffer.from(claim.secretBlock, "base64"))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
