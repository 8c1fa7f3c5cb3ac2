import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "../onboarding/dynamodb-value.ts";
import { type FlowOptions, flow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { pendingSteps } from "../onboarding/ledger-entry.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding, signUpSteps } from "../onboarding/onboarding.ts";
import { permissionsOf } from "../onboarding/permissions.ts";
import { resourcesOf } from "../onboarding/resources.ts";
import { checkRecord } from "../steps/check-record.ts";
import { custom } from "../steps/custom.ts";
import { html } from "../steps/html.ts";
import { sendEmail } from "../steps/send-email.ts";
import { logLines, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { workerHandler } from "./worker.ts";

let aws: TestAws;
let client: DynamoDBClient;
const ledger = new Ledger();
const userPoolId = "us-east-1_Test";

before(async () => {
  aws = await TestAws.start();
  client = new DynamoDBClient({});
  await aws.createTable(LEDGER_TABLE, "pk");
  await aws.createTable("cognito_users", "username");
  await aws.createTable("preferences", "username");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const mail = (subject: string) =>
  sendEmail({ from: "Acme <hello@acme.com>", subject, html: html`<p>Hi</p>`, ifUnknown: "resend" });
const subjects = () => aws.inputsOf("SendEmail").map(({ Content }) => Content.Simple.Subject.Data);
const write = (table: string, item: { username: string; [name: string]: string | boolean }) =>
  client.send(new PutItemCommand({ TableName: table, Item: toItem(item) }));

const finished = checkRecord({ that: (record) => record?.tutorial === "done" });
const unsubscribed = checkRecord({ table: "preferences", that: (record) => record?.mails === "none" });
const drip = (options?: FlowOptions) =>
  onboarding({
    afterwards: flow(
      { welcome: mail("Welcome"), finished, first: mail("First"), second: mail("Second"), wellDone: mail("Well done") },
      async (_, { welcome, finished, first, second, wellDone, sleep }) => {
        await welcome();
        for (const remind of [first, second]) {
          await sleep("2 days");
          if (await finished()) return wellDone();
          await remind();
        }
      },
      options,
    ),
  });

/** Runs the worker for a user, and what happens on each day of the waits. */
async function run(sub: string, made = drip(), days: (() => unknown)[] = [], generation = 0) {
  const key = { userPoolId, sub };
  await ledger.open(key, { origin: "sign-up", steps: pendingSteps(signUpSteps(made)) });
  if (!aws.users.has(sub)) aws.addUser(sub, { email: `${sub}@example.com` });
  const execution = new TestExecution(workerHandler(made), { ...key, ...(generation && { generation }) });
  let passed = 0;
  execution.onPass = () => void days[passed++]?.();
  const { lines, text } = await logLines(() => execution.run());
  return { entry: await ledger.get(key), lines, text, execution };
}

test("a question is asked afresh after each wait, and each answer is kept by itself", async () => {
  const { entry, lines } = await run("ann", drip(), [
    () => {},
    () => write("cognito_users", { username: "ann", tutorial: "done" }),
  ]);
  assert.deepEqual(subjects(), ["Welcome", "First", "Well done"]);
  assert.equal(entry?.status, "complete");
  assert.deepEqual([entry?.steps.finished?.result, entry?.steps["finished, 2"]?.result], [false, true]);
  const answers = lines.filter(({ step }) => step?.startsWith("finished"));
  assert.deepEqual(
    answers.map(({ step, state, result }) => [step, state, result]),
    [
      ["finished", "done", false],
      ["finished, 2", "done", true],
    ],
  );
});

test("whoever did it before the first wait ends, and whoever never does gets it all", async () => {
  await run("bea", drip(), [() => write("cognito_users", { username: "bea", tutorial: "done" })]);
  assert.deepEqual(subjects(), ["Welcome", "Well done"]);
  aws.reset();
  await run("cid");
  assert.deepEqual(subjects(), ["Welcome", "First", "Second"]);
});

test("an answer whose note in the ledger was acknowledged to nobody is the answer all the same", async () => {
  await write("cognito_users", { username: "amy", tutorial: "done" });
  let lost = 0;
  aws.on("UpdateItem", ({ ExpressionAttributeNames: names, ExpressionAttributeValues: values }) =>
    names?.["#step"] === "finished" && values[":record"]?.M.state.S === "done" && ++lost === 1 ? "lose reply" : "normal",
  );
  const { lines } = await run("amy");
  assert.equal(lost, 2);
  assert.equal(lines.filter(({ step, state }) => step === "finished" && state === "done").length, 1);
  assert.deepEqual(subjects(), ["Welcome", "Well done"]);
});

test("where another attempt has answered meanwhile, its answer is the one", async () => {
  aws.on("GetItem", async ({ TableName }) => {
    const theirs = { state: "done", attempts: 1, result: true, owner: "another" } as const;
    if (TableName === "cognito_users") await ledger.record({ userPoolId, sub: "abe" }, "finished", theirs);
    return "normal" as const;
  });
  const { entry } = await run("abe");
  assert.equal(entry?.steps.finished?.result, true);
  assert.deepEqual(subjects(), ["Welcome", "Well done"]);
});

test("a fresh execution branches by the answers that were given before, whatever the record says now", async () => {
  aws.on("SendEmail", ({ Content }) => (Content.Simple.Subject.Data === "First" ? { error: "MessageRejected" } : "normal"));
  const { entry } = await run("dan");
  assert.deepEqual([entry?.status, entry?.steps.first?.state], ["parked", "gave-up"]);
  await write("cognito_users", { username: "dan", tutorial: "done" });
  aws.reset();
  aws.addUser("dan", { email: "dan@example.com" });
  await ledger.table.update(`${userPoolId}#dan`, {
    update: "SET #status = :open, generation = :one, steps.#step = :pending",
    when: "attribute_exists(pk)",
    names: { "#step": "first" },
    values: { ":open": "open", ":one": 1, ":pending": { state: "pending", attempts: 1, replay: "unknown" } },
  });
  const again = await run("dan", drip(), [], 1);
  assert.deepEqual(subjects(), ["First"]);
  assert.equal(again.entry?.status, "complete");
  assert.equal(again.entry?.steps.wellDone?.state, "pending");
});

test("a flow stops before its next effect when a question of stopWhen is answered with yes, and says which", async () => {
  const { entry, lines } = await run("eve", drip({ stopWhen: { unsubscribed } }), [
    () => write("preferences", { username: "eve", mails: "none" }),
  ]);
  assert.deepEqual(subjects(), ["Welcome"]);
  assert.deepEqual([entry?.status, entry?.reason], ["complete", "the flow stopped: unsubscribed"]);
  assert.equal(entry?.steps.finished?.state, "skipped");
  assert.match(lines.at(-1)?.message, /onboarding complete: the flow stopped: unsubscribed/);
});

test("it stops between two attempts as well, and even if the flow catches every error", async () => {
  const stops = onboarding({
    afterwards: flow(
      { first: mail("First"), second: mail("Second") },
      async (_, { first, second }) => {
        await first().catch(() => {});
        await second().catch(() => {});
      },
      { stopWhen: { unsubscribed } },
    ),
  });
  aws.on("SendEmail", () => ({ status: 429, error: "TooManyRequestsException" }));
  const { entry } = await run("fay", stops, [() => write("preferences", { username: "fay", mails: "none" })]);
  assert.equal(subjects().length, 1);
  assert.deepEqual([entry?.status, entry?.reason], ["complete", "the flow stopped: unsubscribed"]);
});

test("a question of stopWhen that fails sends nothing: it is tried again, or the user is parked", async () => {
  let refusals = 0;
  aws.on("GetItem", ({ TableName }) =>
    TableName === "preferences" && ++refusals <= 2 ? { error: "ExpiredTokenException" } : "normal",
  );
  const options = { stopWhen: { unsubscribed } };
  const retried = await run("gil", drip(options));
  assert.equal(retried.entry?.status, "complete");
  assert.equal(retried.entry?.steps.welcome?.unknowns, 0);
  assert.deepEqual(subjects(), ["Welcome", "First", "Second"]);
  aws.reset();
  aws.on("GetItem", ({ TableName }) => (TableName === "preferences" ? { error: "AccessDeniedException" } : "normal"));
  const parked = await run("gus", drip(options));
  assert.deepEqual(subjects(), []);
  assert.equal(parked.entry?.status, "parked");
  assert.match(parked.entry?.steps.welcome?.reason ?? "", /Cannot tell whether the flow stops \(unsubscribed\): AccessDenied/);
});

test("killed while it asks, a flow sends each mail to whom it is for", async () => {
  const made = drip({ stopWhen: { unsubscribed } });
  const key = (sub: string) => ({ userPoolId, sub });
  const asks = (operation: string, body: string) => operation === "GetItem" && !body.includes(LEDGER_TABLE);
  // Before each of three steps the stop, and once the question.
  for (let nth = 1; nth <= 4; nth++) {
    const sub = `hal-${nth}`;
    aws.reset();
    await write("cognito_users", { username: sub, tutorial: "done" });
    await ledger.open(key(sub), { origin: "sign-up", steps: pendingSteps(signUpSteps(made)) });
    aws.addUser(sub, { email: `${sub}@example.com` });
    const execution = new TestExecution(workerHandler(made), key(sub), sub);
    let asked = 0;
    aws.onAny = (operation, body) => {
      if (!asks(operation, body) || ++asked !== nth) return "normal";
      execution.crash();
      return "hang";
    };
    await logLines(() => execution.run());
    assert.ok(asked > 4, `asked ${asked} times`);
    assert.equal((await ledger.get(key(sub)))?.status, "complete", `killed at ${nth}`);
    assert.deepEqual(subjects(), ["Welcome", "Well done"], `killed at ${nth}`);
  }
});

test("what the questions may do and need is the worker's, and none of them is a step of the ledger", async () => {
  const made = drip({ stopWhen: { unsubscribed } });
  const [statement, ...more] = permissionsOf(made, "worker").filter(({ Sid }) => Sid === "StepUnsubscribed");
  assert.deepEqual([statement?.Action, more], [["dynamodb:GetItem"], []]);
  assert.ok(!permissionsOf(made, "trigger").some(({ Sid }) => Sid === "StepUnsubscribed"));
  assert.ok(resourcesOf(made).tables.some(({ tableName }) => tableName === "preferences"));
  assert.ok(!signUpSteps(made).some(({ name }) => name === "unsubscribed"));
});

test("a flow is stopped by questions only, whose names are those of no step", () => {
  const effect = custom({ permissions: [], replay: "safe", run: async () => true });
  assert.throws(() => drip({ stopWhen: { gone: effect as never } }), /'gone' in stopWhen of afterwards as it must be a question/);
  assert.throws(() => drip({ stopWhen: { welcome: unsubscribed } }), /its name must be unique/);
});

test("any other step runs at most once", async () => {
  const made = onboarding({
    afterwards: flow({ welcome: mail("Welcome") }, async (_, { welcome }) => {
      await welcome();
      await welcome();
    }),
  });
  const { entry } = await run("ida", made);
  assert.deepEqual(subjects(), ["Welcome"]);
  assert.match(entry?.reason ?? "", /Cannot call step 'welcome' again/);
});
