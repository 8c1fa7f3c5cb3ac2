import { incorrectPassword } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { poolNameOf } from "../users/passwords.ts";
import type { User } from "../users/users.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required } from "./attempt.ts";
import { resume } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { nextCustomStep } from "./custom-challenge.ts";
import { countFailure } from "./lockout.ts";
import { isProven, type PasswordClaim } from "./password-claim.ts";
import type { SrpState } from "./password-verifier-challenge.ts";
import { sessionOf } from "./secret-block.ts";
import { signedTimestamp } from "./srp-timestamp.ts";
import { checkStatus, userOf } from "./user-to-sign-in.ts";

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
  const { user } = waiting;
  const state = waiting.state as unknown as SrpState;
  // A custom sign-in lets a user with a password to reset go on, to NEW_PASSWORD_REQUIRED.
  if (user && !(state.custom && user.status === "RESET_REQUIRED")) checkStatus(attempt, user);
  const claim = { secretBlock, timestamp, signature };
  const proven = user && (await countFailure(cognito, pool, user, () => isPasswordProven(pool, user, state, claim)));
  if (!proven) throw incorrectPassword();
  const resumed = resume(attempt, waiting);
  if (!state.custom) return afterFirstFactor(resumed, proven);
  const result = { challengeName: "PASSWORD_VERIFIER", challengeResult: true, challengeMetadata: null };
  const { clientPublicKey } = state;
  return nextCustomStep(resumed, { user: proven, results: [...state.custom, result], clientPublicKey });
};

async function isPasswordProven(
  pool: UserPool,
  user: User,
  { clientPublicKey, serverPrivateKey, serverPublicKey }: SrpState,
  claim: Omit<PasswordClaim, "identity">,
): Promise<boolean> {
  if (!user.password) return false;
  const { verifier } = user.password;
  const exchange = { clientPublicKey, serverPrivateKey: Buffer.from(serverPrivateKey, "hex"), serverPublicKey, verifier };
  return isProven(exchange, { ...claim, identity: [poolNameOf(pool), user.username] });
}
