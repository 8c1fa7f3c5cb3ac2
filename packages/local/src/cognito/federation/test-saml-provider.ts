import type { KeyObject } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { SignedXml } from "xml-crypto";
import { createCertificate } from "../pools/signing-certificates.ts";

/** What one answer of the provider says; a test changes what it wants wrong. */
export interface SamlAnswer {
  nameId: string;
  issuer: string;
  audience: string;
  recipient: string;
  /** Of the response, and of the assertion. */
  inResponseTo: string | undefined;
  assertionInResponseTo: string | undefined;
  /** From now, in minutes. */
  notOnOrAfter: number;
  attributes: Record<string, string[]>;
  /** The element that is signed; undefined for none. */
  signed: "Response" | "Assertion" | undefined;
  key: KeyObject;
}

const signOnUrl = "https://idp.example.com/sign-on";

/** A SAML provider without a server: what it would post, it gives to the test. */
export async function createSamlProvider() {
  const issuer = "https://idp.example.com/entity";
  const { certificate, privateKey } = await createCertificate("idp", Date.now());
  const protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
  const metadata = `<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${issuer}">
  <md:IDPSSODescriptor protocolSupportEnumeration="${protocol}">
    <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>
      <ds:X509Certificate>${certificate}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${signOnUrl}/post"/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${signOnUrl}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>`;
  return {
    issuer,
    metadata,
    /** The form that the provider would have a browser send for the request in an address. */
    answer(asked: URL, changes: Partial<SamlAnswer> = {}): { SAMLResponse: string; RelayState: string } {
      const xml = inflateRawSync(Buffer.from(asked.searchParams.get("SAMLRequest") ?? "", "base64")).toString("utf8");
      const id = /\bID="([^"]+)"/.exec(xml)?.[1];
      const said: SamlAnswer = {
        nameId: "ada",
        issuer,
        audience: />(urn:amazon:cognito:sp:[^<]+)</.exec(xml)?.[1] as string,
        recipient: /AssertionConsumerServiceURL="([^"]+)"/.exec(xml)?.[1] as string,
        inResponseTo: id,
        assertionInResponseTo: id,
        notOnOrAfter: 5,
        attributes: {},
        signed: "Assertion",
        key: privateKey,
        ...changes,
      };
      const response = sign(responseOf(said), said);
      const RelayState = asked.searchParams.get("RelayState") as string;
      return { SAMLResponse: Buffer.from(response).toString("base64"), RelayState };
    },
  };
}

let made = 0;

function responseOf(said: SamlAnswer): string {
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const inResponseTo = (id: string | undefined) => (id === undefined ? "" : ` InResponseTo="${id}"`);
  const attributes = Object.entries(said.attributes).map(
    ([name, values]) =>
      `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join("")}</saml:Attribute>`,
  );
  const head = `Version="2.0" IssueInstant="${at(0)}"`;
  return `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_r${++made}" ${head}${inResponseTo(said.inResponseTo)} Destination="${said.recipient}"><saml:Issuer>${said.issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
<saml:Assertion ID="_a${made}" ${head}><saml:Issuer>${said.issuer}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${said.nameId}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData
 NotOnOrAfter="${at(said.notOnOrAfter)}" Recipient="${said.recipient}"${inResponseTo(said.assertionInResponseTo)}/></saml:SubjectConfirmation>
</saml:Subject><saml:Conditions NotBefore="${at(-10)}" NotOnOrAfter="${at(said.notOnOrAfter)}"><saml:AudienceRestriction>
<saml:Audience>${said.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AttributeStatement>${attributes.join("")}</saml:AttributeStatement></saml:Assertion></samlp:Response>`;
}

/** Signs an element of a document, with the signature behind its issuer, where SAML wants it. */
function sign(xml: string, { signed, key }: SamlAnswer): string {
  if (signed === undefined) return xml;
  const signer = new SignedXml({
    privateKey: key.export({ type: "pkcs8", format: "pem" }),
    signatureAlgorithm: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  const element = `//*[local-name()='${signed}']`;
  signer.addReference({
    xpath: element,
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: ["http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"],
  });
  signer.computeSignature(xml, { location: { reference: `${element}/*[local-name()='Issuer']`, action: "after" } });
  return signer.getSignedXml();
}
