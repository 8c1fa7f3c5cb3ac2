import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionDefinition } from "./lambda/functions.ts";
import type { LocalAws } from "./start-local.ts";

/** Deploys one file's text as a function; its handler is `index.handler`. */
export function deploy(local: LocalAws, functionName: string, code: string, more: Partial<FunctionDefinition> = {}): void {
  const codeDir = mkdtempSync(join(tmpdir(), "foyer-faulty-"));
  writeFileSync(join(codeDir, "index.mjs"), code);
  local.functions.deploy({ functionName, codeDir, handler: "index.handler", timeoutSeconds: 5, ...more });
  rmSync(codeDir, { recursive: true });
}

/** A handler that puts `event.items` into the DynamoDB table `things`, one call after the other, under its own credentials. */
export const putsItems = `
export const handler = async ({ items }) => {
  for (const pk of items) {
    const answer = await fetch(process.env.AWS_ENDPOINT_URL, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.PutItem",
        authorization: "AWS4-HMAC-SHA256 Credential=" + process.env.AWS_ACCESS_KEY_ID + "/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        "x-amz-date": "20260101T000000Z",
      },
      body: JSON.stringify({ TableName: "things", Item: { pk: { S: pk } } }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
  return items.length;
};`;
