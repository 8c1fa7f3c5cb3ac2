import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Timeline } from "@foyer/local";
import { rowsOfTimeline } from "../../packages/cli/src/timeline/rows-of-timeline.ts";
import { type Person, type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("examples/mails/onboarding.ts");
});
beforeEach(() => stage.dev.local.reset());
after(() => stage?.stop());

const ses = (operation: string, input: object) => stage.dev.local.call("sesv2", operation, input);
const noteOf = (timeline: Timeline, step: string) => rowsOfTimeline(timeline).find(({ label }) => label === step)?.note ?? "";
const reached = (step: string, state: string) => (timeline: Timeline) =>
  timeline.steps.some((row) => row.step === step && row.state === state);

async function confirmed(attributes: Record<string, string> = {}): Promise<Person> {
  const user = await stage.signUp(attributes);
  await stage.confirm(user);
  return user;
}

async function stepOf(user: Person, step: string, reset = false): Promise<Record<string, { S?: string }>> {
  const items = (await stage.items("foyer_ledger")) as Record<string, { S?: string; M?: Record<string, { M: object }> }>[];
  const entry = items.find(({ pk }) => pk?.S?.includes(user.sub) && pk.S.includes("#reset#") === reset);
  return (entry?.steps?.M?.[step]?.M ?? {}) as Record<string, { S?: string }>;
}

test("mails arrive with names and subjects in any script, text, file, unsubscribe button and tags", async () => {
  const user = await confirmed({ name: "Žofie" });
  const mail = await stage.mail(user.email, "Willkommen, Žofie 🎉");
  assert.equal(mail.from, "Grüße von Acme <hello@example.com>");
  assert.deepEqual(mail.replyTo, ["help@example.com"]);
  assert.match(mail.text ?? "", /^Welcome, Žofie!\n\nYour account is ready\./);
  assert.match(Buffer.from(mail.attachments[0]?.content ?? []).toString(), new RegExp(`UID:${user.sub}@`));
  assert.deepEqual(mail.tags, {
    series: "first-week",
    step: "welcome",
    sub: user.sub,
    pool: stage.dev.pool.userPoolId,
    generation: "0",
  });
  const guide = await stage.mail(user.email, "The guide");
  assert.equal(guide.text, `The guide\n\nRead it here (https://example.com/guide?u=${user.sub})`);
  await stage.until(user.sub, ({ executions }) => executions.some(({ waitingUntil }) => waitingUntil !== undefined));
  stage.dev.local.clock.advance(2 * 86_400_000);
  const tips = await stage.mail(user.email, "Three tips");
  assert.deepEqual(
    tips.headers.map(({ name, value }) => `${name}: ${value}`),
    [`List-Unsubscribe: <https://example.com/unsubscribe?u=${user.sub}>`, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"],
  );
  const events = stage.dev.local.events.list({ sub: user.sub }).map(({ detailType }) => detailType);
  assert.deepEqual([events.length, new Set(events)], [6, new Set(["Email Sent", "Email Delivered"])]);
});

test("an unverified sender parks the user, and the timeline and the ledger say what to verify", async () => {
  await ses("DeleteEmailIdentity", { EmailIdentity: "hello@example.com" });
  const user = await confirmed();
  const timeline = await stage.until(user.sub, reached("welcome", "gave up"));
  const says =
    /MessageRejected: SES has not verified the sender or its domain example\.com in this Region: verify one, then replay/;
  assert.match(noteOf(timeline, "welcome"), says);
  assert.match((await stepOf(user, "welcome")).reason?.S ?? "", says);
  assert.deepEqual(stage.subjects(user.email), []);
  await ses("CreateEmailIdentity", { EmailIdentity: "hello@example.com" });
});

test("a paused account keeps the user waiting, and the mail goes out once it is resumed", async () => {
  await ses("PutAccountSendingAttributes", { SendingEnabled: false });
  const user = await confirmed();
  const paused = await stage.until(user.sub, reached("welcome", "failed"));
  assert.match(
    noteOf(paused, "welcome"),
    /SendingPausedException: sending is paused for the SES account or the configuration set: resume it/,
  );
  await ses("PutAccountSendingAttributes", { SendingEnabled: true });
  await stage.until(user.sub, ({ executions }) => executions.some(({ waitingUntil }) => waitingUntil !== undefined));
  stage.dev.local.clock.advance(60_000);
  await stage.until(user.sub, reached("welcome", "done"));
  assert.equal(stage.subjects(user.email)[0], "Willkommen 🎉");
});

test("a mail to a suppressed address is done, and the timeline says that nobody gets it", async () => {
  const user = await stage.signUp();
  await ses("PutSuppressedDestination", { EmailAddress: user.email, Reason: "BOUNCE" });
  await stage.confirm(user);
  const timeline = await stage.until(user.sub, reached("guide", "done"));
  const withheld = rowsOfTimeline(timeline).filter(({ label, mark }) => label === "mail" && mark === "failed");
  assert.deepEqual(
    withheld.map(({ note }) => note),
    ["Willkommen 🎉", "The guide"].map((subject) => `“${subject}” reaches nobody: the recipient is on the suppression list`),
  );
  assert.deepEqual(stage.subjects(user.email), []);
  // The newest are first.
  const bounced = stage.dev.local.events.list({ sub: user.sub }).findLast(({ detailType }) => detailType === "Email Bounced");
  assert.ok(bounced);
  assert.deepEqual((bounced.detail.mail as { tags: object }).tags, {
    series: ["first-week"],
    step: ["welcome"],
    sub: [user.sub],
    pool: [stage.dev.pool.userPoolId],
    generation: ["0"],
    "ses:configuration-set": ["onboarding"],
  });
});

test("a template that SES lacks parks the reset's notice, and one that it has is sent with its data", async () => {
  const user = await confirmed({ name: "Ada" });
  await stage.until(user.sub, reached("guide", "done"));
  await resetPassword(user);
  const parked = await stage.until(user.sub, reached("notice", "gave up"));
  assert.match(
    noteOf(parked, "notice"),
    /NotFoundException: SES lacks what the mail names: Template password-changed does not exist/,
  );
  await ses("CreateEmailTemplate", {
    TemplateName: "password-changed",
    TemplateContent: { Subject: "Your password was changed", Text: "Hi {{name}}" },
  });
  stage.dev.local.clock.advance(3_600_000);
  await resetPassword(user);
  assert.equal((await stage.mail(user.email, "Your password was changed")).text, "Hi Ada");
});

test("in the sandbox a recipient who is not verified parks the user, with what to ask AWS for", async () => {
  const sandbox = await startStage("examples/mails/onboarding.ts", { sandbox: true });
  try {
    const user = await sandbox.signUp();
    await sandbox.confirm(user);
    const timeline = await sandbox.until(user.sub, reached("welcome", "gave up"));
    assert.match(
      noteOf(timeline, "welcome"),
      /MessageRejected: the SES account is in the sandbox and the recipient is not verified: ask AWS for production access/,
    );
    assert.deepEqual(sandbox.subjects(user.email), []);
  } finally {
    await sandbox.stop();
  }
});

async function resetPassword({ email }: Person): Promise<void> {
  const { clientId: ClientId } = stage.dev.pool;
  const since = Math.max(...stage.dev.local.inbox.list({ to: email }).map(({ at }) => at));
  await stage.cognito.send(new ForgotPasswordCommand({ ClientId, Username: email }));
  const { code } = await stage.dev.local.inbox.next({ to: email, after: since });
  await stage.cognito.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode: code, Password: "Another-horse-8" }),
  );
}
