import { isRevocable } from "../../pools/token-validity.ts";
import { isJwt } from "../../tokens/jwt.ts";
import { signOut } from "../../tokens/sign-out.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { authenticatedClient } from "./client-authentication.ts";
import { OAuthError } from "./oauth-error.ts";

/** `POST /oauth2/revoke`: ends the sign-in of a refresh token. One that is nobody's is answered like any other. */
export async function revoke(request: PageRequest): Promise<PageAnswer> {
  const { cognito, form } = request;
  const token = form.get("token");
  if (!token) throw new OAuthError("invalid_request");
  const client = authenticatedClient(request);
  if (!isRevocable(client)) throw new OAuthError("invalid_request");
  if (isJwt(token)) throw new OAuthError("unsupported_token_type");
  const origin = cognito.refreshTokens.originOf(token);
  if (origin && origin.clientId !== client.id) throw new OAuthError("invalid_request");
  if (origin) signOut(cognito, client, origin);
  return { status: 200, headers: {}, body: "" };
}
