import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { checkAnswer } from "./answer.ts";
import type { TriggerEvent } from "./event.ts";

/** How long Cognito waits for a trigger's answer and how often it asks, in real time. */
export interface TriggerTimes {
  /** Default 5000. */
  attemptTimeoutMs: number;
  /** Default 3. */
  attempts: number;
}

interface FunctionInvocation {
  functionName: string;
  payload: string;
  sub: string | undefined;
  principal: { service: "cognito-idp.amazonaws.com"; sourceArn: string };
}

/** The function host as far as triggers need it. */
export interface TriggerFunctions {
  /** A synchronous invocation. Throws AwsError if the function cannot be run. */
  invoke(request: FunctionInvocation): Promise<{ invocationId: string; payload: string; functionError?: string | undefined }>;
  /** An asynchronous invocation, stored with the caller's `store.write`. Throws AwsError if the function cannot be run. */
  invokeLater(request: FunctionInvocation): string;
}

/** The name of a trigger in `LambdaConfig`, which is also what its errors begin with. */
export type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "PreTokenGeneration"
  | "UserMigration"
  | "InboundFederation"
  | "CustomMessage"
  | "CustomEmailSender"
  | "CustomSMSSender";

export interface TriggerInvocation {
  trigger: TriggerName;
  functionArn: string;
  pool: UserPool;
  /** The user that it is about, who may not exist yet; undefined if there will be none. */
  sub: string | undefined;
  event: TriggerEvent;
}

/**
 * Has a trigger answered, as Cognito does: an attempt without an answer in time is left running while the next one starts, and
 * the call fails after the last. A function that throws is not asked again, unless a setting says so.
 * @returns the `response` of the answer, whose envelope has been checked.
 * @throws UserLambdaValidationException if the function throws, UnexpectedLambdaException if it cannot be run or does not answer,
 *   InvalidLambdaResponseException if it answers something else than the event, ResourceNotFoundException if the pool is gone
 */
export async function invokeTrigger(cognito: Cognito, invocation: TriggerInvocation): Promise<Record<string, unknown>> {
  const recorded = cognito.triggerEvents.add(invocation.functionArn, invocation.event, "under way");
  try {
    const response = await answerOf(cognito, invocation);
    cognito.triggerEvents.settle(recorded);
    return response;
  } catch (error) {
    cognito.triggerEvents.settle(recorded, (error as Error).name);
    throw error;
  }
}

async function answerOf(cognito: Cognito, invocation: TriggerInvocation): Promise<Record<string, unknown>> {
  const { trigger, event } = invocation;
  const { attempts, attemptTimeoutMs } = cognito.triggerTimes;
  const payload = JSON.stringify(event);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const outcome = await attemptOnce(cognito, invocation, payload, attempt, attemptTimeoutMs);
    if (outcome === "no-answer") continue;
    if (outcome.functionError && cognito.repeatFailedTriggers && attempt < attempts) continue;
    // While the function ran the pool may have been deleted, and nothing is left to go on with.
    cognito.userPools.get(invocation.pool.id);
    return checkAnswer(trigger, event.version, outcome);
  }
  throw unexpected(trigger, "Socket timeout while invoking Lambda function");
}

/**
 * Leaves a trigger to Lambda's asynchronous invocation, as Cognito does with the custom senders: nobody waits for the answer, and what
 * fails is tried again by Lambda. Part of the caller's `store.write`.
 * @throws UnexpectedLambdaException if the function is gone or Cognito may not invoke it
 */
export function invokeTriggerLater(cognito: Cognito, { trigger, functionArn, pool, sub, event }: TriggerInvocation): void {
  const { triggerSource } = event;
  try {
    const principal = principalOf(pool);
    const invocationId = cognito.functions.invokeLater({
      functionName: functionArn,
      payload: JSON.stringify(event),
      sub,
      principal,
    });
    cognito.journal.record("trigger.started", { sub }, { triggerSource, functionArn, attempt: 1 });
    cognito.triggerEvents.add(functionArn, event, "sent");
    const accepted = { triggerSource, attempt: 1, outcome: "ok", durationMs: 0 } as const;
    cognito.journal.record("trigger.answered", { sub, invocationId }, accepted);
  } catch (error) {
    throw error instanceof AwsError ? cannotRun(trigger, error) : error;
  }
}

function principalOf(pool: UserPool) {
  return { service: "cognito-idp.amazonaws.com", sourceArn: pool.arn } as const;
}

async function attemptOnce(cognito: Cognito, invocation: TriggerInvocation, payload: string, attempt: number, timeoutMs: number) {
  const { trigger, functionArn, pool, sub, event } = invocation;
  const { triggerSource } = event;
  cognito.journal.record("trigger.started", { sub }, { triggerSource, functionArn, attempt });
  // What led to the trigger, CONFIRMED above all, must be on disk before the function hears of it.
  await cognito.store.committed();
  const startedAt = performance.now();
  const answered = (outcome: "ok" | "error" | "no-answer", invocationId?: string, error?: string) =>
    cognito.journal.record(
      "trigger.answered",
      { sub, invocationId },
      { triggerSource, attempt, outcome, durationMs: performance.now() - startedAt, error },
    );
  const { promise: late, resolve: giveUp } = Promise.withResolvers<"no-answer">();
  const timer = setTimeout(giveUp, timeoutMs, "no-answer");
  const running = cognito.functions.invoke({
    functionName: functionArn,
    payload,
    sub,
    principal: principalOf(pool),
  });
  // An attempt that was given up may still fail, and nobody listens any more.
  running.catch(() => {});
  try {
    const result = await Promise.race([running, late]);
    if (result === "no-answer") answered("no-answer");
    else
      answered(result.functionError ? "error" : "ok", result.invocationId, result.functionError && errorTypeOf(result.payload));
    return result;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    answered("error", undefined, error.name);
    throw cannotRun(trigger, error);
  } finally {
    clearTimeout(timer);
  }
}

/** Cognito says of a function that is gone what it says of one that it may not call. */
function cannotRun(trigger: TriggerName, { name }: AwsError): AwsError {
  return unexpected(trigger, name === "ResourceNotFoundException" ? "AccessDeniedException" : name);
}

function unexpected(trigger: TriggerName, cause: string): AwsError {
  return new AwsError("UnexpectedLambdaException", `${trigger} invocation failed due to error ${cause}.`);
}

/** The class of the error and not its message, which may quote personal data. */
function errorTypeOf(payload: string): string {
  try {
    return String(JSON.parse(payload).errorType ?? "Unhandled");
  } catch {
    return "Unhandled";
  }
}
