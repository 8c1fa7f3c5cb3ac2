import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { startServer } from "../../../../test/process/server-process.ts";
import { type Dev, startDev } from "../dev/start-dev.ts";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";

const welcome = join(import.meta.dirname, "..", "..", "..", "..", "examples", "welcome", "onboarding.ts");
const main = join(import.meta.dirname, "..", "main.ts");
const email = "ada@acme.com";

describe("the commands, against a running local AWS", () => {
  let dev: Dev;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "foyer-commands-"));
    dev = await startDev({ file: welcome });
    // On a busy machine a cold start alone can use up the trigger's budget, and its steps would move to the worker.
    await invokeTrigger();
  });
  after(async () => {
    await dev.stop();
    rmSync(folder, { recursive: true });
  });

  function invokeTrigger() {
    return dev.local.functions.invoke({ functionName: "foyer-trigger", payload: '{"triggerSource":"Something_Else"}' });
  }

  async function foyer(...words: string[]) {
    const terminal = recordedTerminal();
    const code = await run([...words, "--endpoint", dev.local.url], terminal);
    return { code, printed: terminal.printed(), complained: terminal.complained() };
  }

  test("inbox says so while no mail was sent", async () => {
    assert.equal((await foyer("inbox")).printed, "No mail yet.");
  });

  test("sign-up takes a user from sign-up to sign-in and draws what happened", async () => {
    const { code, printed, complained } = await foyer("sign-up", email, "--attr", "name=Ada Lovelace");
    assert.equal(complained, "");
    assert.equal(code, 0);
    assert.match(printed, /^ {2}ada@acme\.com {3}sub [\w-]{36}$/m);
    assert.match(printed, /● confirmed .* by ConfirmSignUp$/m);
    assert.match(printed, /✓ trigger .* m?s {3}PostConfirmation_ConfirmSignUp$/m);
    assert.match(printed, /● signed in .* groups in the ID token: Users$/m);
    assert.match(printed, /✉ mail .*“Welcome” from Foyer <hello@example\.com>$/m);
    for (const step of ["record", "groups", "welcome", "joined"]) assert.match(printed, new RegExp(`✓ ${step} +━+ +[\\d.]+ m?s`));
    assert.match(printed, /◷ wait .* 3 days, until /);
    assert.match(printed, /○ tips .* not yet$/m);
    assert.match(printed, /password \S+$/);
  });

  test("logs shows what the functions wrote, of all or of one, and takes CloudWatch's filter pattern", async () => {
    const all = await foyer("logs");
    assert.match(all.printed, /foyer-trigger {2}START RequestId: /);
    assert.match(all.printed, /foyer-worker {2}REPORT RequestId: .*Billed Duration: /);
    const { printed } = await foyer("logs", "foyer-trigger", "--filter", '"START RequestId"', "--lines", "1");
    assert.match(printed, /^[\d:.]{12} {2}START RequestId: [\w-]+ Version: \S+$/);
    const unknown = await foyer("logs", "nobody");
    assert.equal(unknown.code, 1);
    assert.match(unknown.complained, /'nobody' has logged nothing/);
  });

  test("logs --follow goes on with what is logged later, until it is stopped", async () => {
    const args = [
      "--conditions=foyer-source",
      main,
      "logs",
      "foyer-trigger",
      "--lines",
      "0",
      "--follow",
      "--endpoint",
      dev.local.url,
    ];
    const invoked = setInterval(() => void invokeTrigger(), 200);
    const following = await startServer({ args, ready: /START RequestId: / });
    clearInterval(invoked);
    assert.equal(await following.stop(), 0);
  });

  test("sign-up --metadata is the clientMetadata of the confirmation, by a code and by an administrator", async () => {
    for (const by of [[], ["--admin-confirm"]]) {
      const name = `plan${by.length}@acme.com`;
      const { code, printed } = await foyer("sign-up", name, "--metadata", "plan=trial", "--metadata", "a=b=c", ...by, "--json");
      assert.equal(code, 0);
      const { sub } = JSON.parse(printed);
      const confirmed = dev.local.cognito.triggerEvents
        .list(20)
        .find(({ event }) => event.userName === sub && event.triggerSource === "PostConfirmation_ConfirmSignUp");
      assert.deepEqual(confirmed?.event.request.clientMetadata, { plan: "trial", a: "b=c" });
    }
    const { code, complained } = await foyer("sign-up", "none@acme.com", "--metadata", "plan");
    assert.equal(code, 2);
    assert.match(complained, /Cannot use the metadata 'plan': it must read NAME=VALUE/);
  });

  test("sign-up passes on what the user pool refuses", async () => {
    const { code, complained } = await foyer("sign-up", email);
    assert.equal(code, 1);
    assert.match(complained, /^UsernameExistsException: /);
  });

  test("sign-up --admin-confirm --json needs no code and prints one document", async () => {
    const { code, printed } = await foyer("sign-up", "bob@acme.com", "--admin-confirm", "--password", "Secret-1234", "--json");
    const { groups, settled, timeline } = JSON.parse(printed);
    assert.equal(code, 0);
    assert.deepEqual(groups, ["Users"]);
    assert.equal(settled, true);
    assert.equal(timeline.confirmations[0].by, "AdminConfirmSignUp");
    assert.ok(!printed.includes("Secret-1234"));
  });

  test("status draws the ledger entry of one user", async () => {
    const { code, printed } = await foyer("status", email);
    assert.equal(code, 0);
    for (const step of ["record", "groups", "welcome", "joined"]) assert.match(printed, new RegExp(`✓ ${step} +━+ +[\\d.]+ m?s`));
    assert.match(printed, /○ tips +pending$/m);
    const entry = JSON.parse((await foyer("status", email, "--json")).printed);
    assert.equal(entry.steps.tips.state, "pending");
    assert.equal((await foyer("status", entry.sub)).printed.replace(entry.sub, email).includes("✓ welcome"), true);
  });

  test("status says when it knows nobody of that name", async () => {
    const unknown = await foyer("status", "nobody@acme.com");
    assert.deepEqual([unknown.code, unknown.printed], [1, ""]);
    assert.match(unknown.complained, /There is no user nobody@acme\.com/);
    assert.match((await foyer("status", "11111111-1111-1111-1111-111111111111")).complained, /no entry for 1111/);
  });

  test("sign-up --reset plays a password reset, which has an entry of its own", async () => {
    const { code, printed } = await foyer("sign-up", email, "--reset");
    assert.equal(code, 0);
    assert.match(printed, /● password reset .* by ConfirmForgotPassword$/m);
    assert.match(printed, /onPasswordReset\n {4}✓ notice /);
    assert.match((await foyer("status", email)).printed, /password reset [\s\S]*✓ notice [\s\S]*✓ complete/);
  });

  test("inbox lists mails by address, with the codes, as text and as JSON", async () => {
    const { printed } = await foyer("inbox", "--to", email);
    assert.equal(printed.split("\n").length, 4);
    assert.match(printed, /Your verification code +from \S+ {3}code \d{6}$/m);
    const mails = JSON.parse((await foyer("inbox", "--to", email, "--json")).printed);
    assert.equal(mails[0].subject, "Your password was changed");
    const to = "+15551234567";
    dev.local.inbox.deliver({ via: "cognito", from: "NOTICE", to: [to], subject: "", text: "Your code is 123456." });
    assert.match((await foyer("inbox", "--to", to)).printed, /\+15551234567 {3}text message {3}from NOTICE {3}code 123456$/);
  });

  test("invoke sends a test event of its source and shows answer, duration and log", async () => {
    for (const source of ["PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"]) {
      const { code, printed } = await foyer("invoke", source);
      assert.equal(code, 0);
      assert.match(printed, new RegExp(`^✓ answered in \\S+ \\S+ {3}${source} → foyer-trigger`, "m"));
      assert.match(printed, new RegExp(`"triggerSource": "${source}"`));
      assert.match(printed, /^REPORT RequestId: /m);
    }
    const missing = await foyer("invoke", "PreSignUp_SignUp");
    assert.equal(missing.code, 1);
    assert.match(missing.complained, /has no function for PreSignUp/);
  });

  test("invoke sends the event of a file, and refuses one that is no JSON", async () => {
    const file = join(folder, "event.json");
    writeFileSync(file, JSON.stringify({ version: "1", triggerSource: "Something_New", request: {}, response: {} }));
    const { code, printed } = await foyer("invoke", "PostConfirmation_ConfirmSignUp", "--event", file, "--json");
    assert.equal(code, 0);
    assert.equal(JSON.parse(printed).payload.triggerSource, "Something_New");
    writeFileSync(file, "{");
    assert.match((await foyer("invoke", "PostConfirmation_ConfirmSignUp", "--event", file)).complained, /is not JSON/);
    assert.match(
      (await foyer("invoke", "PostConfirmation_ConfirmSignUp", "--event", "nowhere.json")).complained,
      /no readable file/,
    );
  });

  test("clock moves the time, and what is due by then happens", async () => {
    const before = JSON.parse((await foyer("clock", "--json")).printed).now;
    const mail = dev.local.inbox.next({ to: email, after: before });
    assert.equal((await foyer("clock", "+3d")).code, 0);
    assert.equal((await mail).subject, "Three tips");
    const wrong = await foyer("clock", "tomorrow");
    assert.equal(wrong.code, 2);
    assert.match(wrong.complained, /an amount is forward and like \+3d/);
  });
});
