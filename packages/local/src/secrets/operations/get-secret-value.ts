import type { GetSecretValueRequest, GetSecretValueResponse } from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SecretsOperation } from "../secrets.ts";
import { secretOf } from "./secret-of.ts";

/** The version that is named, or the one with the staging label, by default AWSCURRENT. */
export const getSecretValue: SecretsOperation<GetSecretValueRequest, GetSecretValueResponse> = (secrets, request) => {
  const secret = secretOf(secrets, request.SecretId);
  const { VersionId, VersionStage } = request;
  const stage = VersionStage ?? "AWSCURRENT";
  const versionId = VersionId ?? secrets.versionIdAt(secret, stage);
  const version = versionId === undefined ? undefined : secrets.version(secret, versionId);
  if (!version) {
    const what = VersionId === undefined ? `staging label: ${stage}` : `VersionId: ${VersionId}`;
    throw new AwsError("ResourceNotFoundException", `Secrets Manager can't find the specified secret value for ${what}`);
  }
  const stages = secrets.stagesOf(secret, version.versionId);
  if (VersionId !== undefined && VersionStage !== undefined && !stages.includes(VersionStage)) {
    throw new AwsError(
      "InvalidRequestException",
      "You provided a VersionStage that is not associated to the provided VersionId.",
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    ...(version.text === undefined ? { SecretBinary: version.binary } : { SecretString: version.text }),
    VersionStages: stages,
    CreatedDate: new Date(version.createdAt),
  };
};
