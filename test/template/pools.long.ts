import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { NestedStack, Stack } from "aws-cdk-lib/core";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { denials, failed } from "../iam/take-away.ts";
import { walkReset, walkSignUp } from "../iam/walk.ts";
import { onboard, openPool, synthesize } from "./synthesize.ts";

const env = { account: "111122223333", region: "eu-west-1" };
const make = ["tables", "groups", "senders"] as const;
const importedId = "eu-west-1_AbCdEfGhI";

describe("the template of a stack", () => {
  let assembly: string;
  before(() => {
    assembly = synthesize((app) => {
      const stack = (id: string) => new Stack(app, id, { env });
      onboard(stack("OtherStack"), "welcome", { userPool: openPool(stack("PoolStack")), make });
      const imported = stack("Imported");
      const userPool = UserPool.fromUserPoolId(imported, "Users", importedId);
      onboard(imported, "welcome", { userPool, make, signIn: ["PostAuthentication"] });
      const amplify = stack("Amplify");
      const authPool = openPool(new NestedStack(amplify, "auth"));
      onboard(new NestedStack(amplify, "Onboarding"), "welcome", { userPool: authPool, make });
      const auth = new NestedStack(stack("AmplifyInAuth"), "auth");
      onboard(auth, "welcome", { userPool: openPool(auth), make, signIn: [] });
    });
  });
  after(() => rmSync(assembly, { recursive: true }));

  const signIn = ["PostAuthentication", "PreTokenGeneration"];
  const cases: [what: string, stack: string, stacks: string[], triggers: string[]][] = [
    ["whose pool is in another stack", "OtherStack", ["PoolStack", "OtherStack"], signIn],
    ["that imports its pool by the id", "Imported", ["Imported"], ["PostAuthentication"]],
    ["with pool and onboarding in nested stacks", "Amplify", ["Amplify"], signIn],
    ["with both in one nested stack", "AmplifyInAuth", ["AmplifyInAuth"], []],
  ];
  for (const [what, stack, stackNames, triggers] of cases) {
    test(`${what} attaches the triggers to it, which stay there, and onboards its users`, async () => {
      const from = { template: join(assembly, `${stack}.template.json`), dataDir: mkdtempSync(join(tmpdir(), "foyer-data-")) };
      const first = await startDev(from);
      await first.stop();
      const dev = await startDev(from);
      try {
        assert.deepEqual(dev.pool, first.pool);
        assert.deepEqual(dev.template?.stackNames, stackNames);
        assert.equal(dev.pool.userPoolArn.split(":userpool/")[0], "arn:aws:cognito-idp:eu-west-1:111122223333");
        assert.deepEqual(Object.keys(await triggersOf(dev)).sort(), [...triggers, "PostConfirmation"].sort());
        assert.equal(dev.template?.importedPools.get(importedId), stack === "Imported" ? dev.pool.userPoolId : undefined);
        const walker = await walkSignUp(dev);
        const timeline = await walkReset(dev, walker);
        assert.deepEqual(denials(dev), []);
        assert.deepEqual(failed(timeline), []);
        const done = ["groups", "joined", "notice", "record", "tips", "welcome"];
        assert.deepEqual(timeline.steps.map(({ step }) => step).sort(), done);
      } finally {
        await dev.stop();
        rmSync(from.dataDir, { recursive: true });
      }
    });
  }

  test("invokes the sweep by its schedule, which finds a user whom no trigger has seen", async () => {
    const dev = await startDev({ template: join(assembly, "AmplifyInAuth.template.json") });
    try {
      const { userPoolId } = dev.pool;
      const { sub } = await dev.local.addUser({ userPoolId, status: "CONFIRMED", username: "imported@example.com" });
      const { clock } = dev.local;
      clock.advance(15 * 60_000);
      await new Promise<void>((fired) => clock.at(clock.now(), fired));
      await dev.local.idle();
      assert.ok(dev.local.timeline(sub).steps.some(({ step, state }) => step === "record" && state === "done"));
      assert.deepEqual(denials(dev), []);
    } finally {
      await dev.stop();
    }
  });

  async function triggersOf({ local, pool }: Dev): Promise<object> {
    const { UserPool } = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId: pool.userPoolId })) as {
      UserPool: { LambdaConfig: Record<string, unknown> };
    };
    const { PreTokenGenerationConfig: _, ...triggers } = UserPool.LambdaConfig;
    return triggers;
  }
});
