import { createHash, randomBytes, verify } from "node:crypto";
import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword } from "../errors.ts";
import { afterFirstFactor } from "../sign-in/after-first-factor.ts";
import { required, type SignInAttempt } from "../sign-in/attempt.ts";
import { challengedUser, resume } from "../sign-in/challenged-user.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import type { User } from "../users/users.ts";
import { keyOf } from "./authenticator-data.ts";
import { checkCeremony, malformed } from "./ceremony.ts";
import { mostPasskeys } from "./passkeys.ts";
import { relyingPartyOf } from "./relying-party.ts";

const challengeName = "WEB_AUTHN";

/** Asks for the signature of one of the user's passkeys. */
export function webAuthnChallenge(attempt: SignInAttempt, user: User): InitiateAuthResponse {
  const { cognito, pool, caller, username, deviceKey } = attempt;
  const { id, userVerification } = relyingPartyOf(cognito, pool);
  const challenge = randomBytes(32).toString("base64url");
  const passkeys = cognito.passkeys.list(user, "", mostPasskeys);
  const options = {
    challenge,
    timeout: 180_000,
    rpId: id,
    allowCredentials: passkeys.map((passkey) => ({ type: "public-key", id: passkey.id, transports: passkey.transports })),
    userVerification,
  };
  const state = { webAuthn: challenge, deviceKey };
  return {
    ChallengeName: challengeName,
    Session: cognito.sessions.open(caller.client, { user, username, challenge: challengeName, state }),
    ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(options) },
  };
}

/** Takes the signature, an AuthenticationResponseJSON in `CREDENTIAL`. The session is used up by it, right or wrong. */
export const answerWebAuthn: AnswerChallenge = async (attempt, { session, responses }) => {
  const { cognito, pool } = attempt;
  const assertion = readAssertion(required(responses, "CREDENTIAL"));
  const waiting = challengedUser(attempt, session, challengeName);
  const { user, state } = waiting;
  cognito.sessions.close(session);
  const passkey = cognito.passkeys.find(user, assertion.id);
  if (!passkey) throw incorrectPassword();
  const { userVerification } = relyingPartyOf(cognito, pool);
  const ceremony = {
    type: "webauthn.get",
    challenge: state.webAuthn as string,
    relyingPartyId: passkey.relyingPartyId,
    mustVerifyUser: userVerification === "required",
  } as const;
  const said = checkCeremony(ceremony, assertion.clientDataJSON, assertion.authenticatorData);
  const signed = Buffer.concat([assertion.authenticatorData, createHash("sha256").update(assertion.clientDataJSON).digest()]);
  if (!verify("sha256", signed, keyOf(passkey.publicKey), assertion.signature)) throw incorrectPassword();
  // A counter that does not grow is the sign of a copy; authenticators that do not count say 0.
  if (said.signCount !== 0 && said.signCount <= passkey.signCount) throw incorrectPassword();
  cognito.passkeys.count(user, passkey, said.signCount);
  return afterFirstFactor(resume(attempt, waiting), user);
};

interface Assertion {
  id: string;
  clientDataJSON: Uint8Array;
  authenticatorData: Uint8Array;
  signature: Uint8Array;
}

function readAssertion(json: string): Assertion {
  try {
    const { id, response } = JSON.parse(json);
    return {
      id: String(id),
      clientDataJSON: Buffer.from(response.clientDataJSON, "base64url"),
      authenticatorData: Buffer.from(response.authenticatorData, "base64url"),
      signature: Buffer.from(response.signature, "base64url"),
    };
  } catch {
    throw malformed();
  }
}
