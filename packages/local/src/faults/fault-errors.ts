import { AwsError } from "../endpoint/aws-error.ts";
import type { Fault } from "./fault.ts";

/** How each service says that it is asked too often. */
const throttles: Record<string, () => AwsError> = {
  "cognito-idp": () => new AwsError("TooManyRequestsException", "Rate exceeded", { status: 400 }),
  dynamodb: () =>
    new AwsError(
      "ProvisionedThroughputExceededException",
      "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
      { status: 400 },
    ),
  events: () => new AwsError("ThrottlingException", "Rate exceeded", { status: 400 }),
  lambda: () =>
    new AwsError("TooManyRequestsException", "Rate exceeded", { status: 429, members: { Reason: "CallerRateLimitExceeded" } }),
  s3: () => new AwsError("SlowDown", "Please reduce your request rate.", { status: 503 }),
  ses: () => new AwsError("Throttling", "Maximum sending rate exceeded.", { status: 400 }),
  sesv2: () => new AwsError("TooManyRequestsException", "Maximum sending rate exceeded.", { status: 429 }),
};

/** The error by which a service throttles. */
export function throttleOf(service: string): AwsError {
  return (throttles[service] ?? (() => new AwsError("ThrottlingException", "Rate exceeded", { status: 400 })))();
}

export const faultMessage = "A fault was set for this call in the local AWS";

/** The error that a fault of kind `error` answers. Without a status the service's model decides, where there is one. */
export function errorOf({ name, message, status }: Extract<Fault, { kind: "error" }>, service: string): AwsError {
  // DynamoDB has no model here; of its errors, these are its own fault.
  const known = service === "dynamodb" && /^(Internal|ServiceUnavailable)/.test(name) ? 500 : undefined;
  const effective = status ?? known;
  return new AwsError(name, message ?? faultMessage, effective === undefined ? {} : { status: effective });
}
