/** The errors of RFC 6749 and OpenID Connect that the endpoints answer, and Cognito's own of a wrong address. */
export type OAuthErrorCode =
  | "access_denied"
  | "invalid_client"
  | "invalid_grant"
  | "invalid_request"
  | "invalid_scope"
  | "invalid_token"
  | "login_required"
  | "redirect_mismatch"
  | "server_error"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_token_type";

/** A refusal in OAuth's words. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;

  /** @param description shown as `error_description`; empty for none */
  constructor(code: OAuthErrorCode, description = "") {
    super(description);
    this.code = code;
  }
}
