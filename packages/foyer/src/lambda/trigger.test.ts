import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { executionName } from "../onboarding/execution-name.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { addToGroups } from "../steps/add-to-groups.ts";
import { custom } from "../steps/custom.ts";
import { everyone, verifiedEmailAt } from "../steps/group-rules.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { saveUser } from "../steps/save-user.ts";
import { confirmationEvent, logLines, TestAws } from "../test-aws.ts";
import { triggerHandler } from "./trigger.ts";

let aws: TestAws;
const ledger = new Ledger();
const entryOf = (sub: string, reset?: string) => ledger.get({ userPoolId: "us-east-1_Test", sub, reset });
const invoked = () => aws.inputsOf("Invoke").map(({ sub, reset }) => (reset === undefined ? sub : `${sub} reset`));

const welcome = onboarding({
  metadata: ["plan"],
  beforeFirstSignIn: { record: saveUser(), groups: addToGroups({ Users: everyone, Staff: verifiedEmailAt("example.com") }) },
  afterwards: { joined: publishEvent({ detailType: "UserConfirmed" }) },
  onPasswordReset: { notice: publishEvent({ detailType: "PasswordReset" }) },
});
const trigger = triggerHandler(welcome);

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  await aws.createTable("cognito_users", "username");
  // The first invocation of a process counts its start against the budget, and tests start slowly.
  await trigger({});
});
beforeEach(() => aws.reset());
after(() => aws.stop());

test("a sign-up runs the steps before the first sign-in, starts the worker and gives the event back", async () => {
  const event = confirmationEvent("ann", { clientMetadata: { plan: "pro", secret: "x" } });
  const copy = structuredClone(event);
  const { result, lines } = await logLines(() => trigger(event));
  assert.equal(result, event);
  assert.deepEqual(event, copy);
  const groups = aws.inputsOf("AdminAddUserToGroup").map(({ GroupName, Username }) => `${Username} ${GroupName}`);
  assert.deepEqual(groups.toSorted(), ["ann Staff", "ann Users"]);
  assert.deepEqual(aws.inputsOf("Invoke"), [{ userPoolId: "us-east-1_Test", sub: "ann" }]);
  const entry = await entryOf("ann");
  assert.equal(entry?.status, "open");
  assert.deepEqual(entry?.metadata, { plan: "pro" });
  assert.deepEqual(entry?.steps.record?.result, { record: "created" });
  assert.equal(entry?.steps.groups?.state, "done");
  assert.equal(entry?.steps.joined?.state, "pending");
  assert.deepEqual(
    lines
      .map(({ step, state, phase, attempt }) => ({ step, state, phase, attempt }))
      .toSorted((a, b) => (a.step < b.step ? -1 : 1)),
    [
      { step: "groups", state: "done", phase: "beforeFirstSignIn", attempt: 1 },
      { step: "record", state: "done", phase: "beforeFirstSignIn", attempt: 1 },
    ],
  );
});

test("the execution is named after pool and user, without personal data", () => {
  const name = executionName("us-east-1_Test", "ann");
  assert.match(name, /^[a-zA-Z0-9-_]{1,64}$/);
  assert.equal(name, executionName("us-east-1_Test", "ann"));
  assert.equal(new Set([name, executionName("us-east-1_Test", "bob"), executionName("us-east-1_Test", "ann", "r1")]).size, 3);
});

test("deliveries that overlap or come again add no effect after the first completion", async () => {
  const three = () => Promise.all([1, 2, 3].map(() => trigger(confirmationEvent("bea"))));
  const { lines } = await logLines(three);
  assert.deepEqual(
    lines
      .filter(({ state }) => state === "done")
      .map(({ step }) => step)
      .toSorted(),
    ["groups", "record"],
  );
  const before = aws.inputsOf("AdminAddUserToGroup").length;
  await trigger(confirmationEvent("bea"));
  assert.equal(aws.inputsOf("AdminAddUserToGroup").length, before);
  await ledger.close({ userPoolId: "us-east-1_Test", sub: "bea" }, "complete");
  const starts = invoked().length;
  await trigger(confirmationEvent("bea"));
  assert.equal(invoked().length, starts);
});

