import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { UpdateContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import {
  DeleteFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { walkDemoUser } from "../../packages/cli/src/dev/demo.ts";
import { deploy, type TestDeployment } from "./deployment.ts";

describe("foyer doctor about the worker", () => {
  const flow = (first: string) => `
    import { flow, onboarding, sendEmail } from "foyer";
    const mail = sendEmail({ from: "hello@example.com", subject: "Hi", html: "<p>Hi</p>", ifUnknown: "resend" });
    export default onboarding({
      afterwards: flow({ ${first}: mail, later: mail }, async (_user, { ${first}, later, sleep }) => {
        await ${first}();
        await sleep("3 days");
        await later();
      }),
    });`;
  let on: TestDeployment;
  before(async () => {
    on = await deploy(flow("welcome"));
    const TableName = "foyer_ledger";
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await on.clients.dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    await walkDemoUser(on.dev.local.url, 20_000);
    await on.dev.local.idle();
  });
  after(() => on.stop());

  test("says on which version users wait, and which of their steps another file calls otherwise", async () => {
    const { exitCode, notes } = await on.examine("--in-flight");
    assert.deepEqual([exitCode, notes], [0, ["1 execution runs on version 1 of foyer-worker and stays there."]]);
    const renamed = on.write("renamed.ts", flow("hello"));
    assert.deepEqual((await on.examine(renamed)).findings, [], "not looked at without --in-flight");
    const found = await on.finding("steps-renamed", renamed, "--in-flight");
    assert.match(found.what, /have steps that the file does not have: 'welcome' \(1 user\)\.$/);
  });

  test("finds a version that is gone while an execution waits on it", async () => {
    const FunctionName = "foyer-worker";
    const { lambda } = on.clients;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Description: "another" }));
    const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
    await lambda.send(new UpdateAliasCommand({ FunctionName, Name: "live", FunctionVersion: Version }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier: "1" }));
    const found = await on.finding("version-gone", "--in-flight");
    assert.match(found.what, /^1 executions? (run|runs) on version 1 of foyer-worker, which was deleted\.$/);
  });

  test("finds a worker that is not there, has no alias or version, or is not durable", async () => {
    const worker = `arn:aws:lambda:us-east-1:${on.dev.local.accountId}:function:foyer-worker`;
    await on.finding("worker-missing", "--worker", worker.replace("foyer-worker", "nothing:live"));
    assert.match((await on.finding("worker-unversioned", "--worker", worker)).what, /names no version and no alias/);
    await on.finding("worker-unversioned", "--worker", `${worker}:$LATEST`);
    await on.finding("alias-missing", "--worker", `${worker}:dead`);
    const found = await on.finding("durable-missing", "--worker", worker.replace("foyer-worker", "foyer-sign-in:live"));
    assert.match(found.fix, /given at the creation and never later/);
  });

  test("finds a function that is not deployed", async () => {
    await on.clients.lambda.send(new DeleteFunctionCommand({ FunctionName: "foyer-sweep" }));
    const found = await on.finding("function-missing");
    assert.match(found.what, /no function for the sweep/);
    assert.match(
      await on.print(),
      /✗ There is no function for the sweep of us-east-1_\w+\. function-missing\n {2}Nobody finds users/,
    );
  });
});
