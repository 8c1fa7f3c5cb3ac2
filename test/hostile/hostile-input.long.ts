import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { Agent, request } from "node:http";
import { after, before, describe, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import type { LocalAws } from "../../packages/local/src/local-aws.ts";
import { startLocal } from "../../packages/local/src/start-local.ts";
import { KnownValues } from "./known-values.ts";
import { facts, type HostileRequest, Known, requestsFor } from "./requests.ts";

const runs = Number(process.env.HOSTILE_RUNS ?? 600);
const seeds = process.env.HOSTILE_SEED ? [Number(process.env.HOSTILE_SEED)] : [20_260_101, randomInt(2 ** 31)];
const hangMs = 10_000;

/** What any operation may answer, whatever its own list says; several lists leave out what any look-up of a pool or a user may answer. */
const commonErrors = [
  "InvalidParameterException",
  "SerializationException",
  "RequestEntityTooLargeException",
  "ResourceNotFoundException",
  "UserNotFoundException",
  "PasswordResetRequiredException",
];

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("hostile input", () => {
  let local: LocalAws;
  let known: KnownValues;
  const failures: string[] = [];
  const agent = new Agent({ keepAlive: true });

  before(async () => {
    local = await startLocal({
      onError: (error, operation) => failures.push(`${operation}: ${error instanceof Error ? error.stack : String(error)}`),
    });
    known = new KnownValues(local);
    await renew();
  });
  after(async () => {
    agent.destroy();
    await local.stop();
  });

  for (const seed of seeds)
    test(`is answered by an error of AWS or a right answer, and nothing else happens (seed ${seed}, ${runs} requests)`, async () => {
      const operations = [...(local.operationsOf("cognito-idp") ?? [])];
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(requestsFor(operations), async (hostile) => {
          if (++sent % 400 === 0) await renew();
          await check(hostile);
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );
      const answer = await send("ListUserPools", Buffer.from('{"MaxResults":10}'));
      assert.equal(answer.status, 200);
    });

  test("leaves no memory behind", async () => {
    const operations = [...(local.operationsOf("cognito-idp") ?? [])];
    const refused = fc.sample(requestsFor(operations), { numRuns: Math.min(runs, 1_000), seed: seeds[0] as number });
    const heapAfter = async () => {
      for (const hostile of refused) await send(hostile.operation, bodyOf({ ...hostile, damage: (body) => body.subarray(1) }));
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter();
    const grown = (await heapAfter()) - before;
    assert.ok(grown < 8 * 1024 * 1024, `${grown} bytes more after ${refused.length} requests`);
  });

  async function renew(): Promise<void> {
    await known.renew({ UsernameConfiguration: { CaseSensitive: false } });
    await known.renew({ UsernameAttributes: ["email"] });
    await known.renew({
      AliasAttributes: ["email"],
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN", "EMAIL_OTP"] } },
    });
    await known.renew({ MfaConfiguration: "ON" });
  }

  async function check(hostile: HostileRequest): Promise<void> {
    const { operation } = hostile;
    const sent = bodyOf(hostile);
    const { status, body } = await send(operation, sent);
    assert.deepEqual(failures.splice(0), []);
    assert.ok(status < 500, `${operation} answered ${status}: ${body.slice(0, 300)}`);
    const answer = JSON.parse(body) as { __type?: string; message?: string };
    assert.ok(!("polluted" in {}), "a prototype was changed");
    if (status === 200) return known.learn(hostile.pool, answer);
    const listed = facts.operations[operation]?.errors;
    const isKnown = [...commonErrors, ...(listed ?? [])].includes(answer.__type ?? "");
    // Of an operation that is newer than the facts no list is known.
    assert.ok(isKnown || !listed, `${operation} answered ${answer.__type}: ${answer.message?.slice(0, 300)}`);
    assert.equal(typeof answer.__type, "string");
    assert.equal(typeof answer.message, "string");
    // A message may name what was asked for, and no more than that.
    assert.ok(body.length < 20_000 + 2 * sent.length, `${operation} answered ${body.length} bytes of error`);
  }

  function bodyOf({ pool, input, damage }: HostileRequest): Buffer {
    const text = JSON.stringify(input, (_key, value) =>
      value instanceof Known ? known.pick(pool, value.member, value.which) : value,
    );
    return damage(Buffer.from(text ?? ""));
  }

  function send(operation: string, body: Buffer): Promise<{ status: number; body: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const headers = {
      authorization:
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0",
      "content-type": "application/x-amz-json-1.1",
      "content-length": body.length,
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    };
    const sending = request(local.url, { method: "POST", agent, headers, signal: AbortSignal.timeout(hangMs) }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }));
      response.on("error", reject);
    });
    sending.on("error", reject);
    sending.end(body);
    return promise;
  }
});
