import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Stage, startStage } from "./stage.ts";

const folder = mkdtempSync(join(tmpdir(), "foyer-invoke-"));
const root = join(import.meta.dirname, "..", "..");
let stage: Stage;
before(async () => {
  stage = await startStage("examples/welcome/onboarding.ts");
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage?.stop();
});

function foyer(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const main = join(root, "packages", "cli", "src", "main.ts");
  const env = { ...process.env, AWS_ENDPOINT_URL: stage.dev.local.url };
  const { promise, resolve } = Promise.withResolvers<{ code: number; stdout: string; stderr: string }>();
  execFile(process.execPath, ["--conditions=foyer-source", main, ...args], { env }, (error, stdout, stderr) => {
    resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
  });
  return promise;
}

test("foyer invoke sends a test event of either confirmation source and shows the event that comes back", async () => {
  const sources = ["PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"];
  const results = await Promise.all(sources.map((source) => foyer("invoke", source, "--json")));
  for (const [index, { code, stdout, stderr }] of results.entries()) {
    assert.equal(code, 0, stderr);
    const { payload, functionError, log } = JSON.parse(stdout);
    assert.equal(functionError, null);
    assert.equal(payload.triggerSource, sources[index]);
    assert.equal(payload.userPoolId, stage.dev.pool.userPoolId);
    assert.match(payload.request.userAttributes.email, /@/);
    assert.match(log, /^START RequestId: /m);
    assert.ok(!log.includes(payload.request.userAttributes.email), log);
  }
});

test("a source without a function, an unknown source and a file that is no JSON are refused with the way out", async () => {
  const file = join(folder, "broken.json");
  writeFileSync(file, "{");
  const [noFunction, unknown, broken] = await Promise.all([
    foyer("invoke", "PreSignUp_SignUp"),
    foyer("invoke", "PostConfirmation_Nonsense"),
    foyer("invoke", "PostConfirmation_ConfirmSignUp", "--event", file),
  ]);
  assert.equal(noFunction?.code, 1);
  assert.match(noFunction?.stderr ?? "", /foyer dev --trigger PreSignUp=/);
  assert.equal(unknown?.code, 2);
  assert.match(unknown?.stderr ?? "", /PostConfirmation_ConfirmForgotPassword/);
  assert.equal(broken?.code, 1);
  assert.match(broken?.stderr ?? "", /is not JSON/);
});

test("an event of one's own about a real user does what Cognito's would: a reset brings the notice and nothing else", async () => {
  const ada = await stage.signUp();
  await stage.confirm(ada);
  await stage.until(ada.sub, ({ wait }) => wait !== undefined);
  const file = join(folder, "reset.json");
  const event = { ...stage.event(ada), triggerSource: "PostConfirmation_ConfirmForgotPassword" };
  writeFileSync(file, JSON.stringify(event));
  const { code, stdout } = await foyer("invoke", "PostConfirmation_ConfirmForgotPassword", "--event", file, "--json");
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout).payload, event);
  await stage.until(ada.sub, ({ executions }) => executions.some(({ endedAt }) => endedAt));
  assert.deepEqual(stage.subjects(ada.email), ["Welcome", "Your password was changed"]);
});
