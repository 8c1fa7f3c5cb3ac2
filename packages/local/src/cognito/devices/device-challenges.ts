import type { ChallengeNameType, InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword } from "../errors.ts";
import { required, type SignInAttempt } from "../sign-in/attempt.ts";
import { challengedUser } from "../sign-in/challenged-user.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import { completeSignIn } from "../sign-in/complete-sign-in.ts";
import { isProven } from "../sign-in/password-claim.ts";
import { secretBlockOf, sessionOf } from "../sign-in/secret-block.ts";
import { requiredPublicKey } from "../sign-in/srp-flow.ts";
import { signedTimestamp } from "../sign-in/srp-timestamp.ts";
import { createServerKey } from "../users/srp-server.ts";
import type { User } from "../users/users.ts";
import type { Device } from "./devices.ts";
import { confirmedDevice } from "./known-device.ts";

/** What the server remembers of the exchange; the keys are hexadecimal. */
interface DeviceSrpState {
  deviceKey: string;
  clientPublicKey: string;
  serverPrivateKey: string;
  serverPublicKey: string;
}

/** Asks a remembered device to prove itself. */
export function deviceChallenge(attempt: SignInAttempt, user: User, device: Device): InitiateAuthResponse {
  const challenge = "DEVICE_SRP_AUTH";
  const Session = open(attempt, user, challenge, { deviceKey: device.key });
  return { ChallengeName: challenge, Session, ChallengeParameters: {} };
}

/** Takes the device's half of the SRP exchange and gives ours. */
export const answerDeviceSrp: AnswerChallenge = async (attempt, { session, responses }) => {
  const clientPublicKey = requiredPublicKey(responses);
  const { user, device } = challengedDevice(attempt, session, "DEVICE_SRP_AUTH");
  const { privateKey, publicKey } = await createServerKey(device.secret.verifier);
  const state: DeviceSrpState = {
    deviceKey: device.key,
    clientPublicKey,
    serverPrivateKey: Buffer.from(privateKey).toString("hex"),
    serverPublicKey: publicKey,
  };
  const challenge = "DEVICE_PASSWORD_VERIFIER";
  const next = attempt.cognito.store.write(() => {
    attempt.cognito.sessions.close(session);
    return open(attempt, user, challenge, { ...state });
  });
  return {
    ChallengeName: challenge,
    Session: next,
    ChallengeParameters: {
      DEVICE_KEY: device.key,
      SALT: Buffer.from(device.secret.salt).toString("hex"),
      SECRET_BLOCK: secretBlockOf(next),
      SRP_B: publicKey,
      USERNAME: user.username,
    },
  };
};

/** Takes the proof that it is the device that was confirmed. The session is used up by it, right or wrong. */
export const answerDevicePasswordVerifier: AnswerChallenge = async (attempt, { responses }) => {
  const { cognito } = attempt;
  const secretBlock = required(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = required(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = signedTimestamp(required(responses, "TIMESTAMP"), cognito.clock);
  const session = sessionOf(secretBlock);
  const { user, device, state } = challengedDevice(attempt, session, "DEVICE_PASSWORD_VERIFIER");
  cognito.sessions.close(session);
  const { clientPublicKey, serverPrivateKey, serverPublicKey } = state as unknown as DeviceSrpState;
  const proven = await isProven(
    {
      clientPublicKey,
      serverPrivateKey: Buffer.from(serverPrivateKey, "hex"),
      serverPublicKey,
      verifier: device.secret.verifier,
    },
    { identity: [device.groupKey, device.key], secretBlock, timestamp, signature },
  );
  if (!proven) throw incorrectPassword();
  return completeSignIn({ ...attempt, deviceKey: device.key }, user, "TokenGeneration_AuthenticateDevice");
};

function open(
  { cognito, caller, username }: SignInAttempt,
  user: User,
  challenge: string,
  state: Record<string, unknown>,
): string {
  return cognito.sessions.open(caller.client, { user, username, challenge, state });
}

/** Who answers, on which device: the one that the sign-in began with. */
function challengedDevice(attempt: SignInAttempt, session: string, challenge: ChallengeNameType) {
  const { user, state } = challengedUser(attempt, session, challenge);
  const device = confirmedDevice(attempt.cognito, user, state.deviceKey as string);
  if (attempt.deviceKey !== undefined && attempt.deviceKey !== device.key) throw incorrectPassword();
  return { user, state, device };
}
