import { type DurableContext, withDurableExecution } from "@aws/durable-execution-sdk-js";
import { originOf } from "../onboarding/confirmed-user.ts";
import { describeError } from "../onboarding/failure.ts";
import { isFlow } from "../onboarding/flow.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { type EntryKey, type EntryStatus, isFinished } from "../onboarding/ledger-entry.ts";
import { type Onboarding, type Phase, resetSteps, signUpSteps } from "../onboarding/onboarding.ts";
import { log } from "./log.ts";
import { readUser } from "./read-user.ts";
import { retryLater } from "./retry.ts";
import { safeClient } from "./safe-client.ts";
import { UserGone, WorkerSteps } from "./worker-steps.ts";

/** What the first durable step finds out, once for the whole execution. */
interface Plan {
  status: EntryStatus;
  origin: "sign-up" | "federated" | "password-reset";
  metadata: Record<string, string>;
  /** Steps of `beforeFirstSignIn` that the trigger did not finish. */
  leftovers: string[];
}

/**
 * The handler of the worker, a Lambda durable function: drives a user's onboarding, or what follows a password reset, to its end:
 * complete or parked. It is started with `{ userPoolId, sub, reset? }` and reads everything else where it is kept.
 */
export function workerHandler(onboarding: Onboarding) {
  const ledger = new Ledger();
  return withDurableExecution(
    async (payload: unknown, context) => {
      const key = readPayload(payload);
      const plan = await context.step("foyer.plan", () => makePlan(onboarding, ledger, key), { retryStrategy: retryLater });
      if (plan.status !== "open") return { status: plan.status };
      const end = await drive(onboarding, ledger, key, plan, context);
      await context.step("foyer.close", () => close(ledger, key, end), { retryStrategy: retryLater });
      return { status: end.status };
    },
    { durableExecutionClient: safeClient() },
  );
}

/** Reads the entry; opens it if the trigger could not. */
async function makePlan(onboarding: Onboarding, ledger: Ledger, key: EntryKey): Promise<Plan> {
  const declared = key.reset === undefined ? signUpSteps(onboarding) : resetSteps(onboarding);
  let entry = await ledger.get(key);
  if (!entry) {
    const user = await readUser(key);
    const origin = key.reset === undefined ? originOf(user?.attributes ?? {}) : "password-reset";
    entry = (await ledger.open(key, { origin, steps: declared.map(({ name }) => name) })) ?? (await ledger.get(key));
  }
  if (!entry) throw new Error("Cannot plan the onboarding as its entry must exist: it was deleted");
  const { status, origin, metadata, steps } = entry;
  const leftovers = declared.filter(({ name, phase }) => phase === "beforeFirstSignIn" && !isFinished(steps[name]));
  return { status, origin, metadata: { ...metadata }, leftovers: leftovers.map(({ name }) => name) };
}

/** Runs what there is to run. @returns how the entry ends */
async function drive(onboarding: Onboarding, ledger: Ledger, key: EntryKey, plan: Plan, context: DurableContext) {
  const { origin, metadata, leftovers } = plan;
  const user = { sub: key.sub, userPoolId: key.userPoolId, origin, metadata };
  const steps = new WorkerSteps({ context, ledger, key, user });
  try {
    const earlier = onboarding.steps.filter(({ name }) => leftovers.includes(name));
    for (const declared of earlier) await steps.run(declared);
    await runPhase(onboarding, key.reset === undefined ? "afterwards" : "onPasswordReset", steps);
  } catch (error) {
    if (error instanceof UserGone) return { status: "complete", reason: error.message } as const;
    const reason = `the flow stopped: ${describeError(error)}`;
    return { status: "parked", reason } as const;
  }
  if (steps.gaveUp.length > 0) return { status: "parked", reason: `gave up: ${steps.gaveUp.join(", ")}` } as const;
  return { status: "complete" } as const;
}

async function runPhase(onboarding: Onboarding, phase: Phase, steps: WorkerSteps): Promise<void> {
  const content = onboarding.definition[phase];
  const declared = onboarding.steps.filter((each) => each.phase === phase);
  if (content && isFlow(content)) {
    await content.body(steps.user, steps.forFlow(declared));
    await steps.settled();
  } else {
    for (const each of declared) await steps.run(each);
  }
}

async function close(ledger: Ledger, key: EntryKey, end: { status: "complete" | "parked"; reason?: string }): Promise<void> {
  await ledger.close(key, end.status, end.reason);
  const { userPoolId, sub } = key;
  const message = `${key.reset === undefined ? "onboarding" : "password reset"} ${end.status}${end.reason ? `: ${end.reason}` : ""}`;
  if (end.status === "parked") log({ level: "error", message, userPoolId, sub, metric: "UsersParked" });
  else log({ level: "info", message, userPoolId, sub });
}

function readPayload(payload: unknown): EntryKey {
  const { userPoolId, sub, reset } = (payload ?? {}) as Record<string, unknown>;
  if (typeof userPoolId !== "string" || typeof sub !== "string" || (reset !== undefined && typeof reset !== "string"))
    throw new Error("Cannot run the worker as its payload must be { userPoolId, sub, reset? }, all strings");
  return { userPoolId, sub, ...(reset !== undefined && { reset }) };
}
