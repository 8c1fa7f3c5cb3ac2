import { AwsError } from "../../endpoint/aws-error.ts";

/** What a pool without authenticator apps answers. */
export function softwareTokenNotEnabled(): AwsError {
  return new AwsError("SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool");
}

/** What a user without an authenticator app is answered. */
export function noSoftwareToken(): AwsError {
  return new AwsError("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.");
}
