import type { AppClient } from "../../pools/app-clients.ts";
import { knowsClientSecret } from "../../sign-in/secret-hash.ts";
import type { PageRequest } from "../page-request.ts";
import { OAuthError } from "./oauth-error.ts";

/**
 * The client that calls, by HTTP's Basic scheme or by the form. One that has secrets must prove that it knows one.
 * @throws OAuthError
 */
export function authenticatedClient({ cognito, pool, form, authorization }: PageRequest): AppClient {
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "")?.[1];
  const [id, secret] = basic === undefined ? [form.get("client_id"), form.get("client_secret")] : credentialsOf(basic);
  const client = cognito.appClients.find(id ?? "");
  if (!client || client.userPoolId !== pool.id) throw new OAuthError("invalid_client");
  // Who names itself twice must be the same both times.
  if (basic !== undefined && form.has("client_id") && form.get("client_id") !== id) throw new OAuthError("invalid_request");
  if (!knowsClientSecret(client, secret ?? undefined)) throw new OAuthError("invalid_client");
  return client;
}

function credentialsOf(basic: string): [id: string, secret: string | undefined] {
  const text = Buffer.from(basic, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? [text, undefined] : [text.slice(0, colon), text.slice(colon + 1)];
}
