import type { AnalyticsConfigurationType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";

/**
 * Checks where a client's events go, which nothing here sends.
 * @throws InvalidParameterException unless the application is named in one of the two ways
 */
export function checkAnalyticsConfiguration(configuration: AnalyticsConfigurationType | undefined): void {
  if (!configuration) return;
  const { ApplicationArn, ApplicationId, RoleArn, ExternalId } = configuration;
  const byId = [ApplicationId, RoleArn, ExternalId];
  const isValid = ApplicationArn ? ApplicationId === undefined : byId.every((part) => part !== undefined);
  if (isValid) return;
  throw invalidParameter(
    "Invalid analytics configuration given, either <application arn> or <application id, role arn, external id> are valid",
  );
}
