import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ConfirmSignUpCommand, CreateGroupCommand, ListGroupsCommand } from "@aws-sdk/client-cognito-identity-provider";
import { Operator, replay } from "foyer/operate";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/group-by-hand.ts");
});
after(() => stage?.stop());

test("what came with the confirmation decides only about a group that is open, and only by a value of its list", async () => {
  const { local, pool } = stage.dev;
  for (const [campaign, groups] of [
    ["spring", ["Spring", "Users"]],
    ["Reviewed", ["Users"]],
  ] as const) {
    const person = await stage.signUp({ name: "Spring" });
    const ConfirmationCode = local.inbox.list({ to: person.email })[0]?.code;
    const ClientMetadata = { campaign, groups: "Spring,Reviewed" };
    await stage.cognito.send(
      new ConfirmSignUpCommand({ ClientId: pool.clientId, Username: person.sub, ConfirmationCode, ClientMetadata }),
    );
    assert.deepEqual(local.timeline(person.sub).groups, groups);
  }
});

test("a group that is to be made by hand is not deployed; until it is there users are parked, and a replay gives it to them", async () => {
  const { local, pool } = stage.dev;
  const { userPoolId } = pool;
  const { Groups = [] } = await stage.cognito.send(new ListGroupsCommand({ UserPoolId: userPoolId }));
  assert.deepEqual(Groups.map(({ GroupName }) => GroupName).sort(), ["Spring", "Users"]);

  const ada = await stage.signUp();
  await stage.confirm(ada);
  const { steps } = await stage.ended(ada.sub);
  assert.match(steps.find(({ step }) => step === "staff")?.error ?? "", /group 'Reviewed' as the user pool must have it/);
  const workerArn = `arn:aws:lambda:${local.region}:${local.accountId}:function:foyer-worker:live`;
  const aws = { endpoint: local.url, region: local.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const operator = new Operator({ userPoolId, workerArn, aws, now: () => local.clock.now() });
  const key = { userPoolId, sub: ada.sub };
  assert.equal((await operator.ledger.get(key))?.status, "parked");
  assert.deepEqual(local.timeline(ada.sub).groups, ["Users"]);

  await stage.cognito.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: "Reviewed" }));
  assert.ok((await replay(operator, key)).started);
  await stage.until(ada.sub, ({ executions }) => executions.length === 2 && executions.every(({ endedAt }) => endedAt));
  assert.equal((await operator.ledger.get(key))?.status, "complete");
  assert.deepEqual(local.timeline(ada.sub).groups, ["Reviewed", "Users"]);
});
