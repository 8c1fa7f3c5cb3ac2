import { AwsError } from "../../endpoint/aws-error.ts";

// The errors of passkeys. Their names are AWS's; how it words them is not documented.

export function webAuthnNotEnabled(): AwsError {
  return new AwsError("WebAuthnNotEnabledException", "WebAuthn is not enabled for this user pool.");
}

export function webAuthnConfigurationMissing(): AwsError {
  return new AwsError("WebAuthnConfigurationMissingException", "WebAuthn configuration is missing for this user pool.");
}

export function tooManyPasskeys(): AwsError {
  return new AwsError("LimitExceededException", "The user has as many passkeys as there may be.");
}

export function challengeNotFound(): AwsError {
  return new AwsError("WebAuthnChallengeNotFoundException", "There is no registration that the credential could complete.");
}

export function clientMismatch(): AwsError {
  return new AwsError("WebAuthnClientMismatchException", "The registration was started through another app client.");
}

export function originNotAllowed(): AwsError {
  return new AwsError("WebAuthnOriginNotAllowedException", "The credential is of an origin outside of the relying party.");
}

export function relyingPartyMismatch(): AwsError {
  return new AwsError("WebAuthnRelyingPartyMismatchException", "The credential is of another relying party.");
}

export function credentialNotSupported(): AwsError {
  return new AwsError("WebAuthnCredentialNotSupportedException", "The credential is of a kind that is not supported.");
}
