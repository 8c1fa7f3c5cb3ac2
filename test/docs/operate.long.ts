import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AdminDeleteUserCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DeleteItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand, ListDurableExecutionsByFunctionCommand, StopDurableExecutionCommand } from "@aws-sdk/client-lambda";
import { executionName } from "foyer/operate";
import { type DemoUser, walkDemoUser } from "../../packages/cli/src/dev/demo.ts";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";
import { deploy, type TestDeployment } from "../doctor/deployment.ts";

const dayMs = 86_400_000;

const flow = (withTips: boolean) => `
import { flow, html, onboarding, saveUser, sendEmail } from "foyer";
const mail = (from, subject) => sendEmail({ from, subject, html: () => html\`<p>Hi</p>\`, ifUnknown: "resend" });
const welcome = mail("hello@example.com", "Welcome");
export default onboarding({
  beforeFirstSignIn: { record: saveUser({ table: "users" }) },
  afterwards: flow({ welcome${withTips ? ', tips: mail("tips@example.org", "Tips")' : ""} }, async (_user, { welcome, tips, sleep }) => {
    await welcome();
    await sleep("3 days");
    await tips?.();
  }),
});`;

describe("what docs/operate.md says of users under way", () => {
  let on: TestDeployment;
  let user: DemoUser;
  before(async () => {
    on = await deploy(flow(true));
    user = await walkDemoUser(on.dev.local.url, 20_000);
    await on.dev.local.idle();
  });
  after(() => on.stop());

  const entryOf = (sub: string) =>
    on.clients.dynamodb.send(
      new ScanCommand({
        TableName: "foyer_ledger",
        FilterExpression: "begins_with(pk, :user)",
        ExpressionAttributeValues: { ":user": { S: `${on.dev.pool.userPoolId}#${sub}` } },
      }),
    );

  test("a step that is removed loses its permission, and who waits before it is parked; the check says so before", async () => {
    const { local } = on.dev;
    const next = on.write("next.ts", flow(false));
    assert.match((await on.finding("steps-renamed", next, "--in-flight")).what, /'tips' \(1 user\)/);
    const terminal = recordedTerminal();
    const place = [
      "--user-pool",
      on.dev.pool.userPoolId,
      "--account",
      local.accountId,
      "--table",
      "foyer_ledger",
      "--alias",
      "live",
    ];
    await run(["policy", next, "--role", "worker", ...place, "--function", "worker=foyer-worker"], terminal);
    const its = { RoleName: "foyer-worker", PolicyName: "onboarding" };
    await on.clients.iam.send(new PutRolePolicyCommand({ ...its, PolicyDocument: terminal.printed() }));
    local.clock.advance(3 * dayMs);
    await local.idle();
    const { Items = [] } = await entryOf(user.sub);
    assert.deepEqual([Items[0]?.status?.S, Items[0]?.steps?.M?.welcome?.M?.state?.S], ["parked", "done"]);
    assert.match(Items[0]?.steps?.M?.tips?.M?.reason?.S ?? "", /AccessDenied/);
    assert.deepEqual(
      local.inbox
        .list({ to: user.email })
        .filter(({ via }) => via === "ses")
        .map(({ subject }) => subject),
      ["Welcome"],
    );
  });

  test("after the calls by which a user's data is deleted nothing is left of them, and the sweep does not bring them back", async () => {
    const { local, pool } = on.dev;
    const { cognito, dynamodb, lambda } = on.clients;
    const { sub } = await walkDemoUser(local.url, 20_000);
    await local.idle();
    const DurableExecutionName = executionName(pool.userPoolId, sub);
    const running = async () => {
      const asked = { FunctionName: "foyer-worker", DurableExecutionName, Statuses: ["RUNNING" as const] };
      return (await lambda.send(new ListDurableExecutionsByFunctionCommand(asked))).DurableExecutions ?? [];
    };
    assert.equal((await running()).length, 1);

    await cognito.send(new AdminDeleteUserCommand({ UserPoolId: pool.userPoolId, Username: sub }));
    for (const { DurableExecutionArn } of await running())
      await lambda.send(new StopDurableExecutionCommand({ DurableExecutionArn }));
    for (const { pk } of (await entryOf(sub)).Items ?? [])
      if (pk) await dynamodb.send(new DeleteItemCommand({ TableName: "foyer_ledger", Key: { pk } }));
    await dynamodb.send(new DeleteItemCommand({ TableName: "users", Key: { username: { S: sub } } }));

    local.clock.advance(7 * dayMs);
    await local.idle();
    await lambda.send(new InvokeCommand({ FunctionName: "foyer-sweep" }));
    await local.idle();
    assert.deepEqual(await running(), []);
    for (const TableName of ["foyer_ledger", "users"]) {
      const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
      assert.ok(!JSON.stringify(Items).includes(sub), TableName);
    }
  });
});
