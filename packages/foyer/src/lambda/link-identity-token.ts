import { once } from "../onboarding/aws-client.ts";
import type { RecordOwner } from "../onboarding/identity-record.ts";
import { LinkError } from "./link-identity-event.ts";

/** Whoever a verified ID token is about. */
export interface SignedInUser extends RecordOwner {
  readonly token: string;
}

const KEYS_TIMEOUT_MS = 3_000;

/** One text, whatever is wrong with the token. */
function unauthorized(): LinkError {
  return new LinkError("Unauthorized", 401, "A valid ID token of this user pool is needed.");
}

/**
 * Verifies the ID token of an `Authorization` header, with `Bearer` or without: signature, issuer, use and time. For which app client it was
 * issued is the identity pool's to look at.
 * @throws LinkError 401, or 503 if the pool's keys cannot be had
 */
export async function signedInUser(userPoolId: string, authorization: string | undefined): Promise<SignedInUser> {
  const [, token] = /^(?:Bearer +)?([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "") ?? [];
  if (token === undefined) throw unauthorized();
  const { verify, isAboutToken } = await verifierOf(userPoolId);
  try {
    const claims = await verify(token);
    return { sub: claims.sub, userName: claims["cognito:username"], userPoolId, token };
  } catch (error) {
    if (isAboutToken(error)) throw Object.assign(unauthorized(), { cause: error });
    throw Object.assign(new LinkError("Unavailable", 503, "The token cannot be verified now. Try again."), { cause: error });
  }
}

let made: { userPoolId: string; verifier: ReturnType<typeof makeVerifier> } | undefined;

function verifierOf(userPoolId: string): ReturnType<typeof makeVerifier> {
  if (made?.userPoolId !== userPoolId) made = { userPoolId, verifier: makeVerifier(userPoolId) };
  return made.verifier;
}

const library = once(async () => {
  const [{ CognitoJwtVerifier }, { SimpleJwksCache }, { JwtBaseError, WaitPeriodNotYetEndedJwkError }] = await Promise.all([
    import("aws-jwt-verify"),
    import("aws-jwt-verify/jwk"),
    import("aws-jwt-verify/error"),
  ]);
  return { CognitoJwtVerifier, SimpleJwksCache, JwtBaseError, WaitPeriodNotYetEndedJwkError };
});

async function makeVerifier(userPoolId: string) {
  const { CognitoJwtVerifier, SimpleJwksCache, JwtBaseError, WaitPeriodNotYetEndedJwkError } = await library();
  let hasKeys = false;
  const fetchKeys = async (uri: string) => {
    const response = await fetch(keysAt(uri), { signal: AbortSignal.timeout(KEYS_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`The keys of the user pool were answered with status ${response.status}`);
    const keys = await response.arrayBuffer();
    hasKeys = true;
    return keys;
  };
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: fetchKeys } });
  const verifier = CognitoJwtVerifier.create({ userPoolId, tokenUse: "id", clientId: null }, { jwksCache });
  return {
    verify: (token: string) => verifier.verify(token),
    /** Or about the keys. After a look in vain the library looks at no keys for some seconds: for a key that is not there, or for any. */
    isAboutToken: (error: unknown) =>
      error instanceof JwtBaseError && (hasKeys || !(error instanceof WaitPeriodNotYetEndedJwkError)),
  };
}

/** Where the AWS SDK finds user pools, if it is told; else where AWS has them. */
function keysAt(uri: string): URL {
  const endpoint = process.env.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER ?? process.env.AWS_ENDPOINT_URL;
  const { pathname } = new URL(uri);
  return endpoint ? new URL(pathname, endpoint) : new URL(uri);
}
