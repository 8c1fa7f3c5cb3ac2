import { AwsError } from "../endpoint/aws-error.ts";

// The errors that more than one operation answers, in Cognito's wording.

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

export function notAuthorized(message: string): AwsError {
  return new AwsError("NotAuthorizedException", message);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

/** What an administrator and a sign-in are told of an unknown user. */
export function userNotFound(): AwsError {
  return new AwsError("UserNotFoundException", "User does not exist.");
}

/** What an app client is told of an unknown user whose code it handles. */
export function usernameClientNotFound(): AwsError {
  return new AwsError("UserNotFoundException", "Username/client id combination not found.");
}

/** What a wrong password is answered with, and all that must not be told apart from it. */
export function incorrectPassword(): AwsError {
  return notAuthorized("Incorrect username or password.");
}

export function expiredCode(): AwsError {
  return new AwsError("ExpiredCodeException", "Invalid code provided, please request a code again.");
}

export function codeMismatch(): AwsError {
  return new AwsError("CodeMismatchException", "Invalid verification code provided, please try again.");
}

export function attemptLimitExceeded(): AwsError {
  return new AwsError("LimitExceededException", "Attempt limit exceeded, please try after some time.");
}
