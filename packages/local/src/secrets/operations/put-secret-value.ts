import { randomUUID } from "node:crypto";
import type { PutSecretValueRequest, PutSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SecretsOperation } from "../secrets.ts";
import { givenValue, isSameValue } from "./given-value.ts";
import { secretOf } from "./secret-of.ts";

/** A retry, which has the first call's token and value, changes nothing. */
export const putSecretValue: SecretsOperation<PutSecretValueRequest, PutSecretValueResponse> = (secrets, request) => {
  const secret = secretOf(secrets, request.SecretId);
  const { ClientRequestToken: versionId = randomUUID(), VersionStages = ["AWSCURRENT"] } = request;
  const value = givenValue(request);
  if (!value) throw new AwsError("InvalidRequestException", "You must provide either SecretString or SecretBinary.");
  const made = secrets.version(secret, versionId);
  if (made && !isSameValue(made, value)) {
    throw new AwsError(
      "ResourceExistsException",
      `The operation failed because the requested secret version ${versionId} already exists.`,
    );
  }
  if (!made) secrets.add(secret, versionId, value, VersionStages);
  return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: secrets.stagesOf(secret, versionId) };
};
