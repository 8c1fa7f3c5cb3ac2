import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { shortcomings, walkDemoUser } from "./demo.ts";
import type { Reload } from "./reload.ts";
import { startDev } from "./start-dev.ts";

const packages = join(import.meta.dirname, "..", "..", "..");

const onboarding = (subject: string) => `import { flow, html, onboarding, sendEmail } from "foyer";
export default onboarding({
  afterwards: flow(
    { hello: sendEmail({ from: "hello@example.com", subject: "${subject}", html: () => html\`<p>Hi</p>\`, ifUnknown: "resend" }) },
    async (_user, { hello, sleep }) => {
      await hello();
      await sleep("3 days");
    },
  ),
});
`;

describe("foyer dev, as a program", () => {
  let project: string;
  let file: string;

  before(() => {
    project = mkdtempSync(join(tmpdir(), "foyer-project-"));
    file = join(project, "onboarding.ts");
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(packages, "foyer"), join(project, "node_modules", "foyer"), "junction");
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  test("deploys a change of the file for new users, and leaves executions under way on their version", async () => {
    writeFileSync(file, onboarding("One"));
    const dev = await startDev({ file });
    try {
      const subjects = async () => (await walkDemoUser(dev.local.url, 10_000)).timeline.mails.map(({ subject }) => subject);
      assert.ok((await subjects()).includes("One"));
      let listen: (told: Reload | string) => void = () => {};
      const next = () =>
        new Promise<Reload | string>((resolve) => {
          listen = resolve;
        });
      dev.watch({ reloaded: (reload) => listen(reload), redeployed: () => {}, failed: (message) => listen(message) });

      const broken = next();
      writeFileSync(file, "export default nothing(;");
      assert.match(String(await broken), /Unexpected ";"/);
      assert.ok((await subjects()).includes("One"), "what was deployed stays");

      const reloaded = next();
      writeFileSync(file, onboarding("Two"));
      const { changed, deployment, executionsUnderWay } = (await reloaded) as Reload;
      assert.deepEqual(changed, ["onboarding.ts"]);
      assert.equal(deployment.worker.version, "2");
      assert.equal(executionsUnderWay, 2);
      assert.ok((await subjects()).includes("Two"));
    } finally {
      await dev.stop();
    }
  });

  test("adds the custom attributes that the file needs, once, and hands on the environment variables that it names", async () => {
    const resources = (more: string) => `{
      customAttributes: [{ name: "custom:tier", type: "String" }, { name: "custom:seats", type: "Number" }${more}],
      environment: ["FOYER_TEST_KEY", "FOYER_TEST_UNSET"],
    }`;
    const file = join(project, "attributes.ts");
    const write = (more: string) =>
      writeFileSync(
        file,
        `import { custom, onboarding } from "foyer";
         const run = async () => ({ key: process.env.FOYER_TEST_KEY ?? "", unset: process.env.FOYER_TEST_UNSET === undefined });
         export default onboarding({
           afterwards: { look: { ...custom({ permissions: [], resources: ${resources(more)}, replay: "safe", run }), logsResult: true } },
         });`,
      );
    const dataDir = join(project, "attributes-data");
    process.env.FOYER_TEST_KEY = "handed on";
    try {
      for (const [more, names] of [
        ["", ["custom:tier", "custom:seats"]],
        [', { name: "custom:since", type: "DateTime" }', ["custom:tier", "custom:seats", "custom:since"]],
      ] as const) {
        write(more);
        const dev = await startDev({ file, dataDir });
        try {
          const { timeline } = await walkDemoUser(dev.local.url, 10_000);
          const { UserPool } = (await dev.local.call("cognito-idp", "DescribeUserPool", { UserPoolId: dev.pool.userPoolId })) as {
            UserPool: { SchemaAttributes: { Name: string }[] };
          };
          const custom = UserPool.SchemaAttributes.map(({ Name }) => Name).filter((name) => name.startsWith("custom:"));
          assert.deepEqual(custom, names);
          assert.deepEqual(timeline.steps.find(({ step }) => step === "look")?.result, { key: "handed on", unset: true });
        } finally {
          await dev.stop();
        }
      }
    } finally {
      delete process.env.FOYER_TEST_KEY;
    }
  });

  test("gives the same pool and app client again over a restart with the same data", async () => {
    writeFileSync(file, onboarding("One"));
    const dataDir = join(project, "data");
    const first = await startDev({ file, dataDir });
    const { userPoolId, clientId } = first.pool;
    await assert.rejects(startDev({ file, dataDir }), /another `foyer dev` uses the data/);
    await first.stop();
    const second = await startDev({ file, dataDir });
    await second.stop();
    assert.deepEqual({ userPoolId: second.pool.userPoolId, clientId: second.pool.clientId }, { userPoolId, clientId });
    assert.deepEqual(JSON.parse(readFileSync(join(dataDir, "dev.json"), "utf8")).userPoolId, userPoolId);
    assert.ok(!readdirSync(dataDir).includes("bundle"), "no bundle is left");
  });

  test("onboards at the first sign-in whoever came by a side door", async () => {
    writeFileSync(file, onboarding("One"));
    const dev = await startDev({ file });
    try {
      const { local, pool } = dev;
      const [username, password] = ["imported@example.com", "Imported-2026"];
      const { sub } = await local.addUser({ userPoolId: pool.userPoolId, status: "CONFIRMED", username, password });
      const AuthParameters = { USERNAME: username, PASSWORD: password };
      const mail = local.inbox.next({ to: username, timeoutMs: 10_000 });
      await local.call("cognito-idp", "InitiateAuth", {
        ClientId: pool.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters,
      });
      assert.equal((await mail).subject, "One");
      const sources = local.timeline(sub).triggers.map(({ triggerSource }) => triggerSource);
      assert.deepEqual(sources, ["PostAuthentication_Authentication", "TokenGeneration_Authentication"]);
    } finally {
      await dev.stop();
    }
  });

  test("wires an existing handler without an onboarding", async () => {
    const path = join(project, "handler.mjs");
    writeFileSync(path, "export const confirmed = async (event) => { console.log('confirmed by hand'); return event; };");
    const dev = await startDev({ triggers: [{ trigger: "PostConfirmation", path, exportName: "confirmed" }] });
    try {
      const { timeline, settled } = await walkDemoUser(dev.local.url, 10_000);
      assert.ok(settled);
      assert.deepEqual(
        timeline.triggers.map(({ outcome }) => outcome),
        ["ok"],
      );
      assert.ok(
        dev.local.functions
          .logs({ functionName: "handler-PostConfirmation" })
          .some((line) => JSON.stringify(line).includes("confirmed by hand")),
      );
    } finally {
      await dev.stop();
    }
  });

  test("tells what the client was told when a handler throws, of a user who is CONFIRMED all the same", async () => {
    const path = join(project, "throwing.mjs");
    writeFileSync(path, "export const handler = async () => { throw new Error('no such host'); };");
    const dev = await startDev({ triggers: [{ trigger: "PostConfirmation", path, exportName: "handler" }] });
    try {
      const walked = await walkDemoUser(dev.local.url, 10_000);
      assert.equal(walked.timeline.user?.status, "CONFIRMED");
      assert.deepEqual(shortcomings(walked, undefined), [
        "the trigger failed, and the client was told so: UserLambdaValidationException: PostConfirmation failed with error no such host.",
      ]);
    } finally {
      await dev.stop();
    }
  });

  test("says which port is in use and which file cannot be built", async () => {
    writeFileSync(file, onboarding("One"));
    const dev = await startDev({});
    const port = Number(new URL(dev.local.url).port);
    await assert.rejects(startDev({ port }), new RegExp(`Cannot start as port ${port} is in use.*--port ${port + 1}`));
    await dev.stop();
    writeFileSync(file, "export const onboarding = {};");
    await assert.rejects(startDev({ file }), /It must export its onboarding: export default/);
    writeFileSync(file, "export default { afterwards: {} };");
    await assert.rejects(
      startDev({ file }),
      /Cannot use .*onboarding\.ts: its default export must be an onboarding: export default/,
    );

    await assert.rejects(startDev({ file: project }), {
      message: `Cannot build ${project}: it must be a file of TypeScript or JavaScript, such as onboarding.ts.`,
    });
    writeFileSync(file, 'import "./missing.ts"; export default {};');
    await assert.rejects(startDev({ file }), /Cannot build .*onboarding\.ts:[\s\S]*Could not resolve "\.\/missing\.ts"/);
    writeFileSync(file, "throw new Error('too early');\nexport default {};");
    await assert.rejects(startDev({ file }), /Cannot use .*onboarding\.ts: too early/);
  });
});
