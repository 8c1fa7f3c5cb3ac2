import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { decodeWords } from "postal-mime";
import { arn } from "../onboarding/arn.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
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
    sendEmail({ ...base, html: (user: ConfirmedUser) => html`<p>Hi <b>${user.name}</b></p>`, replyTo: "help@acme.com" }),
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
      { Name: "pool", Value: "us-east-1_Test" },
      { Name: "generation", Value: "0" },
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

test("a marketing mail can be ended by one click, and only such a mail", async () => {
  const unsubscribe = ({ sub }: { sub: string }) => `https://acme.com/stop?u=${sub}`;
  await runAlone(sendEmail({ ...base, kind: "marketing", unsubscribe }));
  assert.deepEqual(sent()[0].Content.Simple.Headers, [
    { Name: "List-Unsubscribe", Value: "<https://acme.com/stop?u=ann>" },
    { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
  ]);
  for (const address of ["http://acme.com/stop", "acme.com/stop", "mailto:stop@acme.com"]) {
    const step = sendEmail({ ...base, kind: "marketing", unsubscribe: () => address });
    await assert.rejects(runAlone(step), { name: "StepError", happened: "no", message: /^Cannot render the mail/ }, address);
  }
  assert.throws(() => sendEmail({ ...base, kind: "marketing" } as never), {
    name: "OnboardingError",
    message: /needs 'unsubscribe'/,
  });
  assert.throws(() => sendEmail({ ...base, unsubscribe } as never), { name: "OnboardingError" });
});

test("names that are not ASCII go out as encoded words, and domains as DNS has them", async () => {
  const name = "Žofie Größe 你好 – ".repeat(3);
  const step = sendEmail({
    ...base,
    from: `${name}<hello@müller.de>`,
    replyTo: 'Help, "us" <help@acme.com>',
    subject: "Grüße 🎉",
  });
  await runAlone(step, testUser({ email: "ann@bücher.example" }));
  const { FromEmailAddress, ReplyToAddresses, Destination, Content } = sent()[0];
  const [, words = "", address] = /^(.*) <(.*)>$/.exec(FromEmailAddress) ?? [];
  assert.equal(address, "hello@xn--mller-kva.de");
  assert.ok(words.split(" ").every((word) => /^=\?UTF-8\?B\?[\w+/=]+\?=$/.test(word) && word.length <= 75));
  assert.equal(decodeWords(words), name.trim());
  assert.deepEqual(ReplyToAddresses, ['"Help, \\"us\\"" <help@acme.com>']);
  assert.deepEqual([Destination.ToAddresses, Content.Simple.Subject.Data], [["ann@xn--bcher-kva.example"], "Grüße 🎉"]);
  assert.deepEqual(step.resources.senders, ["hello@xn--mller-kva.de"]);
});

test("HTML of a renderer comes from a plain function, and its text is derived", async () => {
  const rendered = async ({ name = "you" }: { name?: string | undefined }) =>
    `<!doctype html><html><head><style>p{color:red}</style></head><body><!--[if mso]><p>Outlook</p><![endif]-->
     <div style="display:none">Soon\u200c\u00a0\u200c\u00a0\u200c</div><p>Hi ${name}</p></body></html>`;
  const { html: _, ...rest } = base;
  await runAlone(sendEmail({ ...rest, rendered }), testUser({ name: "Ann" }));
  const { Html, Text } = sent()[0].Content.Simple.Body;
  assert.match(Html.Data, /<p>Hi Ann<\/p>/);
  assert.equal(Text.Data, "Soon\n\nHi Ann");
  const unescaped = { ...base, html: (() => "<p>Hi</p>") as never };
  await assert.rejects(runAlone(sendEmail(unescaped)), { message: /must be made by the html tag/ });
});

test("a template of SES goes by its name with its data, and asks for the permission that it needs", async () => {
  const step = sendEmail({
    from: base.from,
    template: "welcome",
    templateData: ({ name = "you" }) => ({ name, tips: [1, 2] }),
    configurationSet: "onboarding",
    tags: { flow: "first-week" },
    ifUnknown: "resend",
  });
  await runAlone(step, testUser({ name: "Žofie" }));
  const { Content, ConfigurationSetName, EmailTags } = sent()[0];
  assert.deepEqual(Content, { Template: { TemplateName: "welcome", TemplateData: '{"name":"Žofie","tips":[1,2]}' } });
  assert.equal(ConfigurationSetName, "onboarding");
  assert.deepEqual(EmailTags, [
    { Name: "flow", Value: "first-week" },
    { Name: "step", Value: "step" },
    { Name: "sub", Value: "ann" },
    { Name: "pool", Value: "us-east-1_Test" },
    { Name: "generation", Value: "0" },
  ]);
  assert.deepEqual(step.permissions, [
    {
      actions: ["ses:SendEmail", "ses:SendTemplatedEmail"],
      resources: [
        arn("ses", "identity/hello@acme.com"),
        arn("ses", "identity/acme.com"),
        arn("ses", "configuration-set/onboarding"),
        arn("ses", "template/welcome"),
      ],
      condition: { StringEquals: { "ses:FromAddress": "hello@acme.com" } },
    },
  ]);
  assert.deepEqual(step.resources, { senders: ["hello@acme.com"], configurationSets: ["onboarding"] });
});

test("attachments go out as bytes, an inline image by its content id", async () => {
  const ics = { fileName: "call.ics", contentType: "text/calendar", content: "BEGIN:VCALENDAR" };
  const logo = { fileName: "logo.png", contentType: "image/png", content: new Uint8Array([1, 2]), contentId: "logo" };
  await runAlone(sendEmail({ ...base, attachments: async () => [ics, logo] }));
  assert.deepEqual(
    sent()[0].Content.Simple.Attachments.map((each: Record<string, string>) => [
      each.FileName,
      each.ContentType,
      each.RawContent,
      each.ContentDisposition,
      each.ContentId,
    ]),
    [
      ["call.ics", "text/calendar", Buffer.from("BEGIN:VCALENDAR").toString("base64"), "ATTACHMENT", undefined],
      ["logo.png", "image/png", "AQI=", "INLINE", "logo"],
    ],
  );
});

test("each refusal of SES says what it is, what to do, and whether it may pass", async () => {
  const where = "Email address is not verified. The following identities failed the check in region US-EAST-1:";
  const cases: [string, string, boolean, RegExp][] = [
    [
      "MessageRejected",
      `${where} hello@acme.com`,
      false,
      /^SES has not verified the sender or its domain acme.com in this Region/,
    ],
    ["MessageRejected", `${where} Acme <Hello@acme.com>, ann@example.com`, false, /^SES has not verified the sender/],
    ["MessageRejected", `${where} ann@example.com`, false, /in the sandbox and the recipient is not verified/],
    ["SendingPausedException", "Email sending is disabled", true, /^sending is paused .*: resume it$/],
    ["AccountSuspendedException", "Suspended", false, /^AWS has suspended the SES account/],
    ["MailFromDomainNotVerifiedException", "No MX", false, /^the MAIL FROM domain of acme.com lacks its MX record/],
    ["LimitExceededException", "Quota", true, /has sent what it may send/],
    ["NotFoundException", "Template welcome does not exist.", false, /^SES lacks what the mail names: Template welcome/],
    ["BadRequestException", "Missing final '@domain'", false, /^SES cannot send this mail: Missing final/],
  ];
  for (const [error, message, retry, says] of cases) {
    aws.on("SendEmail", () => ({ status: 400, error, body: { message } }));
    await assert.rejects(runAlone(sendEmail(base)), { name: error, retry, happened: "no", message: says }, message);
  }
  aws.on("SendEmail", () => ({ status: 400, error: "MessageRejected", body: { message: "Contains a virus" } }));
  await assert.rejects(runAlone(sendEmail(base)), { name: "MessageRejected", message: "Contains a virus" });
});

test("what SES could not take is refused when the file is loaded", () => {
  for (const wrong of [
    { tags: { step: "mine" } },
    { tags: { sub: "mine" } },
    { tags: { plan: "pro plus" } },
    { tags: { "a b": "c" } },
    { configurationSet: "my set" },
    { replyTo: "nobody" },
    { from: "Acme\r\nBcc: x@y.z <hello@acme.com>" },
  ])
    assert.throws(() => sendEmail({ ...base, ...wrong } as never), { name: "OnboardingError" }, JSON.stringify(wrong));
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
  const broken = sendEmail({ ...base, html: ({ attributes }: ConfirmedUser) => html`${(attributes.missing as string).trim()}` });
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
