import assert from "node:assert/strict";
import { after, before, beforeEach, mock, test } from "node:test";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { addToGroups } from "../steps/add-to-groups.ts";
import { everyone } from "../steps/group-rules.ts";
import { html } from "../steps/html.ts";
import { sendEmail } from "../steps/send-email.ts";
import { confirmationEvent, logLines, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { signInHandler } from "./sign-in.ts";
import { triggerHandler } from "./trigger.ts";
import { workerHandler } from "./worker.ts";

const HOUR_MS = 3_600_000;
const userPoolId = "us-east-1_Test";
let aws: TestAws;
const ledger = new Ledger();
const mail = (subject: string) =>
  sendEmail({ from: "Acme <hello@acme.com>", subject, html: html`<p>Hi</p>`, ifUnknown: "resend" });
const welcome = onboarding({
  beforeFirstSignIn: { groups: addToGroups({ Users: everyone }) },
  afterwards: { greeting: mail("Welcome") },
  onPasswordReset: { notice: mail("Changed") },
});
const trigger = triggerHandler(welcome);
const signIn = signInHandler(welcome);
const worker = workerHandler(welcome);

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  // The first invocation of a process counts its start against the budget, and tests start slowly.
  await trigger({});
});
beforeEach(() => aws.reset());
after(() => aws.stop());

/** Lambda forgets an execution that ended after its retention time, 14 days by default: its name is free again. */
const forgetExecutions = () => aws.executions.clear();

/** Runs every execution that was started and has not run. */
async function work(): Promise<void> {
  for (const [name, execution] of aws.executions) {
    if (execution.status !== "RUNNING") continue;
    await new TestExecution(worker, JSON.parse(execution.payload), name).run();
    execution.status = "SUCCEEDED";
  }
}

const effects = () =>
  aws.calls.map(({ operation }) => operation).filter((operation) => ["SendEmail", "AdminAddUserToGroup"].includes(operation));

async function at<T>(moment: number, run: () => Promise<T>): Promise<T> {
  mock.timers.enable({ apis: ["Date"], now: moment });
  try {
    return (await logLines(run)).result;
  } finally {
    mock.timers.reset();
  }
}

const times = {
  "at once": 0,
  "an hour later": HOUR_MS,
  "15 days later": 15 * 24 * HOUR_MS,
  "100 days later": 100 * 24 * HOUR_MS,
};

for (const [when, laterMs] of Object.entries(times)) {
  test(`the same event ${when}, three times at once, adds nothing after completion`, async () => {
    const sub = `user-${laterMs}`;
    aws.addUser(sub, { email: `${sub}@example.com` });
    const start = Date.now();
    await at(start, () => trigger(confirmationEvent(sub)).then(work));
    assert.deepEqual(effects(), ["AdminAddUserToGroup", "SendEmail"]);
    const entry = await ledger.get({ userPoolId, sub });
    assert.equal(entry?.status, "complete");

    if (laterMs > 0) forgetExecutions();
    const events = [1, 2, 3].map(() => confirmationEvent(sub));
    const signIns = ["PostAuthentication_Authentication", "TokenGeneration_RefreshTokens"];
    await at(start + laterMs, async () => {
      await Promise.all(events.map((event) => trigger(event)));
      await Promise.all(signIns.map((source) => signIn(confirmationEvent(sub, { source }))));
      // Even an execution that somebody starts by hand finds everything done.
      await new TestExecution(worker, { userPoolId, sub }, "by hand").run();
      await work();
    });
    assert.deepEqual(effects(), ["AdminAddUserToGroup", "SendEmail"]);
    assert.deepEqual(await ledger.get({ userPoolId, sub }), entry);
  });
}

test("a reset that is delivered again within a minute is one reset, a later one is another, and neither is a sign-up", async () => {
  const sub = "reset";
  aws.addUser(sub, { email: "reset@example.com" });
  const reset = confirmationEvent(sub, { source: "PostConfirmation_ConfirmForgotPassword" });
  const start = Date.now();
  await at(start, () => trigger(confirmationEvent(sub)).then(work));
  aws.calls.length = 0;
  await at(start + HOUR_MS, () => Promise.all([1, 2, 3].map(() => trigger(reset))).then(work));
  await at(start + HOUR_MS + 30_000, () => trigger(reset).then(work));
  assert.deepEqual(effects(), ["SendEmail"]);
  await at(start + 2 * HOUR_MS, () => trigger(reset).then(work));
  assert.deepEqual(effects(), ["SendEmail", "SendEmail"]);
});
