import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { LocalDurableTestRunner } from "@aws/durable-execution-sdk-js-testing";
import { flow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { html } from "../steps/html.ts";
import { publishEvent } from "../steps/publish-event.ts";
import { sendEmail } from "../steps/send-email.ts";
import { logLines, pending, TestAws } from "../test-aws.ts";
import { workerHandler } from "./worker.ts";

let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
});
after(async () => {
  await LocalDurableTestRunner.teardownTestEnvironment();
  aws.stop();
});

test("AWS's own test runner takes the worker through a retry and a wait of three days", async () => {
  const key = { userPoolId: "us-east-1_Test", sub: "ann" };
  const mail = { from: "hello@acme.com", html: html`<p>Hi</p>`, ifUnknown: "resend" } as const;
  const worker = workerHandler(
    onboarding({
      afterwards: flow(
        { joined: publishEvent({ detailType: "UserConfirmed" }), tips: sendEmail({ ...mail, subject: "Tips" }) },
        async (_, { joined, tips, sleep }) => {
          await joined();
          await sleep("3 days");
          await tips();
        },
      ),
    }),
  );
  let mails = 0;
  aws.on("SendEmail", () => (++mails === 1 ? { status: 429, error: "TooManyRequestsException" } : "normal"));
  aws.addUser("ann", { email: "ann@example.com" });
  const ledger = new Ledger();
  await ledger.open(key, { origin: "sign-up", steps: pending("joined", "tips") });

  const runner = new LocalDurableTestRunner({ handlerFunction: worker });
  const { result: execution } = await logLines(() => runner.run({ payload: key }));

  assert.equal(execution.getStatus(), "SUCCEEDED");
  assert.deepEqual(execution.getResult(), { status: "complete" });
  assert.equal(runner.getOperation("sleep 3 days").getWaitDetails()?.waitSeconds, 259_200);
  assert.deepEqual(
    execution.getOperations().map((operation) => operation.getName()),
    ["foyer.plan", "joined", "foyer.sleep 3 days", "sleep 3 days", "tips", "foyer.close"],
  );
  assert.equal(mails, 2);
  const entry = await ledger.get(key);
  assert.equal(entry?.status, "complete");
  assert.equal(entry?.steps.tips?.attempts, 2);
});
