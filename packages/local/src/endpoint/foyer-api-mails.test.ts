import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import type { ListedMails, WholeMail } from "./foyer-api-mails.ts";

const mail = (over: object = {}) => ({
  from: "Acme <hello@acme.com>",
  to: ["ada@example.com"],
  subject: "Welcome",
  text: "Good to have you.",
  via: "ses" as const,
  ...over,
});

describe("what the console reads of mails", () => {
  let local: LocalAws;

  before(async () => {
    local = await startLocal();
  });
  after(() => local.stop());

  const get = (path: string) => fetch(`${local.url}/_foyer/${path}`);
  const list = async (query = "") => (await (await get(`mails?${query}`)).json()) as ListedMails;
  const one = async (id: string) => (await (await get(`mails/${id}`)).json()) as WholeMail;
  const found = async (search: string) =>
    (await list(`search=${encodeURIComponent(search)}`)).mails.map(({ subject }) => subject);

  it("finds a part of a recipient, of a subject and of the words, in any case, and nothing by a wildcard", async () => {
    local.inbox.deliver(mail({ subject: "First", to: ["Ada <ada@example.com>"] }));
    local.inbox.deliver(
      mail({ subject: "100% yours", to: ["bob@example.com"], text: undefined, html: "<p>Only <b>here</b></p>" }),
    );
    local.inbox.deliver(mail({ subject: "", from: "NOTICE", to: ["+12065550123"], text: "Your code is 424242", via: "cognito" }));
    assert.deepEqual(await found("ADA@"), ["First"]);
    assert.deepEqual(await found("100%"), ["100% yours"]);
    assert.deepEqual(await found("1%0"), []);
    assert.deepEqual(await found("only"), ["100% yours"]);
    assert.deepEqual(await found("424242"), [""]);
    const page = await list("offset=1&limit=1");
    assert.deepEqual(
      [page.total, page.mails.map(({ subject, preview }) => [subject, preview])],
      [3, [["100% yours", "Only here"]]],
    );
    const [text] = (await list("limit=1")).mails;
    assert.deepEqual([text?.medium, text?.code], ["sms", "424242"]);
    assert.equal((await get("mails?offset=-1")).status, 400);
    assert.equal((await get("mails/nobody")).status, 404);
  });

  it("names the step and the attempt that sent a mail, and tells when it reached the same recipients twice", async () => {
    const about = { sub: "user-1", invocationId: "inv-1" };
    const { journal } = local;
    journal.record("invocation.started", about, { functionName: "worker", version: "1", coldStart: false });
    const lost = local.inbox.deliver(mail(about));
    const other = local.inbox.deliver(mail({ ...about, to: ["boss@example.com"] }));
    const step = { step: "welcome", phase: "afterwards" };
    journal.record("step", about, { ...step, state: "failed", attempt: 1 });
    const again = local.inbox.deliver(mail({ ...about, subject: "Welcome!" }));
    const tips = local.inbox.deliver(mail({ ...about, subject: "Tips" }));
    journal.record("step", about, { step: "tips", phase: "afterwards", state: "done", attempt: 1, result: { messageId: tips } });
    journal.record("step", about, { ...step, state: "done", attempt: 2, result: { messageId: again } });
    const wanted = { invocationId: "inv-1", functionName: "worker", ...step };
    const whole = await one(again);
    assert.deepEqual(whole.sentBy, { ...wanted, attempt: 2 });
    assert.deepEqual(whole.copy, { number: 2, of: 2 });
    assert.deepEqual((await one(lost)).sentBy, { ...wanted, attempt: 1 });
    assert.deepEqual((await one(lost)).copy, { number: 1, of: 2 });
    assert.equal((await one(other)).copy, undefined);
    assert.deepEqual([(await one(tips)).sentBy?.step, (await one(tips)).copy], ["tips", undefined]);
  });

  it("takes the same words of a function that ran twice for one event for a duplicate, and a notice of each reset for none", async () => {
    const { journal } = local;
    const twice = ["inv-2", "inv-3"].map((invocationId) => {
      const about = { sub: "user-2", invocationId };
      journal.record("invocation.started", about, { functionName: "handler", version: "1", coldStart: false });
      return local.inbox.deliver(mail(about));
    });
    assert.deepEqual((await one(twice[1] as string)).copy, { number: 2, of: 2 });
    const notices = ["inv-4", "inv-5"].map((invocationId) => {
      const about = { sub: "user-3", invocationId };
      journal.record("user.confirmed", { sub: "user-3" }, { userPoolId: "pool", by: "ConfirmForgotPassword" });
      const id = local.inbox.deliver(mail({ ...about, subject: "Your password was changed" }));
      journal.record("step", about, { step: "notice", phase: "onPasswordReset", state: "done", attempt: 1 });
      return id;
    });
    const whole = await one(notices[1] as string);
    assert.deepEqual([whole.sentBy?.step, whole.copy], ["notice", undefined]);
  });

  it("shows the HTML of a mail under a policy that lets nothing run, load or leave", async () => {
    const picture = { name: "logo.png", type: "image/png", content: new Uint8Array([1, 2, 3]), contentId: "logo@acme" };
    const html = `<link rel="preconnect" href="https://evil.example"><LINK/rel=dns-prefetch/HREF
 =//evil.example><a title=""href='https://evil.example'>x</a>
      <img src="cid:logo@acme"><img src="cid:other"><style>@media (prefers-color-scheme: dark) { p { color: red } }</style>`;
    const id = local.inbox.deliver(mail({ html, attachments: [picture] }));
    const light = await get(`mail-html/${id}`);
    const policy = light.headers.get("content-security-policy") ?? "";
    for (const rule of ["default-src 'none'", "img-src data:;", "form-action 'none'", "frame-ancestors 'self'", "sandbox"])
      assert.ok(policy.includes(rule), rule);
    assert.equal(light.headers.get("x-dns-prefetch-control"), "off");
    const text = await light.text();
    assert.doesNotMatch(text, /(?<!data-)\bhref\s*=/i);
    assert.match(text, /src="data:image\/png;base64,AQID"/);
    assert.match(text, /src="cid:other"/);
    assert.match(text, /@media \(max-width: 0\) \{ p/);
    assert.match(await (await get(`mail-html/${id}?theme=dark`)).text(), /@media \(min-width: 0\) \{ p/);
    const asked = await get(`mail-html/${id}?images=remote`);
    assert.match(asked.headers.get("content-security-policy") ?? "", /img-src data: https: http:;/);
  });

  it("hands out attachments as bytes to be kept, under a name that leads nowhere else", async () => {
    const content = new TextEncoder().encode("<script>alert(1)</script>");
    const names = ["../../.bashrc", 'a"\r\nx: y.html', "Rechnung für März.pdf", "\ud800.txt", ""];
    const attachments = names.map((name) => ({ name, type: "text/html", content }));
    const id = local.inbox.deliver(mail({ attachments }));
    const served = await Promise.all(names.map((_, part) => get(`mail-attachments/${id}?part=${part}`)));
    const dispositions = served.map(({ headers }) => decodeURIComponent(headers.get("content-disposition") ?? ""));
    assert.deepEqual(
      dispositions.map((disposition) => disposition.replace("attachment; filename*=UTF-8''", "")),
      ["_.._.bashrc", "a___x_ y.html", "Rechnung für März.pdf", "\ufffd.txt", "attachment"],
    );
    for (const { headers } of served) {
      assert.equal(headers.get("content-type"), "application/octet-stream");
      assert.equal(headers.get("x-content-type-options"), "nosniff");
    }
    assert.equal(await served[0]?.text(), "<script>alert(1)</script>");
    assert.equal((await get(`mail-attachments/${id}?part=9`)).status, 404);
    assert.equal((await get(`mail-html/none`)).status, 404);
    assert.deepEqual((await one(id)).parts[2], { name: "Rechnung für März.pdf", type: "text/html", size: content.length });
  });
});
