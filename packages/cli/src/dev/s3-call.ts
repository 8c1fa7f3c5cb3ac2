import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { AwsFailure } from "../local-client.ts";

// Neither `fetch` nor an import of node:http: both load undici, which takes 50 ms.
const { request } = process.getBuiltinModule("node:http");

/** Sends one PUT to the S3 of the local AWS, as a developer. @param path `/bucket?cors`. @throws {AwsFailure} */
export async function s3Put(url: string, path: string, body = ""): Promise<void> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const call = request(new URL(path, url), {
    method: "PUT",
    agent: false,
    headers: {
      "content-length": Buffer.byteLength(body),
      "x-amz-date": time,
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      // The local AWS verifies the signatures of those alone whose keys it has issued.
      authorization: `AWS4-HMAC-SHA256 Credential=foyer/${time.slice(0, 8)}/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
    },
  });
  call.end(body);
  const [response] = (await once(call, "response")) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode === 200) return;
  const part = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(answer)?.[1];
  throw new AwsFailure(part("Code") ?? `HTTP ${response.statusCode}`, part("Message") ?? "no reason was given");
}
