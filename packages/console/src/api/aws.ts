import { ApiFailure } from "./client.ts";

const targets = {
  "cognito-idp": "AWSCognitoIdentityProviderService",
  dynamodb: "DynamoDB_20120810",
  sqs: "AmazonSQS",
  states: "AWSStepFunctions",
  events: "AWSEvents",
  logs: "Logs_20140328",
} as const;

const versions: Partial<Record<keyof typeof targets, string>> = { dynamodb: "1.0", sqs: "1.0", states: "1.0" };

/**
 * Calls an operation of AWS on the same port as any client would: as the developer, or as an app does, without credentials.
 * @throws {ApiFailure} in AWS's words
 */
export async function aws<T>(
  service: keyof typeof targets,
  operation: string,
  input: unknown,
  as: "developer" | "app" = "developer",
): Promise<T> {
  const response = await fetch("/", {
    method: "POST",
    headers: {
      "content-type": `application/x-amz-json-${versions[service] ?? "1.1"}`,
      "x-amz-target": `${targets[service]}.${operation}`,
      ...(as === "developer" && { authorization: developer(service) }),
    },
    body: JSON.stringify(input),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer as T;
  const code = String(answer.__type ?? "Failed").replace(/^.*#/, "");
  throw new ApiFailure(response.status, code, answer.message ?? answer.Message ?? code);
}

/** The `authorization` of a developer, whom services want to have credentials. Whose they are is not asked, so there is no secret here. */
export function developer(service: string): string {
  const credential = `console/20260101/local/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
}
