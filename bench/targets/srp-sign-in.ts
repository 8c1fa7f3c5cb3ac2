import { createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { InitiateAuthCommand, RespondToAuthChallengeCommand } from "@aws-sdk/client-cognito-identity-provider";
import { modularPower, modulus, toBytes, toInteger } from "../../packages/local/src/cognito/users/modular-power.ts";
import { type Pool, password, type Target } from "./target.ts";

const multiplier = toInteger(hash(padded(modulus), padded(2n)));

/**
 * USER_SRP_AUTH from the client's side: two requests, and three powers that are computed in OpenSSL, so that the client takes as little of
 * the shared cores as it can (a browser's own BigInt needs some thirty milliseconds).
 */
export async function signInBySrp({ client }: Target, { clientId, userPoolId }: Pool, username: string): Promise<void> {
  const secret = randomBytes(32);
  const publicKey = await modularPower(2n, secret);
  const begun = await client.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: username, SRP_A: publicKey.toString(16) },
    }),
  );
  const { SALT = "", SRP_B = "", SECRET_BLOCK = "", USER_ID_FOR_SRP = "" } = begun.ChallengeParameters ?? {};
  const poolName = userPoolId.slice(userPoolId.indexOf("_") + 1);
  const serverKey = BigInt(`0x${SRP_B}`);
  const scrambler = toInteger(hash(padded(publicKey), padded(serverKey)));
  const identity = hash(Buffer.from(`${poolName}${USER_ID_FOR_SRP}:${password}`));
  const x = toInteger(hash(padded(BigInt(`0x${SALT}`)), identity));
  const known = (multiplier * (await modularPower(2n, toBytes(x)))) % modulus;
  const base = (((serverKey - known) % modulus) + modulus) % modulus;
  const shared = await modularPower(base, toBytes(toInteger(secret) + scrambler * x));
  const key = Buffer.from(hkdfSync("sha256", padded(shared), padded(scrambler), "Caldera Derived Key", 16));
  const TIMESTAMP = timestamp(new Date());
  const signature = createHmac("sha256", key)
    .update(`${poolName}${USER_ID_FOR_SRP}`)
    .update(Buffer.from(SECRET_BLOCK, "base64"))
    .update(TIMESTAMP)
    .digest("base64");
  await client.send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: "PASSWORD_VERIFIER",
      Session: begun.Session,
      ChallengeResponses: {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP,
      },
    }),
  );
}

/** `Tue Sep 8 07:05:09 UTC 2026`, the day without a zero. */
function timestamp(date: Date): string {
  const [weekday, day, month, year, time] = date.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

function hash(...parts: Uint8Array[]): Buffer {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return digest.digest();
}

function padded(value: bigint): Buffer {
  const bytes = toBytes(value);
  return (bytes[0] as number) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}