test("a worker that runs already is no failure", async () => {
  aws.on("Invoke", () => ({ status: 409, error: "DurableExecutionAlreadyStartedException" }));
  const { lines } = await logLines(() => trigger(confirmationEvent("cid")));
  assert.equal(invoked().length, 1);
  assert.deepEqual(
    lines.filter(({ level }) => level === "error"),
    [],
  );
});

test("a step that hangs delays the answer no longer than the budget and moves to the worker", async () => {
  aws.on("AdminAddUserToGroup", () => "hang");
  const started = performance.now();
  const { lines } = await logLines(() => triggerHandler(welcome, { budgetMs: 800 })(confirmationEvent("dan")));
  assert.ok(performance.now() - started < 900, `took ${performance.now() - started} ms`);
  assert.deepEqual(invoked(), ["dan"]);
  const entry = await entryOf("dan");
  assert.equal(entry?.steps.record?.state, "done");
  assert.equal(entry?.steps.groups?.state, "pending");
  assert.ok(lines.some(({ step, state }) => step === "groups" && state === "moved"));
});

test("steps that throw, in whatever way, move to the worker", async () => {
  const step = (run: () => Promise<void>) => custom({ permissions: [], replay: "safe", run });
  const handler = triggerHandler(
    onboarding({
      beforeFirstSignIn: {
        rejects: step(() => Promise.reject(new Error("no"))),
        throws: step(() => {
          throw new TypeError("eve@example.com is undefined");
        }),
        odd: step(() => Promise.reject(undefined)),
        // Deaf to its signal.
        never: step(() => new Promise(() => {})),
      },
    }),
    { budgetMs: 600 },
  );
  const event = confirmationEvent("eve");
  const { result, text } = await logLines(() => handler(event));
  assert.equal(result, event);
  assert.deepEqual(invoked(), ["eve"]);
  assert.ok(!text.includes("eve@example.com"), text);
  for (const record of Object.values((await entryOf("eve"))?.steps ?? {})) assert.equal(record.state, "pending");
});

for (const operation of ["PutItem", "UpdateItem", "GetItem", "Invoke"]) {
  for (const answer of [
    "hang",
    "lose reply",
    { status: 500, error: "InternalFailure" },
    { error: "AccessDeniedException" },
  ] as const) {
    const how = typeof answer === "string" ? answer : answer.error;
    test(`the trigger answers inside its budget with its event when ${operation} meets: ${how}`, async () => {
      aws.on(operation, () => answer);
      const event = confirmationEvent(`fay-${operation}-${how.length}`);
      const started = performance.now();
      const { result } = await logLines(() => triggerHandler(welcome, { budgetMs: 700 })(event));
      assert.equal(result, event);
      assert.ok(performance.now() - started < 1_200, `took ${performance.now() - started} ms`);
      // Whatever becomes of the ledger, the worker hears of the user.
      assert.equal(invoked().length >= 1, true);
    });
  }
}

test("the trigger answers inside its budget when Lambda's credentials do not come", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  delete process.env.AWS_ACCESS_KEY_ID;
  process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const event = confirmationEvent("fritz");
  const started = performance.now();
  const { result, lines } = await logLines(() => triggerHandler(welcome, { budgetMs: 300 })(event));
  assert.equal(result, event);
  assert.ok(performance.now() - started < 400, `took ${performance.now() - started} ms`);
  assert.match(lines.at(-1)?.message, /the budget was over/);
  delete process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  silent.closeAllConnections();
  silent.close();
});

test("a user whose entry cannot be opened is left to the worker, and no step runs without the ledger", async () => {
  aws.on("PutItem", () => ({ error: "AccessDeniedException" }));
  const { lines } = await logLines(() => trigger(confirmationEvent("gil")));
  assert.deepEqual(invoked(), ["gil"]);
  assert.deepEqual(aws.inputsOf("AdminAddUserToGroup"), []);
  assert.equal(lines.at(-1)?.TriggerFailures, 1);
});

test("a failure to open the entry surfaces only where the developer chose it", async () => {
  aws.on("PutItem", () => ({ error: "AccessDeniedException" }));
  const strict = triggerHandler(welcome, { ifEntryCannotOpen: "throw" });
  await logLines(() => assert.rejects(strict(confirmationEvent("hal")), { name: "EntryNotOpened" }));
  aws.reset();
  aws.on("Invoke", () => ({ error: "AccessDeniedException" }));
  const event = confirmationEvent("hal");
  assert.equal((await logLines(() => strict(event))).result, event);
});

