import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Dev, startDev } from "./start-dev.ts";

describe("the made-up events that the console asks for", () => {
  let dev: Dev;

  before(async () => {
    dev = await startDev({});
  });
  after(() => dev.stop());

  const get = (path: string) => fetch(`${dev.local.url}/_foyer/${path}`);

  test("are those of foyer invoke, about the pool and the app client that are asked for", async () => {
    const sources = (await (await get("test-events")).json()) as { source: string; about: string }[];
    assert.equal(sources.length, 40);
    const { userPoolId, clientId } = dev.pool;
    for (const { source, about } of sources) {
      assert.notEqual(about, "", source);
      const answer = await get(`test-events/${source}?userPoolId=${userPoolId}&clientId=${clientId}`);
      const event = (await answer.json()) as { triggerSource: string; userPoolId: string };
      assert.deepEqual([answer.status, event.triggerSource, event.userPoolId], [200, source, userPoolId]);
    }
  });

  test("have the form that the pool asks for before tokens, and a code that a custom sender can decrypt", async () => {
    const { userPoolId, clientId } = dev.pool;
    const { UserPool } = (await dev.local.call("cognito-idp", "DescribeUserPool", { UserPoolId: userPoolId })) as {
      UserPool: { LambdaConfig: object };
    };
    const LambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:tokens";
    const PreTokenGenerationConfig = { LambdaVersion: "V2_0", LambdaArn };
    const LambdaConfig = { ...UserPool.LambdaConfig, PreTokenGeneration: LambdaArn, PreTokenGenerationConfig };
    await dev.local.call("cognito-idp", "UpdateUserPool", { UserPoolId: userPoolId, LambdaConfig });
    const about = `userPoolId=${userPoolId}&clientId=${clientId}`;
    const tokens = await (await get(`test-events/TokenGeneration_Authentication?${about}`)).json();
    assert.equal((tokens as { version: string }).version, "2");
    const message = (await (await get(`test-events/CustomEmailSender_SignUp?${about}`)).json()) as { request: { code: string } };
    assert.ok(Buffer.from(message.request.code, "base64").byteLength > 100);
  });

  test("are of no other source, and of no other pool", async () => {
    for (const path of ["test-events/Nothing?userPoolId=none", `test-events/constructor?userPoolId=${dev.pool.userPoolId}`])
      assert.equal((await get(path)).status, 404, path);
  });
});
