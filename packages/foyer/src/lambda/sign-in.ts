import { type ConfirmedUser, confirmedUser, type Origin, originOf } from "../onboarding/confirmed-user.ts";
import { readSignInEvent, type SignInEvent } from "../onboarding/event.ts";
import { describeError } from "../onboarding/failure.ts";
import { Ledger } from "../onboarding/ledger.ts";
import { type EntryKey, isFinished, type LedgerEntry } from "../onboarding/ledger-entry.ts";
import type { Onboarding } from "../onboarding/onboarding.ts";
import { learnPlace } from "../onboarding/place.ts";
import { readUser } from "../onboarding/read-user.ts";
import { lambdaClient } from "../onboarding/start-worker.ts";
import { type Budget, checkBudget, startBudget } from "./budget.ts";
import { withLateGroups } from "./late-groups.ts";
import { log } from "./log.ts";
import { onboardNow } from "./onboard-now.ts";
import { openLate } from "./open-late.ts";
import { over } from "./over.ts";

/** What a deployment may choose about the sign-in handler. */
export interface SignInOptions {
  /** The time until the answer, cold start included but for a second at least: at most 4,000 ms; default 3,500. */
  budgetMs?: number;
}

/** A user who was created less than this time ago and signs in by a password was created by that sign-in: migrated. */
const JUST_CREATED_MS = 15_000;

/**
 * The handler of the post authentication and the pre token generation trigger, of one of them or of both: onboards whoever signs in
 * without an entry (admin-created, federated, migrated and imported users, and users whose first trigger was lost), and puts groups that
 * are on their way into the token. Answers within its budget, whatever happens: a failure would keep the user out.
 */
export function signInHandler(onboarding: Onboarding, options: SignInOptions = {}) {
  const budgetMs = checkBudget(options.budgetMs ?? 3_500);
  const ledger = new Ledger();
  // While Lambda starts the function, loading costs the least.
  void Promise.allSettled([ledger.table.warm(), lambdaClient()]);

  return async <Event>(
    event: Event,
    context?: { awsRequestId?: string; invokedFunctionArn?: string; getRemainingTimeInMillis?(): number },
  ): Promise<Event> => {
    learnPlace(context?.invokedFunctionArn);
    using budget = startBudget(budgetMs, context?.getRemainingTimeInMillis?.());
    const signIn = readSignInEvent(event);
    if (!signIn) return event;
    const late: string[] = [];
    const owner = context?.awsRequestId ?? "sign-in";
    try {
      const handled = handle({ onboarding, ledger, budget, signIn, owner, onGroups: (groups) => late.push(...groups) });
      const answered = await Promise.race([handled.then(() => true), over(budget.answer)]);
      if (!answered) failed("the budget was over before the worker was started", signIn);
    } catch (error) {
      failed("the sign-in handler failed", signIn, error);
    }
    return signIn.kind === "token" ? withLateGroups(event, late) : event;
  };
}

async function handle(it: {
  onboarding: Onboarding;
  ledger: Ledger;
  budget: Budget;
  signIn: SignInEvent;
  owner: string;
  /** Told, before anything slow begins, of the groups that the token may lack. */
  onGroups: (groups: readonly string[]) => void;
}): Promise<void> {
  const { onboarding, ledger, budget, signIn, owner, onGroups } = it;
  const key = { userPoolId: signIn.userPoolId, sub: signIn.sub };
  const known = await ledger.get(key, budget.steps);
  const opened = known ? undefined : await open(onboarding, ledger, budget, key, signIn);
  const entry = known ?? opened;
  if (entry?.status !== "open") return;
  const user = confirmedUser(
    { ...key, userName: signIn.userName, origin: entry.origin, metadata: entry.metadata },
    signIn.userAttributes,
  );
  // The post authentication event of this same sign-in, which came first, does not tell.
  if (known && signIn.isNewPassword && Date.now() - known.openedAt < JUST_CREATED_MS)
    await ledger.learnOrigin(key, "admin-created", budget.steps);
  onGroups(groupsUnderWay(onboarding, entry, user));
  // Whoever has an entry has a worker, or the sweep finds them.
  if (opened) await onboardNow({ onboarding, ledger, budget, entry, user, owner });
}

async function open(
  onboarding: Onboarding,
  ledger: Ledger,
  { steps: signal }: Budget,
  key: EntryKey,
  signIn: SignInEvent,
): Promise<LedgerEntry | undefined> {
  const origin = await originOfSignIn(key, signIn, signal);
  return (await openLate({ onboarding, ledger, key, origin, signal })) ?? (await ledger.get(key, signal));
}

async function originOfSignIn(
  key: EntryKey,
  { isNewPassword, userAttributes }: SignInEvent,
  signal: AbortSignal,
): Promise<Origin> {
  if (isNewPassword) return "admin-created";
  const origin = originOf(userAttributes);
  if (origin !== "sign-up") return origin;
  // The origin is not worth a failure.
  const user = await Promise.race([readUser(key).catch(() => undefined), over(signal)]);
  return user && Math.abs(Date.now() - user.createdAt) < JUST_CREATED_MS ? "migrated" : "sign-up";
}

/** What the rules of unfinished steps give. A step that is done is left out: what an administrator took away since stays away. */
function groupsUnderWay({ steps }: Onboarding, entry: LedgerEntry, user: ConfirmedUser): string[] {
  return steps
    .filter(({ name, phase }) => phase === "beforeFirstSignIn" && !isFinished(entry.steps[name]))
    .flatMap(({ step }) => step.groupsOf?.(user) ?? []);
}

function failed(message: string, { userPoolId, sub, userAttributes }: SignInEvent, error?: unknown): void {
  const described = error === undefined ? {} : { error: describeError(error, Object.values(userAttributes)) };
  log({ level: "error", message, userPoolId, sub, ...described, metric: "TriggerFailures" });
}
