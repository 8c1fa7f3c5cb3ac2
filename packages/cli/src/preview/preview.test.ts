import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startLocal } from "@foyer/local";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";
import { type PreviewChange, type PreviewMails, previewMails } from "./preview-mails.ts";
import { type PreviewServer, servePreview } from "./preview-server.ts";
import { sampleUsers } from "./sample-users.ts";

const onboarding = (greeting: string) => `
import { html, onboarding, saveUser, sendEmail } from "foyer";
const from = "Acme <hello@acme.com>";
const logo = { fileName: "logo.png", contentType: "image/png", content: new Uint8Array([1, 2, 3]), contentId: "logo" };
export default onboarding({
  beforeFirstSignIn: { record: saveUser({ table: "users" }) },
  afterwards: {
    welcome: sendEmail({
      from, subject: ({ name = "you" }) => "${greeting} " + name, ifUnknown: "resend", attachments: [logo],
      html: ({ name, attributes }) => html\`<p>${greeting} \${name}, plan \${attributes["custom:plan"]}</p><img src="cid:logo">\`,
    }),
    tips: sendEmail({
      from, kind: "marketing", unsubscribe: ({ sub }) => "https://acme.com/stop?u=" + sub, ifUnknown: "assume-sent", subject: "Tips",
      rendered: ({ email }) => { if (email.startsWith("j.")) throw new Error("no name"); return "<p>Tips</p>"; },
    }),
    offer: sendEmail({ from, template: "offer", templateData: { code: "X1" }, ifUnknown: "assume-sent" }),
  },
});`;

