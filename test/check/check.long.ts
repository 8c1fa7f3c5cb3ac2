import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type CheckOptions, checkHandler, type Report } from "../../packages/cli/src/check/check-handler.ts";
import type { SituationKind } from "../../packages/cli/src/check/situations.ts";
import { harmless, partsOf } from "../../packages/cli/src/check/wording.ts";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";

const pathOf = (handler: string) => join(import.meta.dirname, "handlers", handler);

function check(handler: string, options: Partial<CheckOptions> = {}): Promise<Report> {
  return checkHandler({ handler: pathOf(handler), environment: {}, attributes: {}, ...options });
}

/** What a report says of the situations of one kind, by call. */
function said({ findings }: Report, kind: SituationKind): Record<string, string> {
  const found = findings.filter((finding) => finding.kind === kind);
  return Object.fromEntries(found.map((finding) => [finding.call ?? "", partsOf(finding).join("; ")]));
}

describe("what foyer check finds", { concurrency: 4 }, () => {
  test("a handler that looks at the trigger source does nothing at a reset; its mail still doubles and gets lost", async () => {
    const report = await check("looks-at-source.mjs");
    assert.deepEqual(report.made, ["sender hello@example.com"]);
    assert.deepEqual(said(report, "reset"), { "": harmless });
    assert.deepEqual(said(report, "slow"), { SendEmail: 'sends "Welcome" twice' });
    assert.deepEqual(said(report, "reply-lost"), { SendEmail: 'sends "Welcome" twice' });
    assert.deepEqual(said(report, "throttled"), { SendEmail: 'half-done: no mail "Welcome"; the user sees an error' });
    assert.deepEqual(said(report, "crash"), { SendEmail: "all is done, yet the user sees an error" });
  });

  test("who is half-done is CONFIRMED, signs in, and cannot confirm again", async () => {
    const { findings } = await check("looks-at-source.mjs");
    const { aftermath, refusal } = findings.find(({ kind }) => kind === "throttled") ?? {};
    assert.equal(refusal, "PostConfirmation failed with error Maximum sending rate exceeded..");
    assert.deepEqual(aftermath, {
      status: "CONFIRMED",
      signsIn: true,
      confirmAgain: "User cannot be confirmed. Current status is CONFIRMED",
    });
  });

  test("a mail by a template of SES gets a stand-in for it, and its configuration set", async () => {
    const report = await check("sends-a-template.mjs");
    const made = ["configuration set mails", "sender hello@example.com", "template welcome (a stand-in)"];
    assert.deepEqual(report.made.toSorted(), made);
    assert.deepEqual(said(report, "slow"), { SendEmail: 'sends "welcome" twice' });
  });

  test("a put that happens once only is harmed by no reset, no overlap and no lost answer", async () => {
    const report = await check("puts-once.mjs");
    assert.deepEqual(report.made, ["table people (key sub, a guess)"]);
    assert.deepEqual(said(report, "reset"), { "": harmless });
    assert.deepEqual(said(report, "slow"), { PutItem: harmless });
    assert.deepEqual(said(report, "reply-lost"), { PutItem: harmless });
    assert.deepEqual(said(report, "throttled"), { PutItem: "half-done: no item in people; the user sees an error" });
  });

  test("looking first protects from a reset, and not from an attempt that overlaps", async () => {
    const report = await check("looks-then-sends.mjs");
    assert.deepEqual(said(report, "reset"), { "": harmless });
    assert.deepEqual(said(report, "slow"), {
      GetItem: harmless,
      SendEmail: 'sends "Welcome" twice',
      PutItem: 'sends "Welcome" twice',
    });
    assert.deepEqual(said(report, "crash"), {
      GetItem: 'half-done: no mail "Welcome", no item in welcomed; the user sees an error',
      SendEmail: "half-done: no item in welcomed; the user sees an error",
      PutItem: "all is done, yet the user sees an error",
    });
  });

  test("events, messages, invocations, second items and numbers that count twice are found, in whichever export", async () => {
    const report = await check("tells-everybody.mjs:tell", {
      handler: `${pathOf("tells-everybody.mjs")}:tell`,
      environment: { QUEUE_URL: "https://sqs.us-east-1.amazonaws.com/000000000000/joined" },
      attributes: { "custom:plan": "free" },
    });
    assert.deepEqual(report.made, [
      "table totals (key pk, sk)",
      "table audit (key id, a guess)",
      "queue joined",
      "function crm (answers null)",
    ]);
    const again = 'event "PersonJoined" again; message to joined again; invocation of crm again; changes people in totals';
    assert.deepEqual(said(report, "reset"), { "": `puts another item into audit; ${again}` });
    const { PutEvents, UpdateItem, "PutItem audit (2)": last } = said(report, "slow");
    const twice = 'event "PersonJoined" twice; message to joined twice; invocation of crm twice; counts people in totals twice';
    assert.equal(UpdateItem, `4 items in audit; ${twice}`);
    assert.deepEqual([PutEvents, last], [UpdateItem, UpdateItem]);
    assert.equal(said(report, "throttled")["PutItem audit (2)"], "half-done: no item in audit; the user sees an error");
  });

  test("a check that is interrupted ends after the situation that it is at", async () => {
    const { findings } = await check("swallows.mjs", { signal: AbortSignal.abort() });
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ["reset"],
    );
  });

  test("a handler that swallows its errors leaves users half-done without a word", async () => {
    const report = await check("swallows.mjs");
    assert.deepEqual(said(report, "throttled"), { AdminAddUserToGroup: "half-done: not in group Members" });
    assert.deepEqual(said(report, "reset"), {
      "": "puts the user back into group Members, though an administrator had taken them out",
    });
  });
});

