import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { request } from "node:http";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { LocalAws } from "../../packages/local/src/local-aws.ts";
import { startLocal } from "../../packages/local/src/start-local.ts";
import { damage, hostileText } from "./hostile-values.ts";

const runs = Number(process.env.HOSTILE_RUNS ?? 300);
const seed = Number(process.env.HOSTILE_SEED ?? randomInt(2 ** 31));

/** Paths, targets and forms that something answers to, and what is near them. */
const paths = [
  "/",
  "//",
  "//[",
  "/_foyer/",
  "/_foyer//",
  "/_foyer/users",
  "/_foyer/users/%ff",
  "/_foyer/mails",
  "/_foyer/constructor",
  "/_foyer/__proto__",
  "/_foyer/clock",
  "/_foyer/faults",
  "/_runtime/0/2018-06-01/runtime/invocation/next",
  "/2015-03-31/functions/",
  "/2015-03-31/functions/%ff/invocations",
  "/2015-03-31/functions/a%00b",
  "/2025-12-01/durable-executions/%25/history",
  "/v2/email/outbound-emails",
  "/v2/email/identities/%F0%9F%98%80",
  "/local_1/.well-known/jwks.json",
  "/us-east-1_x/.well-known/openid-configuration?%",
];
const targets = [
  undefined,
  "AWSCognitoIdentityProviderService.SignUp",
  "AWSCognitoIdentityProviderService.",
  "AWSCognitoIdentityProviderService.__proto__",
  "AWSEvents.PutEvents",
  "DynamoDB_20120810.PutItem",
  "DynamoDB_20120810.constructor",
  "__proto__.x",
  ".",
];
const bodies = [
  "",
  "{}",
  "[]",
  '{"Entries":[null,{}]}',
  '{"ClientId":"c","Username":"u"}',
  "Action=SendEmail&Version=2010-12-01&Destination.ToAddresses.member.1=%ff&__proto__.x=1",
  "Action=__proto__&Version=2010-12-01",
  "Action=SendEmail&Version=constructor",
  '{"TableName":"t","Item":{"__proto__":{"S":"x"}}}',
];

const anyRequest = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"),
  path: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...paths) },
    { weight: 1, arbitrary: hostileText.map((text) => `/${encodeURIComponent(text.toWellFormed()).slice(0, 4000)}`) },
  ),
  target: fc.constantFrom(...targets),
  type: fc.constantFrom("application/x-amz-json-1.1", "application/x-www-form-urlencoded", "application/json", "text/html", ""),
  body: fc.constantFrom(...bodies),
  damage,
});

describe("a request of any kind", () => {
  let local: LocalAws;
  const failures: string[] = [];

  before(async () => {
    local = await startLocal({
      onError: (error, operation) => failures.push(`${operation}: ${error instanceof Error ? error.stack : String(error)}`),
    });
  });
  after(() => local.stop());

  test(`is answered, and by no failure (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ method, path, target, type, body, damage }) => {
        const headers = { "content-type": type, ...(target !== undefined && { "x-amz-target": target }) };
        const status = await send(method, path, headers, damage(Buffer.from(body)));
        assert.deepEqual(failures.splice(0), []);
        assert.ok(status < 500, `${method} ${path} answered ${status}`);
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
    assert.equal(await send("GET", "/_foyer/config.json", {}, Buffer.alloc(0)), 200);
  });

  function send(method: string, path: string, headers: Record<string, string>, body: Buffer): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const { hostname, port } = new URL(local.url);
    const options = { hostname, port, method, path, headers: { ...headers, "content-length": body.length } };
    const sending = request({ ...options, agent: false, signal: AbortSignal.timeout(10_000) }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sending.on("error", reject);
    sending.end(body);
    return promise;
  }
});
