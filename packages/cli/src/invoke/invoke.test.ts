import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { walkDemoUser } from "../dev/demo.ts";
import { type Dev, startDev } from "../dev/start-dev.ts";
import { UsageError } from "../errors.ts";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";
import { setMembers } from "./set-members.ts";
import { aboutSource, triggerSources } from "./trigger-events.ts";

const triggers = [
  "PreSignUp",
  "CustomMessage",
  "PostConfirmation",
  "PreAuthentication",
  "PostAuthentication",
  "DefineAuthChallenge",
  "CreateAuthChallenge",
  "VerifyAuthChallengeResponse",
  "PreTokenGeneration@V2_0",
  "UserMigration",
  "CustomSMSSender",
];

describe("foyer invoke", () => {
  let dev: Dev;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "foyer-invoke-"));
    const path = join(folder, "echo.mjs");
    writeFileSync(path, "export const handler = async (event) => event;");
    dev = await startDev({ triggers: triggers.map((trigger) => ({ trigger, path })) });
  });
  after(async () => {
    await dev.stop();
    rmSync(folder, { recursive: true });
  });

  async function foyer(...words: string[]) {
    const terminal = recordedTerminal();
    const code = await run(["invoke", ...words, "--endpoint", dev.local.url], terminal);
    return { code, printed: terminal.printed(), complained: terminal.complained() };
  }

  async function event(...words: string[]) {
    const { code, printed, complained } = await foyer(...words, "--print");
    assert.equal(code, 0, complained);
    return JSON.parse(printed);
  }

  test("has an event in Cognito's form for each trigger source, with a word on what it stands for", async () => {
    assert.equal(triggerSources.length, 40);
    for (const source of triggerSources) {
      const made = await event(source);
      assert.deepEqual(
        Object.keys(made),
        ["version", "region", "userPoolId", "userName", "callerContext", "triggerSource", "request", "response"],
        source,
      );
      assert.equal(made.triggerSource, source);
      assert.equal(made.userPoolId, dev.pool.userPoolId);
      for (const value of Object.values(made.request.userAttributes ?? {})) assert.equal(typeof value, "string", source);
      assert.ok(aboutSource(source));
    }
  });

  test("sends what Cognito itself sends, member by member, for what a sign-up and a sign-in fire", async () => {
    await walkDemoUser(dev.local.url, 20_000);
    const walked = dev.local.cognito.triggerEvents.list(100).map((recorded) => recorded.event);
    const members = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .map(([name, member]) => [name, members(member)])
              .sort(),
          )
        : Array.isArray(value)
          ? "list"
          : typeof value;
    assert.deepEqual(walked.map(({ triggerSource }) => triggerSource).reverse(), [
      "PreSignUp_SignUp",
      "CustomMessage_SignUp",
      "PostConfirmation_ConfirmSignUp",
      "PreAuthentication_Authentication",
      "PostAuthentication_Authentication",
      "TokenGeneration_Authentication",
    ]);
    for (const sent of walked) {
      assert.deepEqual(members(await event(sent.triggerSource)), members(sent), sent.triggerSource);
    }
  });

  test("makes the token event of the version that the pool asks for", async () => {
    const { version, request, response } = await event("TokenGeneration_RefreshTokens");
    assert.equal(version, "2");
    assert.deepEqual(request.scopes, ["aws.cognito.signin.user.admin"]);
    assert.deepEqual(response, { claimsAndScopeOverrideDetails: null });
    assert.equal((await event("TokenGeneration_ClientCredentials")).version, "3");
  });

  test("encrypts the code of a custom sender under the pool's key", async () => {
    const { code } = (await event("CustomSMSSender_Authentication")).request;
    const message = Buffer.from(code, "base64");
    const { KeyMetadata } = (await dev.local.call("kms", "DescribeKey", { KeyId: "alias/foyer-dev" })) as {
      KeyMetadata: { Arn: string };
    };
    assert.deepEqual([...message.subarray(0, 2)], [1, 0x80]);
    assert.ok(message.includes(KeyMetadata.Arn));
  });

  test("changes members before it sends, saves the event and sends a saved one", async () => {
    const file = join(folder, "event.json");
    const set = ["--set", "request.userAttributes.email=x@y.z", "--set", "response.autoConfirmUser=true"];
    const saved = await foyer("PreSignUp_SignUp", ...set, "--save", file);
    assert.equal(saved.code, 0);
    assert.equal(saved.printed, "");
    const { code, printed } = await foyer("--event", file, "--json");
    assert.equal(code, 0);
    const { payload, source } = JSON.parse(printed);
    assert.equal(source, "PreSignUp_SignUp");
    assert.deepEqual(payload, JSON.parse(readFileSync(file, "utf8")));
    assert.equal(payload.request.userAttributes.email, "x@y.z");
    assert.equal(payload.response.autoConfirmUser, true);
  });

  test("has the event edited in $EDITOR, and sends nothing if that fails", async () => {
    const editor = join(folder, "editor.mjs");
    writeFileSync(
      editor,
      `import { readFileSync, writeFileSync } from "node:fs";
       const file = process.argv.at(-1);
       writeFileSync(file, readFileSync(file, "utf8").replace("Ada", "Eda"));`,
    );
    const { VISUAL } = process.env;
    try {
      process.env.VISUAL = `"${process.execPath}" "${editor}"`;
      assert.equal((await event("PostConfirmation_ConfirmSignUp", "--edit")).request.userAttributes.name, "Eda Lovelace");
      process.env.VISUAL = `"${process.execPath}" --no-such-option`;
      const failed = await foyer("PostConfirmation_ConfirmSignUp", "--edit");
      assert.equal(failed.code, 1);
      assert.match(failed.complained, /Nothing is sent, as the editor '.*' failed/);
    } finally {
      if (VISUAL === undefined) delete process.env.VISUAL;
      else process.env.VISUAL = VISUAL;
    }
  });

  test("gives the function a cold start where it is asked to", async () => {
    const log = async (...words: string[]) =>
      JSON.parse((await foyer("PostConfirmation_ConfirmSignUp", "--json", ...words)).printed).log;
    await log();
    assert.doesNotMatch(await log(), /Init Duration/);
    assert.match(await log("--cold"), /Init Duration/);
  });

  test("lists what triggers received and sends one again, saying first that it is about a real user", async () => {
    const { sub } = await walkDemoUser(dev.local.url, 20_000);
    const { printed } = await foyer("--recorded");
    assert.match(printed, /^ +\d+ {2}\S.* {2}PostConfirmation_ConfirmSignUp +handler-PostConfirmation +✓ ok$/m);
    const [{ id, triggerSource }] = JSON.parse((await foyer("--recorded", "--json")).printed);
    assert.equal(triggerSource, "TokenGeneration_Authentication");
    const before = dev.local.cognito.triggerEvents.list(1)[0]?.id;
    for (const which of ["last", String(id)]) {
      const again = await foyer("--recorded", which);
      assert.equal(again.code, 0);
      assert.match(
        again.printed,
        new RegExp(`^TokenGeneration_Authentication: .* Recorded event ${id} of .*, about ${sub}, once more`),
      );
      assert.match(again.printed, new RegExp(`"sub": "${sub}"`));
    }
    assert.equal((await event("--recorded", "PostConfirmation_ConfirmSignUp")).request.userAttributes.sub, sub);
    assert.equal(dev.local.cognito.triggerEvents.list(1)[0]?.id, before, "Cognito has nothing to do with it");
    const none = await foyer("--recorded", "99999");
    assert.equal(none.code, 1);
    assert.match(none.complained, /There is no recorded event '99999'/);
  });

  test("says that the password of a recorded migration was not kept", async () => {
    const AuthParameters = { USERNAME: "old@example.com", PASSWORD: "Old-secret-9" };
    const signIn = { ClientId: dev.pool.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
    await assert.rejects(dev.local.call("cognito-idp", "InitiateAuth", signIn));
    const again = await foyer("--recorded", "last", "--set", "request.password=New-secret-9");
    assert.match(again.printed, /Its password was not kept: --set request\.password=/);
    assert.match(again.printed, /"password": "New-secret-9"/);
  });

  test("asks which event, and names the sources near to one that there is not", async () => {
    const nothing = await foyer();
    assert.equal(nothing.code, 2);
    assert.match(nothing.complained, /^Which event\? Name a trigger SOURCE, or --event FILE, or --recorded\./);
    const near = await foyer("PostConfirmation");
    assert.match(near.complained, /The sources are PostConfirmation_ConfirmSignUp, PostConfirmation_ConfirmForgotPassword\./);
  });
});

describe("members of an event", () => {
  test("are set as JSON where the value is some, but as texts where Cognito has texts", () => {
    const event = { request: { userAttributes: { email: "a" }, session: [{ challengeResult: false }] }, response: { x: null } };
    const changed = setMembers(event, [
      "request.userAttributes.email_verified=true",
      "request.clientMetadata.plan=7",
      "request.session.0.challengeResult=true",
      "response.x.y=[1]",
      "version=1=2",
    ]);
    assert.deepEqual(changed, {
      request: {
        userAttributes: { email: "a", email_verified: "true" },
        session: [{ challengeResult: true }],
        clientMetadata: { plan: "7" },
      },
      response: { x: { y: [1] } },
      version: "1=2",
    });
    assert.equal(event.response.x, null, "the event itself stays");
    assert.throws(() => setMembers({ version: "1" }, ["version.x=1"]), UsageError);
    assert.throws(() => setMembers({}, ["version"]), /must read path=value/);
    setMembers({}, ["__proto__.polluted=1"]);
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });
});
