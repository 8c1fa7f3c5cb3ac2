import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { ChallengeResult } from "../triggers/custom-sign-in.ts";
import { createServerKey } from "../users/srp-server.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import { secretBlockOf } from "./secret-block.ts";
import { simulateUser } from "./simulated-user.ts";

/** What the server remembers of an SRP exchange until the client proves that it knows the password. */
export interface SrpState {
  /** `SRP_A`, which has been read before: it is a good one. */
  clientPublicKey: string;
  /** Hexadecimal. */
  serverPrivateKey: string;
  serverPublicKey: string;
  /** Of the call that started the sign-in. */
  deviceKey: string | undefined;
  /** What was answered before, in a custom sign-in. */
  custom?: readonly ChallengeResult[];
}

/** What the challenge depends on besides the user. */
export interface SrpStart {
  clientPublicKey: string;
  custom?: readonly ChallengeResult[];
  /** USER_SRP_AUTH answers without a `Session`: its clients send the secret block back, and some send nothing else. */
  withSession: boolean;
}

/** Begins the SRP exchange; for nobody, and for a user without a password, with a simulated one that no answer ends well. */
export async function passwordVerifierChallenge(
  { cognito, pool, caller, username, deviceKey }: SignInAttempt,
  user: User | undefined,
  { clientPublicKey, custom, withSession }: SrpStart,
): Promise<InitiateAuthResponse> {
  const simulated = simulateUser(pool, username);
  const { salt, verifier } = user?.password ?? simulated.password;
  const { privateKey, publicKey } = await createServerKey(verifier);
  const state: SrpState = {
    clientPublicKey,
    serverPrivateKey: Buffer.from(privateKey).toString("hex"),
    serverPublicKey: publicKey,
    deviceKey,
    custom,
  };
  const challenge = "PASSWORD_VERIFIER";
  const session = cognito.sessions.open(caller.client, { user, username, challenge, state: { ...state } });
  const userId = user?.username ?? simulated.userId;
  return {
    ChallengeName: challenge,
    ...(withSession && { Session: session }),
    ChallengeParameters: {
      SALT: Buffer.from(salt).toString("hex"),
      SRP_B: publicKey,
      SECRET_BLOCK: secretBlockOf(session),
      USERNAME: userId,
      USER_ID_FOR_SRP: userId,
    },
  };
}
