import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Denial } from "@foyer/local";
import { walkDemoUser } from "./demo.ts";
import { aboutDenial } from "./denied-calls.ts";
import { type DevOptions, startDev } from "./start-dev.ts";

const root = join(import.meta.dirname, "..", "..", "..", "..");
const queue = "arn:aws:sqs:us-east-1:000000000000:crm";
const permission = '{ actions: ["sqs:GetQueueUrl"], resources: [arn("sqs", "crm")] }';

/** An onboarding with one step, which asks for a queue. @param permissions what it says of that */
const onboarding = (permissions: string) => `import { custom, onboarding } from "foyer";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
const arn = (service, name) => \`arn:\\\${AWS::Partition}:\${service}:\\\${AWS::Region}:\\\${AWS::AccountId}:\${name}\`;
const run = async () => void (await new SQSClient().send(new GetQueueUrlCommand({ QueueName: "crm" })));
export default onboarding({
  afterwards: { ask: custom({ permissions: [${permissions}], resources: { queues: ["crm"] }, replay: "safe", run }) },
});
`;

describe("what a function may not do", () => {
  let project: string;
  let file: string;

  before(() => {
    project = mkdtempSync(join(tmpdir(), "foyer-denied-"));
    file = join(project, "onboarding.ts");
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(root, "packages", "foyer"), join(project, "node_modules", "foyer"), "junction");
    symlinkSync(join(root, "node_modules", "@aws-sdk"), join(project, "node_modules", "@aws-sdk"), "junction");
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  /** What came of a demo user's step, and what was told. */
  async function walk(options: DevOptions) {
    const told: Denial[] = [];
    const dev = await startDev({ onDenied: (denial) => told.push(denial), ...options });
    try {
      const { timeline } = await walkDemoUser(dev.local.url, 20_000);
      return { told, step: timeline.steps.find(({ step }) => step === "ask"), denials: timeline.denials ?? [] };
    } finally {
      await dev.stop();
    }
  }

  test("is refused to a step that does not declare it; its user is parked with the action as the reason", async () => {
    writeFileSync(file, onboarding(""));
    const { told, step, denials } = await walk({ file });
    assert.equal(step?.state, "gave up");
    assert.match(
      step?.error ?? "",
      /^AccessDenied: User: \S+foyer-worker is not authorized to perform: sqs:getqueueurl on resource: \S+:crm /,
    );
    assert.equal(denials.length, 1, "it is not tried again: what is refused once is refused again");
    assert.deepEqual(told.map(aboutDenial), [
      `foyer-worker was refused sqs:GetQueueUrl: no policy of its role allows it. The statement for it:
    {"Effect":"Allow","Action":"sqs:GetQueueUrl","Resource":"${queue}"}`,
    ]);
  });

  test("is told of and done with --iam warn, and not looked at with --iam off", async () => {
    writeFileSync(file, onboarding(""));
    const warned = await walk({ file, iam: "warn" });
    assert.equal(warned.step?.state, "done");
    assert.equal(warned.told.filter(({ action }) => action === "sqs:GetQueueUrl").length, 1);
    assert.match(aboutDenial(warned.told[0] as Denial), /^foyer-worker called sqs:GetQueueUrl: AWS refuses that unless/);
    const off = await walk({ file, iam: "off" });
    assert.equal(off.step?.state, "done");
    assert.deepEqual(off.told, []);
  });

  test("is allowed once the file declares it, and refused once it does so no more", async () => {
    writeFileSync(file, onboarding(""));
    const dev = await startDev({ file });
    try {
      let reloaded = Promise.withResolvers<void>();
      dev.watch({
        reloaded: () => reloaded.resolve(),
        redeployed: () => {},
        failed: (message) => reloaded.reject(new Error(String(message))),
      });
      const stateWith = async (permissions: string) => {
        reloaded = Promise.withResolvers();
        writeFileSync(file, onboarding(permissions));
        await reloaded.promise;
        const { timeline } = await walkDemoUser(dev.local.url, 20_000);
        return timeline.steps.find(({ step }) => step === "ask")?.state;
      };
      assert.equal(await stateWith(permission), "done");
      assert.equal(await stateWith(`/* none */`), "gave up");
    } finally {
      await dev.stop();
    }
  });

  test("is told of an existing handler, once for each action and resource, and done", async () => {
    const handler = join(project, "handler.mjs");
    writeFileSync(
      handler,
      `import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
       export const handler = async (event) => {
         for (let time = 0; time < 3; time++) await new SQSClient().send(new GetQueueUrlCommand({ QueueName: "crm" }));
         return event;
       };`,
    );
    const { told, denials } = await walk({
      triggers: [{ trigger: "PostConfirmation", path: handler }],
      resources: { queues: ["crm"] },
    });
    assert.deepEqual(
      told.map(({ mode, functionName, statement }) => ({ mode, functionName, statement })),
      [
        {
          mode: "warn",
          functionName: "handler-PostConfirmation",
          statement: { Effect: "Allow", Action: "sqs:GetQueueUrl", Resource: queue },
        },
      ],
    );
    assert.equal(denials.length, 1);
  });
});
