import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalAws, startLocal } from "@foyer/local";
import { dynamoDbCall } from "../../../packages/cli/src/dev/dynamodb-call.ts";
import { provisionResources } from "../../../packages/cli/src/dev/provision-resources.ts";
import { type Effect, StepAttempt } from "../../../packages/foyer/src/lambda/step-attempt.ts";
import { type ConfirmedUser, confirmedUser } from "../../../packages/foyer/src/onboarding/confirmed-user.ts";
import type { Ledger } from "../../../packages/foyer/src/onboarding/ledger.ts";
import { learnPlace } from "../../../packages/foyer/src/onboarding/place.ts";
import type { Step } from "../../../packages/foyer/src/onboarding/step.ts";
import { type Receiver, startReceiver } from "../../../packages/foyer/src/steps/test-receiver.ts";

/** The local AWS with all that the steps of the failure classes need, and somebody else's server. */
export interface Lab {
  local: LocalAws;
  receiver: Receiver;
  /** The address of a port where nobody listens. */
  deserted: string;
  /** What the step under test is given; a fresh one for each case. */
  user: ConfirmedUser;
  /** Runs one attempt of a step, as the worker does. */
  attempt(
    step: Step<never, void, unknown> | Step,
    how?: { number?: number | undefined; timeMs?: number | undefined },
  ): Promise<Effect>;
  /** A fresh user, and no faults. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

/** An attempt's time, in milliseconds; the SDK's own retries of a throttled call fit in. */
const attemptMs = 4_000;

/** The same where nothing is ever answered. */
export const shortAttemptMs = 500;

export async function startLab(): Promise<Lab> {
  const local = await startLocal();
  const receiver = await startReceiver();
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: local.url, AWS_REGION: local.region, ...credentials });
  learnPlace(`arn:aws:lambda:${local.region}:${local.accountId}:function:lab`);
  const closed = await startReceiver();
  closed.stop();
  const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", { PoolName: "lab" })) as { UserPool: { Id: string } };
  const userPoolId = UserPool.Id;
  await provisionResources(local, userPoolId, {
    tables: [
      { tableName: "users", keyName: "id" },
      { tableName: "numbered", keyName: "other" },
    ],
    groups: ["Team"],
    senders: ["hello@acme.com"],
    configurationSets: ["set"],
    queues: ["jobs"],
    stateMachines: ["provision"],
    secrets: ["whsec"],
    parameters: ["/whsec"],
    customAttributes: [{ name: "custom:tier", type: "String" }],
  });
  await local.call("secretsmanager", "CreateSecret", { Name: "plain", SecretString: "no webhook secret" });
  const codeDir = mkdtempSync(join(tmpdir(), "foyer-lab-"));
  const code =
    "export const handler = async () => { if (process.env.THROWS) throw new RangeError('no'); if (process.env.HANGS) await new Promise((resolve) => setTimeout(resolve, 5_000)); };";
  writeFileSync(join(codeDir, "index.mjs"), code);
  const deploy = (functionName: string, environment: Record<string, string> = {}) =>
    local.functions.deploy({ functionName, handler: "index.handler", codeDir, environment });
  deploy("works");
  deploy("throws", { THROWS: "1" });
  deploy("hangs", { HANGS: "1" });
  const newUser = async () => {
    const email = `${randomUUID()}@example.com`;
    const { sub, username } = await local.addUser({
      userPoolId,
      status: "CONFIRMED",
      username: email.slice(0, 36),
      password: "Correct-horse-7",
    });
    const facts = { sub, userPoolId, userName: username, origin: "sign-up", metadata: {} } as const;
    return confirmedUser(facts, { sub, email, email_verified: "true" });
  };
  const lab: Lab = {
    local,
    receiver,
    deserted: closed.url,
    user: await newUser(),
    attempt(step, { number = 1, timeMs = attemptMs } = {}) {
      const { user } = lab;
      const declared = { name: "step", phase: "afterwards", step: step as Step } as const;
      const before = { state: "pending", attempts: number - 1 } as const;
      const signal = AbortSignal.timeout(timeMs);
      // The effect alone is looked at: how it is written down is the worker's, and nothing of the ledger is asked.
      const ledger = undefined as unknown as Ledger;
      const key = { userPoolId, sub: user.sub };
      const it = {
        ledger,
        key,
        declared,
        before,
        user,
        input: undefined,
        openedAt: Date.now(),
        generation: 0,
        owner: "lab",
        signal,
      };
      return new StepAttempt({ ...it, giveUp: "if permanent" }).effect();
    },
    async renew() {
      local.faults.clear();
      receiver.reset();
      await local.call("sesv2", "PutAccountSendingAttributes", { SendingEnabled: true });
      lab.user = await newUser();
    },
    async stop() {
      receiver.stop();
      rmSync(codeDir, { recursive: true });
      await local.stop();
    },
  };
  return lab;
}

/** Puts an item into a table, as somebody else does. */
export function putItem({ local }: Lab, TableName: string, Item: object): Promise<unknown> {
  return dynamoDbCall(local.url, "PutItem", { TableName, Item });
}