describe("the preview of an onboarding's mails", () => {
  let folder: string;
  let file: string;
  let mails: PreviewMails;
  let server: PreviewServer;
  let changed: (change: PreviewChange) => void = () => {};

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "foyer-project-"));
    symlinkSync(join(import.meta.dirname, "..", "..", "..", "..", "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    file = join(folder, "onboarding.ts");
    writeFileSync(file, onboarding("Hello"));
    mails = await previewMails(file, join(folder, "out"), (change) => changed(change));
    server = await servePreview(() => mails, sampleUsers({ "custom:plan": "pro" }, {}), 0);
  });
  after(async () => {
    await server?.stop();
    await mails?.stop();
    rmSync(folder, { recursive: true });
  });

  const get = (path: string) => fetch(new URL(path, server.url));
  // biome-ignore lint/suspicious/noExplicitAny: what the page reads, member by member.
  const json = async (path: string): Promise<any> => (await get(path)).json();

  test("lists the steps that send mails, and the users to send them to", async () => {
    const { steps, users, failure } = await json("mails.json");
    assert.deepEqual(
      steps.map(({ step, phase }: Record<string, string>) => `${phase} ${step}`),
      ["afterwards welcome", "afterwards tips", "afterwards offer"],
    );
    assert.ok(users.includes("no name") && users.includes("a name that is HTML"));
    assert.equal(failure, null);
  });

  test("shows a mail as the step would send it, with what every sample user is given", async () => {
    const mail = await json("mail.json?step=welcome&user=0");
    assert.deepEqual(
      [mail.subject, mail.from, mail.to, mail.text],
      ["Hello Ada", "Acme <hello@acme.com>", "ada@example.com", "Hello Ada, plan pro"],
    );
    assert.deepEqual(mail.attachments, [{ name: "logo.png", type: "image/png", bytes: 3 }]);
    const tips = await json("mail.json?step=tips&user=0");
    assert.match(tips.headers[0].value, /^<https:\/\/acme\.com\/stop\?u=[\w-]{36}>$/);
    const offer = await json("mail.json?step=offer&user=0");
    assert.deepEqual([offer.template, JSON.parse(offer.data)], ["offer", { code: "X1" }]);
  });

  test("renders a template of SES from a file or out of the local AWS, and says what it lacks", async () => {
    const templates = join(folder, "templates");
    mkdirSync(templates);
    const content = { Subject: "Offer {{code}}", Html: "<b>{{code}}</b>", Text: "Code {{code}}" };
    const local = await startLocal();
    const at = await servePreview(() => mails, sampleUsers({}, {}), 0, { folder: templates, endpoint: local.url });
    const shown = async () =>
      (await (await fetch(new URL("mail.json?step=offer&user=0", at.url))).json()) as Record<string, string | undefined>;
    const html = async () => (await fetch(new URL("mail.html?step=offer&user=0", at.url))).text();
    assert.equal((await shown()).subject, undefined);
    await local.call("sesv2", "CreateEmailTemplate", { TemplateName: "offer", TemplateContent: content });
    const { subject, text, template } = await shown();
    assert.deepEqual([subject, text, template], ["Offer X1", "Code X1", "offer"]);
    assert.equal(await html(), "<b>X1</b>");
    const file = join(templates, "offer.json");
    writeFileSync(file, JSON.stringify({ TemplateName: "offer", TemplateContent: { Subject: "Of the file", Html: "{{none}}" } }));
    assert.match((await shown()).failure ?? "", /none/);
    writeFileSync(file, "{}");
    assert.match((await shown()).failure ?? "", /offer\.json as it must be a JSON object with TemplateContent/);
    await at.stop();
    await local.stop();
    rmSync(templates, { recursive: true });
  });

  test("says what is wrong with a template, for the users for whom it is", async () => {
    assert.deepEqual(await json("mail.json?step=tips&user=1"), { failure: "Cannot render the mail: no name" });
  });

  test("gives the HTML as a document without scripts and network, its inline images within", async () => {
    const answer = await get("mail.html?step=welcome&user=3");
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^sandbox; default-src 'none';/);
    assert.ok(!/script-src|https?:/.test(policy));
    const html = await answer.text();
    assert.ok(html.includes("&lt;b&gt;Bobby") && !html.includes("<script"));
    assert.ok(html.includes('src="data:image/png;base64,AQID"'));
    const page = await get("");
    assert.match(page.headers.get("content-security-policy") ?? "", /^default-src 'none'; script-src 'self';/);
    assert.match(await page.text(), /<iframe id="html" sandbox /);
  });

  test("answers this machine only, by its own name, and only to read", async () => {
    assert.equal(await statusOf({ host: "evil.example" }), 403);
    assert.equal(await statusOf({ host: `127.0.0.1:${Number(new URL(server.url).port) + 1}` }), 403);
    assert.equal(await statusOf({ origin: "https://evil.example" }), 403);
    assert.equal(await statusOf({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }), 403);
    assert.equal(await statusOf({}), 200);
    assert.equal((await fetch(server.url, { method: "POST" })).status, 405);
    assert.equal((await get("mail.html?step=nobody&user=0")).status, 404);
    assert.equal((await get("mail.json?step=welcome&user=99")).status, 404);
  });

  function statusOf(headers: Record<string, string>): Promise<number | undefined> {
    const { hostname, port } = new URL(server.url);
    return new Promise((resolve, reject) => {
      request({ hostname, port, path: "/mails.json", headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });
  }

  test("follows the file: what cannot be used is said, and the mails before stay until it can", async () => {
    const next = () => new Promise<PreviewChange>((resolve) => (changed = resolve));
    const broken = next();
    writeFileSync(file, "export default {");
    assert.match((await broken).failure ?? "", /^Cannot build .*onboarding\.ts/);
    assert.match((await json("mails.json")).failure, /^Cannot build/);
    assert.equal((await json("mail.json?step=welcome&user=0")).subject, "Hello Ada");
    const mended = next();
    writeFileSync(file, onboarding("Good day"));
    assert.equal((await mended).failure, undefined);
    assert.equal((await json("mail.json?step=welcome&user=0")).subject, "Good day Ada");
  });

  test("the command says which steps send mails, where the one asked for does not", async () => {
    const terminal = recordedTerminal();
    assert.equal(await run(["preview", "record", "--file", file, "--port", "0"], terminal), 1);
    assert.match(terminal.complained(), /Cannot show 'record' as no step .* Those that do are welcome, tips, offer\./);
    const missing = recordedTerminal();
    assert.equal(await run(["preview", "--file", join(folder, "nothing.ts")], missing), 1);
    assert.match(missing.complained(), /Cannot show mails as there is no file/);
  });

  test("the command names the port that is in use", async () => {
    const terminal = recordedTerminal();
    assert.equal(await run(["preview", "--file", file, "--port", new URL(server.url).port], terminal), 1);
    assert.match(terminal.complained(), /Cannot show the preview as the port \d+ is in use/);
  });
});
