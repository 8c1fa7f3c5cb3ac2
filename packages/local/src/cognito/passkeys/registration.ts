import type { StartWebAuthnRegistrationResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { Bearer } from "../tokens/access-tokens.ts";
import { keyOf } from "./authenticator-data.ts";
import { readCbor } from "./cbor.ts";
import { checkCeremony, malformed } from "./ceremony.ts";
import { challengeNotFound, clientMismatch, credentialNotSupported, tooManyPasskeys, webAuthnNotEnabled } from "./errors.ts";
import { mostPasskeys } from "./passkeys.ts";
import { allowsPasskeys, relyingPartyOf } from "./relying-party.ts";

/**
 * What a browser's `navigator.credentials.create` needs, as PublicKeyCredentialCreationOptionsJSON.
 * @throws LimitExceededException for a user with twenty passkeys, and what `relyingPartyOf` throws
 */
export function startRegistration(
  cognito: Cognito,
  { pool, client, user }: Bearer,
): NonNullable<StartWebAuthnRegistrationResponse["CredentialCreationOptions"]> {
  const { id, userVerification } = relyingPartyOf(cognito, pool);
  const registered = cognito.passkeys.list(user, "", mostPasskeys);
  if (registered.length >= mostPasskeys) throw tooManyPasskeys();
  return {
    rp: { id, name: id },
    user: { id: Buffer.from(user.sub).toString("base64url"), name: user.username, displayName: user.username },
    challenge: cognito.passkeys.startRegistration(client, user),
    pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
    timeout: 60_000,
    excludeCredentials: registered.map((passkey) => ({ type: "public-key", id: passkey.id })),
    authenticatorSelection: { requireResidentKey: true, residentKey: "required", userVerification },
  };
}

/**
 * Keeps the credential that a browser has made, a RegistrationResponseJSON.
 * @throws WebAuthnChallengeNotFoundException, WebAuthnClientMismatchException and what `checkCeremony` throws
 */
export function completeRegistration(cognito: Cognito, { pool, client, user }: Bearer, credential: unknown): void {
  if (!allowsPasskeys(pool)) throw webAuthnNotEnabled();
  const registration = cognito.passkeys.registrationOf(user);
  if (!registration) throw challengeNotFound();
  if (registration.clientId !== client.id) throw clientMismatch();
  const relyingParty = relyingPartyOf(cognito, pool);
  const { response, authenticatorAttachment } = (credential ?? {}) as RegistrationResponse;
  const ceremony = {
    type: "webauthn.create",
    challenge: registration.challenge,
    relyingPartyId: relyingParty.id,
    mustVerifyUser: relyingParty.userVerification === "required",
  } as const;
  const attested = readAttestation(decode(response?.attestationObject));
  const said = checkCeremony(ceremony, decode(response?.clientDataJSON), attested);
  if (!said.credential || !isKey(said.credential.publicKey)) throw credentialNotSupported();
  cognito.passkeys.add(user, {
    id: Buffer.from(said.credential.id).toString("base64url"),
    publicKey: said.credential.publicKey,
    relyingPartyId: relyingParty.id,
    signCount: said.signCount,
    transports: Array.isArray(response?.transports) ? response.transports.filter((name) => typeof name === "string") : [],
    attachment: typeof authenticatorAttachment === "string" ? authenticatorAttachment : undefined,
  });
}

/** As far as it is read; a client may send anything. */
interface RegistrationResponse {
  response?: { clientDataJSON?: unknown; attestationObject?: unknown; transports?: unknown } | null;
  authenticatorAttachment?: unknown;
}

function decode(text: unknown): Uint8Array {
  if (typeof text !== "string") throw malformed();
  return Buffer.from(text, "base64url");
}

/** The authenticator data of an attestation. Which maker attests to it is not asked: the options do not ask for attestation either. */
function readAttestation(bytes: Uint8Array): Uint8Array {
  try {
    const { value } = readCbor(bytes);
    const data = value instanceof Map ? value.get("authData") : undefined;
    if (data instanceof Uint8Array) return data;
  } catch {
    // Bytes that are no CBOR are as bad as CBOR that is no attestation.
  }
  throw malformed();
}

function isKey(publicKey: Parameters<typeof keyOf>[0]): boolean {
  try {
    keyOf(publicKey);
    return true;
  } catch {
    return false;
  }
}