describe("the command foyer check", () => {
  async function foyer(...words: string[]) {
    const terminal = recordedTerminal();
    const code = await run(["check", ...words], terminal);
    return { code, printed: terminal.printed(), complained: terminal.complained(), progressed: terminal.progressed() };
  }

  test("exits with 0 whatever it finds, with 1 if asked to, and shows how far it is", async () => {
    const found = await foyer(pathOf("swallows.mjs"));
    assert.equal(found.code, 0);
    assert.match(found.printed, /^ {2}3 of 5 situations go wrong\.$/m);
    assert.match(found.progressed, /^0 of 5 situations\n.*^5 of 5 situations$/ms);
    const strict = await foyer(pathOf("swallows.mjs"), "--fail-on-findings", "--json");
    assert.equal(strict.code, 1);
    const { plain, findings } = JSON.parse(strict.printed);
    assert.deepEqual(plain.calls, ["AdminAddUserToGroup"]);
    assert.deepEqual(findings[0].doubled, [{ kind: "group", name: "Members", count: 1 }]);
    assert.doesNotMatch(strict.printed, /password/i);
  });

  test("a handler that fails by itself is not checked; where it failed is named", async () => {
    const { code, printed, complained } = await foyer(pathOf("wants-a-variable.mjs"));
    assert.deepEqual([code, printed], [1, ""]);
    assert.match(complained, /fails although nothing goes wrong: PostConfirmation failed with error Cannot read properties of/);
    assert.match(complained, /wants-a-variable\.mjs, line 2\)$/m);
    assert.match(complained, /--env NAME=VALUE/);
    const given = await foyer(pathOf("wants-a-variable.mjs"), "--env", "WANTED=yes");
    assert.equal(given.code, 0);
    assert.match(given.printed, /^ {4}calls +none of AWS: /m);
    assert.match(given.printed, /nothing more to find out about a function that calls nothing of AWS\.$/m);
  });

  const skip = spawnSync("python3", ["-c", "pass"]).status === 0 ? false : "there is no python3 on this machine";
  test("so is a Python handler's", { skip }, async () => {
    const { code, complained } = await foyer(pathOf("wants_a_variable.py"));
    assert.equal(code, 1);
    assert.match(complained, /wants_a_variable\.py, line 5\)$/m);
  });

  test("a file that is not there, and an attribute without a value, are told at once", async () => {
    assert.match((await foyer("nowhere.js")).complained, /there is no file 'nowhere\.js'/);
    const { code, complained } = await foyer("nowhere.js", "--attr", "plan");
    assert.deepEqual([code, complained.split("\n")[0]], [2, "Cannot use the attribute 'plan': it must read NAME=VALUE."]);
  });
});
