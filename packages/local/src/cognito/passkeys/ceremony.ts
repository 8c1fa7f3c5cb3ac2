import { createHash } from "node:crypto";
import { invalidParameter } from "../errors.ts";
import { type AuthenticatorData, readAuthenticatorData } from "./authenticator-data.ts";
import { credentialNotSupported, originNotAllowed, relyingPartyMismatch } from "./errors.ts";

/** What a browser says that the credential was asked for, by section 5.8.1 of Web Authentication. */
interface ClientData {
  type: string;
  /** Base64url. */
  challenge: string;
  origin: string;
}

/** What a credential must be of. */
export interface Ceremony {
  type: "webauthn.create" | "webauthn.get";
  /** Base64url. */
  challenge: string;
  relyingPartyId: string;
  mustVerifyUser: boolean;
}

/**
 * Checks what browser and authenticator say of a ceremony, but for the signature.
 * @param clientDataJSON as the browser gives it, base64url-decoded
 * @throws InvalidParameterException for what is malformed or of another ceremony, WebAuthnOriginNotAllowedException,
 *   WebAuthnRelyingPartyMismatchException, WebAuthnCredentialNotSupportedException
 */
export function checkCeremony(ceremony: Ceremony, clientDataJSON: Uint8Array, authenticatorData: Uint8Array): AuthenticatorData {
  const client = readClientData(clientDataJSON);
  if (client.type !== ceremony.type || client.challenge !== ceremony.challenge) throw malformed();
  if (!isOriginOf(client.origin, ceremony.relyingPartyId)) throw originNotAllowed();
  const said = readData(authenticatorData);
  const expected = createHash("sha256").update(ceremony.relyingPartyId).digest();
  if (!expected.equals(said.relyingPartyHash)) throw relyingPartyMismatch();
  if (!said.userPresent || (ceremony.mustVerifyUser && !said.userVerified)) throw credentialNotSupported();
  return said;
}

export function malformed() {
  return invalidParameter("The credential is malformed.");
}

function readClientData(json: Uint8Array): ClientData {
  try {
    const { type, challenge, origin } = JSON.parse(Buffer.from(json).toString("utf8"));
    return { type: String(type), challenge: String(challenge), origin: String(origin) };
  } catch {
    throw malformed();
  }
}

function readData(bytes: Uint8Array): AuthenticatorData {
  try {
    return readAuthenticatorData(bytes);
  } catch {
    throw credentialNotSupported();
  }
}

/** A page of the relying party's domain or below it, over TLS unless it is on this machine. */
function isOriginOf(origin: string, relyingPartyId: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  const secure = protocol === "https:" || (protocol === "http:" && (hostname === "localhost" || hostname.endsWith(".localhost")));
  return secure && (hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`));
}
