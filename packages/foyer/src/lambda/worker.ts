import { withDurableExecution } from "@aws/durable-execution-sdk-js";
import { type Origin, originOf } from "../onboarding/confirmed-user.ts";
import { durationSeconds } from "../onboarding/duration.ts";
import { describeError } from "../onboarding/failure.ts";
import { isFlow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { type EntryKey, type EntryStatus, isFinished, pendingSteps } from "../onboarding/ledger-entry.ts";
import { type Onboarding, type Phase, resetSteps, signUpSteps } from "../onboarding/onboarding.ts";
import { learnPlace } from "../onboarding/place.ts";
import { readUser } from "../onboarding/read-user.ts";
import { FlowStopped, Superseded, UserGone } from "./ended.ts";
import { log } from "./log.ts";
import { attemptsWithin, RETRY_HORIZON_SECONDS, retryUpTo } from "./retry.ts";
import { safeClient } from "./safe-client.ts";
import { WorkerSteps } from "./worker-steps.ts";

/** What the first durable step finds out, once for the whole execution. */
interface Plan {
  status: EntryStatus | "superseded";
  origin: Origin;
  metadata: Record<string, string>;
  /** Steps of `beforeFirstSignIn` that are not finished well. */
  leftovers: string[];
}

/**
 * The handler of the worker, a Lambda durable function: drives a user's onboarding, or what follows a password reset, to its end:
 * complete or parked. It is started with `{ userPoolId, sub, reset?, generation? }` and reads everything else where it is kept.
 */
export function workerHandler(onboarding: Onboarding) {
  const ledger = new Ledger();
  const { retryHorizon } = onboarding.definition;
  const maxAttempts = attemptsWithin(retryHorizon === undefined ? RETRY_HORIZON_SECONDS : durationSeconds(retryHorizon));
  const retryStrategy = retryUpTo(attemptsWithin(RETRY_HORIZON_SECONDS));
  return withDurableExecution(
    async (payload: unknown, context) => {
      learnPlace(context.lambdaContext.invokedFunctionArn);
      const { generation, ...key } = readPayload(payload);
      const plan = await context.step("foyer.plan", () => makePlan(onboarding, ledger, key, generation), { retryStrategy });
      if (plan.status !== "open") return { status: plan.status };
      const user = { sub: key.sub, userPoolId: key.userPoolId, origin: plan.origin, metadata: plan.metadata };
      const steps = new WorkerSteps({ context, ledger, key, user, generation, maxAttempts });
      const end = await drive(onboarding, steps, key, plan.leftovers);
      if (end.status === "superseded") return end;
      await context.step("foyer.close", () => close(ledger, key, generation, end), { retryStrategy });
      return { status: end.status };
    },
    { durableExecutionClient: safeClient() },
  );
}

/** Reads the entry; opens it if the trigger could not. */
async function makePlan(onboarding: Onboarding, ledger: Ledger, key: EntryKey, generation: number): Promise<Plan> {
  const declared = key.reset === undefined ? signUpSteps(onboarding) : resetSteps(onboarding);
  let entry = await ledger.get(key);
  if (!entry) {
    const user = await readUser(key);
    const origin = key.reset === undefined ? originOf(user?.attributes ?? {}) : "reset";
    entry = (await ledger.open(key, { origin, steps: pendingSteps(declared) })) ?? (await ledger.get(key));
  }
  if (!entry) throw new Error("Cannot plan the onboarding as its entry must exist: it was deleted");
  const { origin, metadata, steps } = entry;
  const status = (entry.generation ?? 0) === generation ? entry.status : "superseded";
  if (status === "open") await ledger.declare(key, pendingSteps(declared.filter(({ name }) => !steps[name])));
  // One that gave up is among them, as it parks the user again.
  const isLeft = (name: string) => !isFinished(steps[name]) || steps[name]?.state === "gave-up";
  const leftovers = declared.filter(({ name, phase }) => phase === "beforeFirstSignIn" && isLeft(name));
  return { status, origin, metadata: { ...metadata }, leftovers: leftovers.map(({ name }) => name) };
}

/** How an execution ends its entry; one that was superseded leaves it alone. */
type End = { status: "complete" | "parked"; reason?: string } | { status: "superseded" };

/** Runs what there is to run. */
async function drive(onboarding: Onboarding, steps: WorkerSteps, key: EntryKey, leftovers: string[]): Promise<End> {
  try {
    const earlier = onboarding.steps.filter(({ name }) => leftovers.includes(name));
    for (const declared of earlier) await steps.runAlone(declared);
    await runPhase(onboarding, key.reset === undefined ? "afterwards" : "onPasswordReset", steps);
  } catch (error) {
    if (error instanceof Superseded) return { status: "superseded" };
    if (error instanceof UserGone || error instanceof FlowStopped) return { status: "complete", reason: error.message };
    return { status: "parked", reason: `the flow stopped: ${describeError(error)}` };
  }
  if (steps.gaveUp.length > 0) return { status: "parked", reason: `gave up: ${steps.gaveUp.join(", ")}` };
  return { status: "complete" };
}

async function runPhase(onboarding: Onboarding, phase: Phase, steps: WorkerSteps): Promise<void> {
  const content = onboarding.definition[phase];
  const declared = onboarding.steps.filter((each) => each.phase === phase);
  if (content && isFlow(content)) {
    const stops = onboarding.stops.filter((each) => each.phase === phase);
    await content.body(steps.user, steps.forFlow(declared, stops));
    await steps.settled();
  } else {
    for (const each of declared) await steps.runAlone(each);
  }
}

async function close(
  ledger: Ledger,
  key: EntryKey,
  generation: number,
  { status, reason }: Exclude<End, { status: "superseded" }>,
): Promise<void> {
  await ledger.close(key, status, { reason, generation });
  const { userPoolId, sub } = key;
  const message = `${key.reset === undefined ? "onboarding" : "password reset"} ${status}${reason ? `: ${reason}` : ""}`;
  const todo = "; 'foyer replay' tries again, 'foyer skip' goes on without a step";
  if (status === "parked") log({ level: "error", message: message + todo, userPoolId, sub, metric: "UsersParked" });
  else log({ level: "info", message, userPoolId, sub });
}

function readPayload(payload: unknown): EntryKey & { generation: number } {
  const { userPoolId, sub, reset, generation = 0 } = (payload ?? {}) as Record<string, unknown>;
  const named = typeof userPoolId === "string" && typeof sub === "string" && ["string", "undefined"].includes(typeof reset);
  if (!named || typeof generation !== "number")
    throw new Error("Cannot run the worker as its payload must be { userPoolId, sub, reset?, generation? }");
  return { userPoolId, sub, ...(reset !== undefined && { reset: reset as string }), generation };
}
