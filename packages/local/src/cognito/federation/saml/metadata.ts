import type { IdentityProvider } from "../../pools/identity-providers.ts";
import { FederationError } from "../federation-error.ts";
import { outsideFetch } from "../outside-fetch.ts";

/** What a SAML provider's metadata says that a sign-in needs. */
export interface IdpMetadata {
  entityId: string;
  /** Where a browser brings a request by HTTP-Redirect. */
  signOnUrl: string;
  /** Of the keys that sign, in base64; several while the provider changes its key. */
  certificates: string[];
}

const redirectBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/** An element as the parser gives it: its attributes, its text and its children, without the prefixes of their names. */
interface Element {
  $?: Record<string, string>;
  _?: string;
  [child: string]: Element[] | Record<string, string> | string | undefined;
}

/** The metadata of a provider, from its settings or from where they say it is. @throws FederationError */
export async function readMetadata({ settings }: IdentityProvider): Promise<IdpMetadata> {
  const { MetadataFile, MetadataURL } = settings.ProviderDetails;
  const text = MetadataFile ?? (await outsideFetch("The metadata of the identity provider", MetadataURL ?? ""));
  // Loaded with the first sign-in: few pools have such a provider.
  const { parseXml2JsFromString } = await import("@node-saml/node-saml/lib/xml.js");
  const parsed = await parseXml2JsFromString(text).catch(() => undefined);
  const entity = (parsed as { EntityDescriptor?: Element } | undefined)?.EntityDescriptor;
  const role = entity && childrenOf(entity, "IDPSSODescriptor")[0];
  const signOn = role && childrenOf(role, "SingleSignOnService").find(({ $ }) => $?.Binding === redirectBinding);
  const certificates = role ? certificatesOf(role) : [];
  if (!entity?.$?.entityID || !signOn?.$?.Location || certificates.length === 0) {
    throw new FederationError("The metadata of the identity provider lacks an entity, a sign-on address or a certificate");
  }
  return { entityId: entity.$.entityID, signOnUrl: signOn.$.Location, certificates };
}

function certificatesOf(role: Element): string[] {
  return childrenOf(role, "KeyDescriptor")
    .filter(({ $ }) => $?.use !== "encryption")
    .flatMap((key) => childrenOf(key, "KeyInfo"))
    .flatMap((info) => childrenOf(info, "X509Data"))
    .flatMap((data) => childrenOf(data, "X509Certificate"))
    .map((certificate) => (typeof certificate === "string" ? certificate : (certificate._ ?? "")).replace(/\s/g, ""))
    .filter(Boolean);
}

function childrenOf(element: Element, name: string): Element[] {
  const children = element[name];
  return Array.isArray(children) ? children : [];
}
