import { randomUUID } from "node:crypto";
import type { CreateSecretRequest, CreateSecretResponse } from "@aws-sdk/client-secrets-manager";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { SecretsOperation } from "../secrets.ts";
import { givenValue, isSameValue } from "./given-value.ts";

/** A retry, which has the first call's token and value, has its answer. */
export const createSecret: SecretsOperation<CreateSecretRequest, CreateSecretResponse> = (secrets, request) => {
  const { Name = "", ClientRequestToken = randomUUID(), Description } = request;
  if (!/^[\w/+=.@!-]{1,512}$/.test(Name)) {
    throw new AwsError(
      "ValidationException",
      "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
    );
  }
  const value = givenValue(request);
  const there = secrets.find(Name);
  if (there) {
    const made = secrets.version(there, ClientRequestToken);
    if (value && made && isSameValue(made, value)) return { ARN: there.arn, Name, VersionId: ClientRequestToken };
    throw new AwsError("ResourceExistsException", `The operation failed because the secret ${Name} already exists.`);
  }
  const secret = secrets.create(Name, Description);
  if (value) secrets.add(secret, ClientRequestToken, value, ["AWSCURRENT"]);
  return { ARN: secret.arn, Name, ...(value && { VersionId: ClientRequestToken }) };
};
