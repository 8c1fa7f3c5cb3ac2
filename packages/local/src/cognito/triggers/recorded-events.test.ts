import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { InitiateAuthCommand, SignUpCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startLocal } from "../../start-local.ts";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const signUp = (ClientId: string, Username: string) => {
  const UserAttributes = [{ Name: "email", Value: `${Username}@example.com` }];
  return pools.client.send(new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }));
};

describe("the events that triggers received", () => {
  it("are kept as they were sent, with how that ended", async () => {
    const { functionArn, notes } = pools.deploy(
      "keeps",
      "note(event); if (event.userName === 'bob') throw new Error('no bob'); return event;",
    );
    const { ClientId } = await pools.createPool({ LambdaConfig: { PreSignUp: functionArn } });
    await signUp(ClientId, "ada");
    await assert.rejects(signUp(ClientId, "bob"));
    const [bob, ada] = pools.cognito.triggerEvents.list(2);
    assert.deepEqual([ada?.event, bob?.event], notes());
    assert.deepEqual([ada?.outcome, ada?.error], ["ok", undefined]);
    assert.deepEqual([bob?.outcome, bob?.error], ["failed", "UserLambdaValidationException"]);
    assert.equal(ada?.functionArn, functionArn);
    assert.deepEqual(pools.cognito.triggerEvents.find(ada?.id as number), ada);
  });

  it("hold no password", async () => {
    const { functionArn, notes } = pools.deploy("migrates", "note(event); return event;");
    const { ClientId } = await pools.createPool({ LambdaConfig: { UserMigration: functionArn } });
    const AuthParameters = { USERNAME: "cy", PASSWORD: "Old-secret-9" };
    const signIn = new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    await assert.rejects(pools.client.send(signIn));
    assert.equal(notes()[0].request.password, "Old-secret-9");
    assert.equal(pools.cognito.triggerEvents.list(1)[0]?.event.triggerSource, "UserMigration_Authentication");
    const kept = pools.store.sql("SELECT group_concat(event) AS all_events FROM cognito_trigger_event").get();
    assert.doesNotMatch(String(kept?.all_events), /Old-secret-9/);
  });

  it("are the last 200", async () => {
    const { UserPoolId } = await pools.createPool();
    const event = {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPoolId,
      userName: "x",
      callerContext: { awsSdkVersion: "" },
    } as const;
    for (let count = 0; count < 205; count++) {
      pools.cognito.triggerEvents.add("arn", { ...event, triggerSource: String(count), request: {}, response: {} }, "sent");
    }
    const sources = pools.cognito.triggerEvents.list(1000).map(({ event: { triggerSource } }) => triggerSource);
    assert.deepEqual([sources.length, sources[0], sources.at(-1)], [200, "204", "5"]);
  });

  it("are shown over HTTP, survive a restart and are forgotten with the users", async (context) => {
    const dataDir = mkdtempSync(join(tmpdir(), "foyer-recorded-"));
    const first = await startLocal({ dataDir });
    const { UserPool } = (await first.call("cognito-idp", "CreateUserPool", { PoolName: "main" })) as {
      UserPool: { Id: string };
    };
    const event = {
      version: "1",
      region: "us-east-1",
      userPoolId: UserPool.Id,
      userName: "ada",
      callerContext: { awsSdkVersion: "" },
    } as const;
    const id = first.cognito.triggerEvents.add(
      "arn",
      { ...event, triggerSource: "A_B", request: { userAttributes: {} }, response: {} },
      "sent",
    );
    await first.stop();
    const local = await startLocal({ dataDir });
    context.after(async () => {
      await local.stop();
      rmSync(dataDir, { recursive: true });
    });
    const get = async (path: string) => JSON.parse(await (await fetch(`${local.url}/_foyer/trigger-events${path}`)).text());
    const [listed] = await get("");
    assert.deepEqual(
      { ...listed, at: 0 },
      { id, at: 0, functionArn: "arn", outcome: "sent", triggerSource: "A_B", userName: "ada" },
    );
    assert.deepEqual((await get("/latest")).event.request, { userAttributes: {} });
    assert.equal((await get("/99")).error.code, "NotFound");
    await local.reset();
    assert.deepEqual(await get(""), []);
  });
});