test("what is not a confirmation, or cannot be read, passes through untouched", async () => {
  const events = [
    undefined,
    null,
    "text",
    7,
    [],
    {},
    { triggerSource: "PostConfirmation_ConfirmSignUp" },
    { ...confirmationEvent("ida"), request: null },
    { ...confirmationEvent("ida"), request: { userAttributes: { sub: 5 } } },
    confirmationEvent("ida", { source: "PostConfirmation_Something" }),
    confirmationEvent("ida", { source: "PreSignUp_SignUp" }),
    confirmationEvent("ida", { source: "constructor" }),
  ];
  for (const event of events) {
    const copy = structuredClone(event);
    assert.equal((await logLines(() => trigger(event))).result, event);
    assert.deepEqual(event, copy);
  }
  assert.deepEqual(aws.calls, []);
});

test("unknown and missing fields are tolerated", async () => {
  const { callerContext: _, ...event } = confirmationEvent("jan");
  const odd = { ...event, futureField: { a: 1 }, request: { ...event.request, clientMetadata: null, more: [1] } };
  assert.equal((await logLines(() => trigger(odd))).result, odd);
  assert.deepEqual(invoked(), ["jan"]);
});

test("a password reset runs no sign-up step and starts the reset's worker, once for Cognito's three attempts", async () => {
  await logLines(() => trigger(confirmationEvent("kim")));
  await ledger.close({ userPoolId: "us-east-1_Test", sub: "kim" }, "complete");
  aws.reset();
  const reset = confirmationEvent("kim", { source: "PostConfirmation_ConfirmForgotPassword" });
  for (let delivery = 0; delivery < 3; delivery++) assert.equal(await trigger(reset), reset);
  assert.deepEqual(aws.inputsOf("AdminAddUserToGroup"), []);
  assert.deepEqual(invoked(), ["kim reset", "kim reset", "kim reset"]);
  const ids = new Set(aws.inputsOf("Invoke").map(({ reset }) => reset));
  assert.equal(ids.size, 1);
  const entry = await entryOf("kim", [...ids][0]);
  assert.deepEqual(Object.keys(entry?.steps ?? {}), ["notice"]);
});

test("a reset is a second chance for a user without an entry, in the background", async () => {
  await trigger(confirmationEvent("lea", { source: "PostConfirmation_ConfirmForgotPassword" }));
  assert.deepEqual(aws.inputsOf("AdminAddUserToGroup"), []);
  assert.deepEqual(invoked().toSorted(), ["lea", "lea reset"]);
  const entry = await entryOf("lea");
  assert.equal(entry?.origin, "reset");
  assert.equal(entry?.steps.record?.state, "pending");
});

test("an onboarding that ends in the trigger needs no worker", async () => {
  const handler = triggerHandler(onboarding({ beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) } }));
  await logLines(() => handler(confirmationEvent("max")));
  assert.deepEqual(invoked(), []);
  assert.equal((await entryOf("max"))?.status, "complete");
});

test("Lambda's own timeout bounds the answer as well", async () => {
  aws.on("AdminAddUserToGroup", () => "hang");
  const started = performance.now();
  await logLines(() => trigger(confirmationEvent("ned"), { getRemainingTimeInMillis: () => 500 }));
  assert.ok(performance.now() - started < 400, `took ${performance.now() - started} ms`);
});

test("no log line holds a value of the user", async () => {
  aws.on("AdminAddUserToGroup", () => ({
    error: "InvalidParameterException",
    body: { message: "olga@example.com Olga Ø +4912345678901" },
  }));
  const attributes = { given_name: "Olga Ø", phone_number: "+4912345678901" };
  const { text } = await logLines(() =>
    trigger(confirmationEvent("0l6a", { attributes: { ...attributes, email: "olga@example.com" } })),
  );
  assert.match(text, /InvalidParameterException/);
  for (const value of ["olga@", "Olga", "491234"]) assert.ok(!text.includes(value), text);
});
