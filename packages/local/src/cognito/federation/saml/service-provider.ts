import type { UserPool } from "../../pools/user-pools.ts";
import type { IdpMetadata } from "./metadata.ts";

/** The path of a domain to which SAML providers answer. */
export const samlCallbackPath = "/saml2/idpresponse";

/** The name by which SAML providers know a pool. */
export function entityIdOf({ id }: Pick<UserPool, "id">): string {
  return `urn:amazon:cognito:sp:${id}`;
}

/**
 * The pool as a service provider of SAML 2.0, for one request: only a response or an assertion that the provider signed, that is for
 * this pool and answers this request, is taken.
 * @param base of the domain
 * @param samlId of the request
 */
export async function serviceProvider(pool: UserPool, idp: IdpMetadata, { base, samlId }: { base: string; samlId: string }) {
  // Loaded with the first sign-in: few pools have such a provider.
  const { SAML, ValidateInResponseTo } = await import("@node-saml/node-saml");
  const createdAt = new Date().toISOString();
  const asked = async (id: string | null) => (id === samlId ? createdAt : null);
  const entityId = entityIdOf(pool);
  return new SAML({
    issuer: entityId,
    audience: entityId,
    callbackUrl: base + samlCallbackPath,
    entryPoint: idp.signOnUrl,
    idpIssuer: idp.entityId,
    idpCert: idp.certificates,
    identifierFormat: null,
    disableRequestedAuthnContext: true,
    // With neither demanded, one of the two must be signed.
    wantAssertionsSigned: false,
    wantAuthnResponseSigned: false,
    acceptedClockSkewMs: 60_000,
    generateUniqueId: () => samlId,
    validateInResponseTo: ValidateInResponseTo.always,
    // Which requests are outstanding is known from their relay states, and each is answered once.
    cacheProvider: { saveAsync: async (_, value) => ({ value, createdAt: 0 }), getAsync: asked, removeAsync: asked },
  });
}
