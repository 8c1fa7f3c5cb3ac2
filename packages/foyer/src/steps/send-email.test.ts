import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { TestAws } from "../test-aws.ts";
import { html } from "./html.ts";
import { sendEmail } from "./send-email.ts";
import { runAlone, testUser } from "./test-run.ts";

let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const base = { from: "Acme <hello@acme.com>", subject: "Welcome", html: html`<p>Hi</p>`, ifUnknown: "resend" } as const;
const sent = () => aws.inputsOf("SendEmail");

test("a mail has its sender, HTML, the text of it, and tags for step and user", async () => {
  const result = await runAlone(
    sendEmail({ ...base, html: (user) => html`<p>Hi <b>${user.name}</b></p>`, replyTo: "help@acme.com" }),
  );
  assert.deepEqual(result, { messageId: "message-1" });
  assert.deepEqual(sent()[0], {
    FromEmailAddress: "Acme <hello@acme.com>",
    Destination: { ToAddresses: ["ann@example.com"] },
    ReplyToAddresses: ["help@acme.com"],
    Content: {
      Simple: {
        Subject: { Data: "Welcome", Charset: "UTF-8" },
        Body: { Text: { Data: "Hi", Charset: "UTF-8" }, Html: { Data: "<p>Hi <b></b></p>", Charset: "UTF-8" } },
      },
    },
    EmailTags: [
      { Name: "step", Value: "step" },
      { Name: "sub", Value: "ann" },
    ],
  });
});

test("text and subject may be written too; a line break cannot add a header", async () => {
  await runAlone(
    sendEmail({ ...base, text: "own text", subject: ({ name }) => `Hi ${name}` }),
    testUser({ name: "A\r\nBcc: x@y.z" }),
  );
  const { Subject, Body } = sent()[0].Content.Simple;
  assert.equal(Subject.Data, "Hi A Bcc: x@y.z");
  assert.equal(Body.Text.Data, "own text");
});

test("a marketing mail can be ended by one click", async () => {
  await runAlone(sendEmail({ ...base, unsubscribe: ({ sub }) => `https://acme.com/stop?u=${sub}` }));
  assert.deepEqual(sent()[0].Content.Simple.Headers, [
    { Name: "List-Unsubscribe", Value: "<https://acme.com/stop?u=ann>" },
    { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
  ]);
});

test("one attempt submits at most one mail, whatever SES does", async () => {
  for (const answer of [
    "lose reply",
    { status: 500, error: "InternalFailure" },
    { status: 429, error: "TooManyRequestsException" },
  ] as const) {
    aws.reset();
    aws.on("SendEmail", () => answer);
    await assert.rejects(runAlone(sendEmail(base)));
    assert.equal(sent().length, 1);
  }
});

test("a fault of a template is known to have sent nothing", async () => {
  const broken = sendEmail({ ...base, html: ({ attributes }) => html`${(attributes.missing as string).trim()}` });
  await assert.rejects(runAlone(broken), { name: "StepError", retry: false, happened: "no", message: /^Cannot render the mail/ });
  assert.equal(sent().length, 0);
});

test("a user without an e-mail address is skipped", async () => {
  await assert.rejects(runAlone(sendEmail(base), testUser({ email: "" })), { name: "StepSkipped" });
});

test("a sender that is no address is refused when the file is loaded", () => {
  for (const from of ["Acme", "Acme <hello>", "a@b@c", "*@acme.com", ""])
    assert.throws(() => sendEmail({ ...base, from }), { name: "OnboardingError" }, from);
  assert.deepEqual(sendEmail({ ...base, from: "hello@acme.com" }).resources, { senders: ["hello@acme.com"] });
});
