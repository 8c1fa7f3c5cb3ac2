import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { flow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { html } from "../steps/html.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { saveUser } from "../steps/save-user.ts";
import { sendEmail } from "../steps/send-email.ts";
import { logLines, pending, TestAws } from "../test-aws.ts";
import { TestExecution } from "../test-durable.ts";
import { workerHandler } from "./worker.ts";

let aws: TestAws;
const ledger = new Ledger();
const userPoolId = "us-east-1_Test";
const mail = { from: "hello@acme.com", html: html`<p>Hi</p>` };

const worker = workerHandler(
  onboarding({
    beforeFirstSignIn: { record: saveUser() },
    afterwards: flow(
      {
        welcome: sendEmail({ ...mail, subject: "resend", ifUnknown: "resend" }),
        joined: publishEvent({ detailType: "UserConfirmed" }),
        tips: sendEmail({ ...mail, subject: "assume-sent", ifUnknown: "assume-sent" }),
      },
      async (_, { welcome, joined, tips, sleep }) => {
        await welcome();
        await joined();
        await sleep("3 days");
        await tips();
      },
    ),
  }),
);

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  await aws.createTable("cognito_users", "username");
});
after(() => aws.stop());

/** Runs the worker for one user and kills it at that user's request number `at`. */
async function run(sub: string, at?: number) {
  const key = { userPoolId, sub };
  aws.addUser(sub, { email: `${sub}@example.com` });
  const execution = new TestExecution(worker, key);
  await ledger.open(key, { origin: "sign-up", steps: pending("record", "welcome", "joined", "tips") });
  const victim: Victim = { at, execution, requests: 0, sent: [] };
  victims.set(sub, victim);
  await execution.run();
  return { entry: await ledger.get(key), ...victim };
}

interface Victim {
  at?: number;
  execution: TestExecution;
  requests: number;
  /** The effects that the outside saw for the user. */
  sent: string[];
}
const victims = new Map<string, Victim>();

/**
 * Kills the worker once the outside has done the work of its request number `at`. A kill just before the next request leaves the same
 * world: what lies between is the worker's own memory, or a checkpoint, and the request after a checkpoint only reads.
 */
function intercept(operation: string, body: string) {
  const sub = /user-\d+-end/.exec(body)?.[0];
  const victim = sub && victims.get(sub);
  if (!victim) return "normal";
  const input = JSON.parse(body);
  if (operation === "SendEmail") victim.sent.push(input.Content.Simple.Subject.Data);
  if (operation === "PutEvents") victim.sent.push(`event ${JSON.parse(input.Entries[0].Detail).id}`);
  if (++victim.requests !== victim.at) return "normal";
  victim.execution.crash();
  return "work and hang";
}

test("killed at any request, the worker ends complete, with each effect as its step promises", async () => {
  aws.onAny = intercept;
  const { result } = await logLines(async () => {
    const whole = await run("user-0-end");
    assert.deepEqual(
      whole.sent.map((effect) => effect.split(" ")[0]),
      ["resend", "event", "assume-sent"],
    );
    assert.ok(whole.requests > 15, `only ${whole.requests} requests`);
    return Promise.all(Array.from({ length: whole.requests - 1 }, (_, index) => run(`user-${index + 1}-end`, index + 1)));
  });

  const states = new Set<string>();
  for (const { entry, sent, at, execution } of result) {
    const where = `killed at request ${at}`;
    const count = (effect: string) => sent.filter((each) => each.startsWith(effect)).length;
    assert.equal(execution.invocations >= 3, true, where);
    assert.equal(entry?.status, "complete", where);
    for (const [name, record] of Object.entries(entry?.steps ?? {})) {
      assert.ok(["done", "unknown"].includes(record.state), `${where}: ${name} is ${record.state}`);
      states.add(`${name} ${record.state}`);
    }
    assert.ok(count("resend") >= 1 && count("resend") <= 2, where);
    assert.ok(count("assume-sent") <= 1, where);
    assert.equal(count("assume-sent") === 1 || entry?.steps.tips?.state === "unknown", true, where);
    assert.ok(count("event") >= 1, where);
    assert.equal(new Set(sent.filter((effect) => effect.startsWith("event"))).size, 1, where);
  }
  // The kills did reach the moment in which nobody can tell.
  assert.ok(states.has("tips unknown") && states.has("tips done"));
});
