import assert from "node:assert/strict";
import { type LedgerEntry, Operator, sweep } from "foyer/operate";
import { type Boundary, boundariesOf, countersOf, type Effects, welcomeEffects } from "./effects.ts";
import { type Person, type Stage, startStage } from "./stage.ts";

const hourMs = 3_600_000;

/** An onboarding, and what the guarantee allows of it after one mishap. */
export interface Example {
  /** A path from the root of the repository. */
  file: string;
  effects: Effects;
  check(stage: Stage, user: Onboarded, when: string): Promise<void>;
}

const welcome: Example = { file: "examples/welcome/onboarding.ts", effects: welcomeEffects, check: checkOnboarded };

/** The example's onboarding, deployed, with every boundary of its flow. */
export interface BoundaryStage {
  stage: Stage;
  boundaries: Boundary[];
  /** Takes a new user to the end of the onboarding, and checks that it is one that the guarantee allows after one mishap. */
  onboard(when: string): Promise<void>;
}

export async function startBoundaryStage({ file, effects, check } = welcome): Promise<BoundaryStage> {
  const stage = await startStage(file);
  const { local, pool } = stage.dev;
  const workerArn = `arn:aws:lambda:${local.region}:${local.accountId}:function:foyer-worker:live`;
  const aws = { endpoint: local.url, region: local.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const operator = new Operator({ userPoolId: pool.userPoolId, workerArn, aws, now: () => local.clock.now() });
  const onboard = async (when: string) => check(stage, await onboarded(stage, operator), when);

  for (const counter of countersOf(effects)) local.faults.add(counter);
  await onboard("without a mishap");
  const boundaries = boundariesOf(effects, local.faults.list());
  local.faults.clear();
  return { stage, boundaries, onboard };
}

/** A user whose onboarding has come to its end. */
export interface Onboarded extends Person {
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
    // Whom nothing wakes the sweep finds; it leaves those alone who changed a moment ago.
    local.clock.advance(dueAt === undefined ? hourMs : Math.max(dueAt - local.clock.now(), 0));
    if (dueAt === undefined) for await (const { failed } of sweep(operator, { openForMs: 0 })) assert.equal(failed, 0);
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
