import { unwrap } from "../local-client.ts";

/** Calls one DynamoDB operation of the local AWS by its wire name. @throws {AwsFailure} */
export async function dynamoDbCall(url: string, operation: string, input: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      // The engine wants a signature to be there and does not check it.
      "x-amz-date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
      authorization:
        "AWS4-HMAC-SHA256 Credential=foyer/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify(input),
  });
  return unwrap(answer);
}
