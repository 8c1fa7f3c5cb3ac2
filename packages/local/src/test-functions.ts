import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionDefinition } from "./lambda/functions.ts";
import type { LocalAws } from "./local-aws.ts";

/** Deploys one file's text as a function; its handler is `index.handler`. */
export function deploy(local: LocalAws, functionName: string, code: string, more: Partial<FunctionDefinition> = {}): void {
  const codeDir = mkdtempSync(join(tmpdir(), "foyer-faulty-"));
  writeFileSync(join(codeDir, "index.mjs"), code);
  local.functions.deploy({ functionName, codeDir, handler: "index.handler", timeoutSeconds: 5, ...more });
  rmSync(codeDir, { recursive: true });
}

/** A handler that puts `event.items` into the DynamoDB table `things`, one call after the other, under its own credentials. */
export const putsItems = `
import { createHash, createHmac } from "node:crypto";
const { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = process.env;
const sha256 = (text) => createHash("sha256").update(text).digest("hex");
const hmac = (key, text) => createHmac("sha256", key).update(text).digest();

/** Signature Version 4 of a request that has no query. */
function signed(body) {
  const time = new Date().toISOString().replace(/[-:]|\\.\\d+/g, "");
  const scope = time.slice(0, 8) + "/us-east-1/dynamodb/aws4_request";
  const canonical = "POST\\n/\\n\\nhost:" + new URL(url).host + "\\nx-amz-date:" + time + "\\n\\nhost;x-amz-date\\n" + sha256(body);
  const key = scope.split("/").reduce(hmac, "AWS4" + secret);
  const signature = hmac(key, "AWS4-HMAC-SHA256\\n" + time + "\\n" + scope + "\\n" + sha256(canonical)).toString("hex");
  const authorization = "AWS4-HMAC-SHA256 Credential=" + id + "/" + scope + ", SignedHeaders=host;x-amz-date, Signature=" + signature;
  return { authorization, "x-amz-date": time, "x-amz-security-token": token };
}

export const handler = async ({ items }) => {
  for (const pk of items) {
    const body = JSON.stringify({ TableName: "things", Item: { pk: { S: pk } } });
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.PutItem",
        ...signed(body),
      },
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }
  return items.length;
};`;
