import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { AwsFailure } from "../local-client.ts";

// Neither `fetch` nor an import of node:http: both load undici, which takes 50 ms.
const { request } = process.getBuiltinModule("node:http");

// Operations want a signature; whose it is the local AWS does not ask.
const developer = "AWS4-HMAC-SHA256 Credential=foyer/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0";

/** Calls one DynamoDB operation of the local AWS by its wire name. @throws {AwsFailure} */
export async function dynamoDbCall(url: string, operation: string, input: unknown): Promise<unknown> {
  const call = request(url, {
    method: "POST",
    agent: false,
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      authorization: developer,
    },
  });
  call.end(JSON.stringify(input));
  const [response] = (await once(call, "response")) as [IncomingMessage];
  const answer = JSON.parse(await text(response));
  if (response.statusCode === 200) return answer;
  throw new AwsFailure(String(answer.__type).replace(/^.*#/, ""), answer.message ?? answer.Message ?? "no reason was given");
}
