import assert from "node:assert/strict";
import { type LedgerEntry, Operator, sweep } from "foyer/operate";
import { type Person, type Stage, startStage } from "./stage.ts";

const hourMs = 3_600_000;
export const functions = ["foyer-trigger", "foyer-worker"] as const;

/**
 * The AWS calls that have an effect or mark one. What comes after one of them comes before the next: reads between them leave nothing
 * behind.
 */
const effects = [
  ["dynamodb", "PutItem"],
  ["dynamodb", "UpdateItem"],
  ["cognito-idp", "AdminAddUserToGroup"],
  ["lambda", "Invoke"],
  ["lambda", "CheckpointDurableExecution"],
  ["sesv2", "SendEmail"],
  ["events", "PutEvents"],
] as const;

/** The place in a flow right after one of its effects or marks. */
export interface Boundary {
  service: string;
  operation: string;
  callerFunction: string;
  /** So many calls of the operation come before. */
  after: number;
}

/** The example's onboarding, deployed, with every boundary of its flow. */
export interface BoundaryStage {
  stage: Stage;
  boundaries: Boundary[];
  /** Takes a new user to the end of the onboarding, and checks that it is one that the guarantee allows after one mishap. */
  onboard(when: string): Promise<void>;
}

export async function startBoundaryStage(): Promise<BoundaryStage> {
  const stage = await startStage("examples/welcome/onboarding.ts");
  const { local, pool } = stage.dev;
  const workerArn = `arn:aws:lambda:${local.region}:${local.accountId}:function:foyer-worker:live`;
  const aws = { endpoint: local.url, region: local.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const operator = new Operator({ userPoolId: pool.userPoolId, workerArn, aws });
  // The sweep leaves users alone who changed within the last minute of the machine's clock.
  local.clock.advance(hourMs);
  const boundaries: Boundary[] = [];
  const onboard = async (when: string) => checkOnboarded(stage, await onboarded(stage, operator), when);

  for (const callerFunction of functions) {
    for (const [service, operation] of effects)
      local.faults.add({ service, operation, callerFunction, kind: "latency", ms: 0, after: 1_000_000 });
  }
  await onboard("without a mishap");
  for (const { service = "", operation = "", callerFunction = "", seen } of local.faults.list())
    for (let after = 0; after < seen; after++) boundaries.push({ service, operation, callerFunction, after });
  local.faults.clear();
  for (const [, operation] of effects)
    assert.ok(
      boundaries.some((each) => each.operation === operation),
      operation,
    );
  return { stage, boundaries, onboard };
}

interface Onboarded extends Person {
  entry: LedgerEntry;
}

/** Lets the sweep help where nothing else is going to happen. */
async function onboarded(stage: Stage, operator: Operator): Promise<Onboarded> {
  const { local, pool } = stage.dev;
  const user = await stage.signUp();
  await stage.confirm(user).catch((error: Error) => {
    if (error.name !== "UserLambdaValidationException") throw error; // the user is confirmed all the same
  });
  for (let looks = 0; looks < 50; looks++) {
    await local.idle();
    const entry = await operator.ledger.get({ userPoolId: pool.userPoolId, sub: user.sub });
    if (entry && entry.status !== "open") return { ...user, entry };
    const dueAt = local.nextDueAt();
    if (dueAt !== undefined) local.clock.advance(Math.max(dueAt - local.clock.now(), 0));
    else for await (const { failed } of sweep(operator, { openForMs: -local.clock.aheadMs })) assert.equal(failed, 0);
  }
  throw new Error(`the onboarding does not end: ${JSON.stringify(local.timeline(user.sub), null, 1)}`);
}

/** State effects once, the keyed effect once by its key, unknown effects on their side. */
async function checkOnboarded(stage: Stage, { email, sub, entry }: Onboarded, when: string): Promise<void> {
  const { local } = stage.dev;
  const states = Object.entries(entry.steps).map(([name, { state }]) => `${name} ${state}`);
  const tips = entry.steps.tips?.state;
  const said = `${when}: ${entry.status}, ${states.join(", ")}`;
  assert.equal(entry.status, "complete", said);
  assert.deepEqual(states.slice(0, -1), ["record done", "groups done", "welcome done", "joined done"], said);
  assert.ok(tips === "done" || tips === "unknown", said);
  const records = (await stage.items("cognito_users")).filter(({ username }) => (username as { S: string }).S === sub);
  assert.deepEqual(records, [{ username: { S: sub }, useremail: { S: email } }], said);
  assert.deepEqual(local.timeline(sub).groups, ["Users"], said);
  assert.equal(new Set(local.events.list({ sub }).map(({ detail }) => detail.id)).size, 1, said);
  const count = (subject: string) => stage.subjects(email).filter((each) => each === subject).length;
  // Sent again only where nobody could tell, and the ledger says so.
  const welcomes = entry.steps.welcome?.unknowns ? [1, 2] : [1];
  assert.ok(welcomes.includes(count("Welcome")), `${said}: ${count("Welcome")} welcome mails`);
  assert.ok((tips === "done" ? [1] : [0, 1]).includes(count("Three tips")), `${said}: ${count("Three tips")} tips`);
}
