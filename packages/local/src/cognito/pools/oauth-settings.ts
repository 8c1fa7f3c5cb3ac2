import { AwsError } from "../../endpoint/aws-error.ts";
import { invalidParameter } from "../errors.ts";
import type { AppClientSettings } from "./app-clients.ts";

const standardScopes = new Set(["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]);
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])([:/?]|$)/;

/**
 * Checks what a client may do at hosted pages.
 * @param hasSecret true if the client has, or is about to get, a secret
 * @param hasScope true for a scope of one of the pool's resource servers
 * @throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException
 */
export function checkOAuthSettings(settings: AppClientSettings, hasSecret: boolean, hasScope: (scope: string) => boolean): void {
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [], CallbackURLs: callbacks = [] } = settings;
  for (const url of [...callbacks, ...(settings.LogoutURLs ?? [])]) checkUrl(url);
  const { DefaultRedirectURI: byDefault } = settings;
  if (byDefault !== undefined && !callbacks.includes(byDefault)) {
    throw invalidParameter(`The default redirect URI ${byDefault} is not in the callback URIs list.`);
  }
  if (settings.AllowedOAuthFlowsUserPoolClient && (flows.length === 0 || scopes.length === 0)) {
    throw invalidParameter(
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    );
  }
  checkFlows(flows, callbacks, hasSecret);
  const unknown = scopes.find((scope) => !standardScopes.has(scope) && !hasScope(scope));
  if (unknown !== undefined) throw new AwsError("ScopeDoesNotExistException", `Invalid scope requested: ${unknown}`);
}

function checkFlows(flows: readonly string[], callbacks: readonly string[], hasSecret: boolean): void {
  const interactive = flows.includes("code") || flows.includes("implicit");
  if (flows.includes("client_credentials")) {
    if (interactive) {
      throw invalidOAuthFlow("client_credentials flow can not be selected along with code flow or implicit flow.");
    }
    if (!hasSecret) {
      throw invalidOAuthFlow("client_credentials flow can not be selected if client does not have a client secret.");
    }
  }
  if (interactive && callbacks.length === 0) {
    throw invalidOAuthFlow("CallbackUrls can not be empty when code flow or implicit flow is selected");
  }
}

/** Apps have schemes of their own; of the web's two, the one without encryption is for the own machine. */
function checkUrl(url: string): void {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(url)) throw invalidParameter(`${url} must be an absolute URI.`);
  if (url.includes("#")) throw invalidParameter(`${url} cannot include a fragment.`);
  if (/^http:/i.test(url) && !loopback.test(url)) throw invalidParameter(`${url} cannot use the HTTP protocol.`);
}

function invalidOAuthFlow(message: string): AwsError {
  return new AwsError("InvalidOAuthFlowException", message);
}
