import { createHmac, timingSafeEqual } from "node:crypto";
import { incorrectPassword } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { poolNameOf } from "../users/passwords.ts";
import { passwordClaimKey } from "../users/srp-server.ts";
import type { User } from "../users/users.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required } from "./attempt.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { nextCustomStep } from "./custom-challenge.ts";
import { countFailure } from "./lockout.ts";
import { type SrpState, sessionOf } from "./password-verifier-challenge.ts";
import { signedTimestamp } from "./srp-timestamp.ts";
import { checkStatus, userOf } from "./user-to-sign-in.ts";

/** What the client signs with the key that both sides have computed. */
interface PasswordClaim {
  secretBlock: string;
  timestamp: string;
  /** Base64. */
  signature: string;
}

/** Takes the proof that the client knows the password. The session is used up by it, right or wrong. */
export const answerPasswordVerifier: AnswerChallenge = async (attempt, { responses }) => {
  const { cognito, pool, caller } = attempt;
  const secretBlock = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = required(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = signedTimestamp(required(responses, "TIMESTAMP"), cognito.clock);
  const session = sessionOf(secretBlock);
  const waiting = cognito.sessions.find(session, caller.client, "PASSWORD_VERIFIER");
  if (!waiting || (waiting.user && userOf(attempt)?.id !== waiting.user.id)) throw incorrectPassword();
  cognito.sessions.close(session);
  const { user, username } = waiting;
  if (user) checkStatus(attempt, user);
  const state = waiting.state as unknown as SrpState;
  const deviceKey = attempt.deviceKey ?? state.deviceKey;
  const claim = { secretBlock, timestamp, signature };
  const proven = user && (await countFailure(cognito, pool, user, () => isProof(pool, user, state, claim)));
  if (state.custom) {
    // What a wrong password leads to is the function's to say.
    const result = { challengeName: "PASSWORD_VERIFIER", challengeResult: proven !== undefined, challengeMetadata: null };
    const { clientPublicKey } = state;
    return nextCustomStep({ ...attempt, username, deviceKey }, { user, results: [...state.custom, result], clientPublicKey });
  }
  if (!proven) throw incorrectPassword();
  return afterFirstFactor({ ...attempt, deviceKey }, proven);
};

async function isProof(pool: UserPool, user: User, state: SrpState, claim: PasswordClaim): Promise<boolean> {
  if (!user.password) return false;
  const { clientPublicKey, serverPrivateKey, serverPublicKey } = state;
  const key = await passwordClaimKey({
    clientPublicKey,
    serverPrivateKey: Buffer.from(serverPrivateKey, "hex"),
    serverPublicKey,
    verifier: user.password.verifier,
  });
  const expected = createHmac("sha256", key)
    .update(poolNameOf(pool))
    .update(user.username)
    .update(Buffer.from(claim.secretBlock, "base64"))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
