import { AwsError } from "../endpoint/aws-error.ts";

// The errors that more than one operation answers, in the words of identity pools.

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function notAuthorized(message: string): AwsError {
  return new AwsError("NotAuthorizedException", message);
}

export function resourceConflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** What a token is refused with. @param fault `Token signature invalid.` */
export function invalidLogin(fault: string): AwsError {
  return notAuthorized(`Invalid login token. ${fault}`);
}

export function unsupportedProvider(): AwsError {
  return notAuthorized("Token is not from a supported provider of this identity pool.");
}

export function loginsDoNotMatch(): AwsError {
  return notAuthorized("Logins don't match. Please include at least one valid login for this identity or identity pool.");
}

/** What an identity is kept from whoever may not use it with. */
export function identityForbidden(identityId: string): AwsError {
  return notAuthorized(`Access to Identity '${identityId}' is forbidden.`);
}

/** What every fault of a role is answered with: that there is none, and that it does not trust the identity pool. */
export function invalidConfiguration(): AwsError {
  return new AwsError(
    "InvalidIdentityPoolConfigurationException",
    "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
  );
}
