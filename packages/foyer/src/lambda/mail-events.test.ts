import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey, StepRecord } from "../onboarding/ledger-entry.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { html } from "../steps/html.ts";
import { sendEmail } from "../steps/send-email.ts";
import { logLines, TestAws } from "../test-aws.ts";
import { mailEventsHandler } from "./mail-events.ts";

let aws: TestAws;
let users = 0;
const userPoolId = "us-east-1_Test";
const ledger = new Ledger();
const mail = { from: "a@acme.com", subject: "Hi", html: html`<p>Hi</p>`, ifUnknown: "resend" } as const;
const handler = mailEventsHandler(
  onboarding({ afterwards: { welcome: sendEmail({ ...mail, configurationSet: "set" }), plain: sendEmail(mail) } }),
);

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

/** An entry whose step `welcome` is in a state. */
async function entry(record: Partial<StepRecord>, reset?: string): Promise<EntryKey> {
  const key = { userPoolId, sub: `user-${++users}`, ...(reset !== undefined && { reset }) };
  const welcome: StepRecord = { state: "pending", attempts: 1, replay: "unknown", ...record };
  await ledger.open(key, { origin: "sign-up", steps: { welcome } });
  return key;
}

const eventOf = ({ userPoolId, sub, reset }: EntryKey, eventType = "Send", more: object = {}) => ({
  source: "aws.ses",
  detail: {
    eventType,
    mail: {
      messageId: "message-7",
      tags: { pool: [userPoolId], sub: [sub], step: ["welcome"], generation: ["0"], ...(reset && { reset: [reset] }) },
    },
    ...more,
  },
});

async function stepAfter(event: ReturnType<typeof eventOf>, key: EntryKey) {
  const { lines } = await logLines(() => handler(event));
  const { state, result, reason, unknowns } = (await ledger.get(key))?.steps.welcome ?? {};
  return { step: { state, result, reason, unknowns }, lines };
}

const sent = { state: "done", result: { messageId: "message-7", knownBy: "event" }, reason: undefined, unknowns: 0 };

for (const [name, record] of [
  ["whose reply was lost", { state: "pending", unknowns: 1, reason: "TimeoutError" }],
  ["whose attempt was interrupted", { state: "started", owner: "someone", startedAt: 1 }],
  ["that was assumed sent", { state: "unknown", unknowns: 1 }],
] as [string, Partial<StepRecord>][]) {
  for (const eventType of ["Send", "Delivery"]) {
    test(`a mail ${name} is done by SES's event ${eventType}, and the log says so`, async () => {
      const key = await entry(record);
      const { step, lines } = await stepAfter(eventOf(key, eventType), key);
      assert.deepEqual(step, sent);
      assert.deepEqual(
        lines.map(({ sub, step, phase, state, unknowns }) => ({ sub, step, phase, state, unknowns })),
        [{ sub: key.sub, step: "welcome", phase: "afterwards", state: "done", unknowns: 0 }],
      );
      assert.deepEqual((await stepAfter(eventOf(key, eventType), key)).lines, [], "the same event again says nothing new");
    });
  }
}

test("the notice of a password reset is known by the reset's own entry", async () => {
  const key = await entry({ state: "pending", unknowns: 1 }, "reset-1");
  assert.deepEqual((await stepAfter(eventOf(key), key)).step, sent);
});

test("an event changes nothing that is not in doubt", async () => {
  for (const record of [
    { state: "pending", attempts: 0 },
    { state: "pending", attempts: 3 },
    { state: "done", result: { messageId: "message-1" } },
    { state: "skipped", reason: "no address" },
    { state: "gave-up", unknowns: 3 },
  ] as Partial<StepRecord>[]) {
    const key = await entry(record);
    const { step, lines } = await stepAfter(eventOf(key), key);
    assert.deepEqual([step.state, step.result, step.reason], [record.state, record.result, record.reason]);
    assert.deepEqual(lines, []);
  }
});

test("an event of a mail before a replay says nothing of the one after it", async () => {
  const key = await entry({ state: "pending", unknowns: 1 });
  const change = { update: "SET generation = :one", when: "attribute_exists(pk)", values: { ":one": 1 } };
  await ledger.table.update(`${userPoolId}#${key.sub}`, change);
  assert.equal((await stepAfter(eventOf(key), key)).step.state, "pending");
});

test("a bounce settles that the mail was sent, and notes for the operator that nobody gets it, without the address", async () => {
  const bounce = {
    bounceType: "Permanent",
    bounceSubType: "OnAccountSuppressionList",
    bouncedRecipients: [{ emailAddress: "ann@example.com" }],
  };
  for (const record of [{ state: "pending", unknowns: 1 }, { state: "done" }] as Partial<StepRecord>[]) {
    const key = await entry(record);
    const { step, lines } = await stepAfter(eventOf(key, "Bounce", { bounce }), key);
    const why = "the mail bounced, Permanent, OnAccountSuppressionList";
    assert.deepEqual([step.state, step.reason], ["done", why]);
    assert.deepEqual([lines.at(-1)?.level, lines.at(-1)?.error], ["warn", why]);
    assert.ok(!JSON.stringify(lines).includes("ann@"));
  }
  const key = await entry({ state: "done" });
  assert.equal((await stepAfter(eventOf(key, "Rendering Failure"), key)).step.reason, "SES could not render the template");
});

test("what is not an event of SES about a mail of this onboarding is left alone", async () => {
  const key = await entry({ state: "pending", unknowns: 1 });
  const event = eventOf(key);
  const { mail } = event.detail;
  for (const other of [
    undefined,
    {},
    { ...event, source: "acme" },
    eventOf(key, "Open"),
    { ...event, detail: { ...event.detail, mail: { messageId: "m" } } },
    ...["step", "sub", "pool", "generation"].map((name) => ({
      ...event,
      detail: { ...event.detail, mail: { ...mail, tags: { ...mail.tags, [name]: [] } } },
    })),
    ...["plain", "none", "__proto__"].map((step) => ({
      ...event,
      detail: { ...event.detail, mail: { ...mail, tags: { ...mail.tags, step: [step] } } },
    })),
  ])
    assert.deepEqual((await stepAfter(other as typeof event, key)).lines, []);
  assert.equal((await ledger.get(key))?.steps.welcome?.state, "pending");
});

test("a user without an entry is nobody's mail", async () => {
  const key = { userPoolId, sub: "nobody" };
  await handler(eventOf(key, "Bounce"));
  assert.equal(await ledger.get(key), undefined);
});
