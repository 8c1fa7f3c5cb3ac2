import { OAuthError } from "../../hosted-pages/oauth/oauth-error.ts";
import { type PageAnswer, redirect } from "../../hosted-pages/page-answer.ts";
import type { PageRequest } from "../../hosted-pages/page-request.ts";
import { FederationError } from "../federation-error.ts";
import type { FederationRequest } from "../federation-requests.ts";
import { finishFederatedSignIn } from "../finish-federated-sign-in.ts";
import type { ProviderClaims } from "../provider-claims.ts";
import { readMetadata } from "./metadata.ts";
import { samlCallbackPath, serviceProvider } from "./service-provider.ts";

/**
 * `POST /saml2/idpresponse`: verifies what a SAML provider answers by way of the browser. The browser brings the cookie of its sign-in
 * only where it comes by GET, so it is asked to.
 * @throws OAuthError for an answer to no request of ours, or to one that was answered
 */
export async function takeSamlResponse(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, form, base } = request;
  const pending = cognito.federationRequests.take(pool.id, form.get("RelayState") ?? undefined);
  if (!pending) throw new OAuthError("invalid_request", "Invalid RelayState");
  const saml = await verifyResponse(request, pending).catch((error) => {
    if (error instanceof FederationError) return { refusal: error.message };
    throw error;
  });
  const ticket = cognito.federationRequests.open({ ...pending, saml });
  return redirect(`${base}${samlCallbackPath}?${new URLSearchParams({ ticket })}`);
}

/** `GET /saml2/idpresponse`: goes on with what was verified. */
export async function finishSamlSignIn(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, query } = request;
  const pending = cognito.federationRequests.take(pool.id, query.get("ticket") ?? undefined);
  return finishFederatedSignIn(request, pending, async () => {
    const saml = pending?.saml;
    if (!saml) throw new FederationError("Invalid SAML response");
    if ("refusal" in saml) throw new FederationError(saml.refusal);
    return saml;
  });
}

async function verifyResponse({ cognito, pool, form }: PageRequest, pending: FederationRequest): Promise<ProviderClaims> {
  const { providerName, base, samlId } = pending;
  const provider = cognito.identityProviders.find(pool.id, providerName);
  const SAMLResponse = form.get("SAMLResponse");
  // What was verified before is not to be verified again: a ticket is no relay state.
  if (!provider || !SAMLResponse || !samlId || pending.saml) throw new FederationError("Invalid SAML response");
  const idp = await readMetadata(provider);
  const saml = await serviceProvider(pool, idp, { base, samlId });
  const { profile } = await saml.validatePostResponseAsync({ SAMLResponse }).catch((error: Error) => {
    throw new FederationError(`Invalid SAML response: ${error.message}`);
  });
  if (!profile?.nameID) throw new FederationError("Invalid SAML response: no name identifier");
  if (profile.issuer !== idp.entityId) throw new FederationError("Invalid SAML response: the issuer is another one");
  if (!isConfirmed(profile.getAssertion?.() ?? {}, samlId, base + samlCallbackPath)) {
    throw new FederationError("Invalid SAML response: the assertion does not answer this request");
  }
  const attributes = (profile.attributes ?? {}) as Record<string, unknown>;
  const claims = { ...attributes, NameID: profile.nameID };
  return { claims, subject: profile.nameID, issuer: idp.entityId, parts: { samlResponse: claims } };
}

/**
 * True if the assertion itself, which is signed, says which request it answers and where: the response around it need not be signed, so
 * that an assertion of another sign-in could stand in it.
 */
function isConfirmed(signed: Record<string, unknown>, samlId: string, recipient: string): boolean {
  const { Assertion } = signed as { Assertion?: SignedAssertion };
  const confirmations = Assertion?.Subject?.[0]?.SubjectConfirmation ?? [];
  return confirmations.some(({ SubjectConfirmationData }) => {
    const { InResponseTo, Recipient } = SubjectConfirmationData?.[0]?.$ ?? {};
    return InResponseTo === samlId && Recipient === recipient;
  });
}

interface SignedAssertion {
  Subject?: { SubjectConfirmation?: { SubjectConfirmationData?: { $?: Record<string, string> }[] }[] }[];
}
