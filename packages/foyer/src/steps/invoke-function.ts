import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import type { Replay, Step } from "../onboarding/step.ts";
import type { Repetition } from "./custom.ts";
import { type MessageDetail, userMessage } from "./user-message.ts";

interface Invoked {
  /** The name of a function in the same account and Region. */
  functionName: string;
  /** What the payload says beside `id`, `sub`, `userPoolId` and `origin`, which it always says. */
  payload?: MessageDetail;
}

export interface InvokeFunctionOptions extends Invoked {
  /** A version or an alias. Default: `$LATEST`. */
  qualifier?: string;
  /**
   * `RequestResponse`: the step is done when the function has answered, and fails when it fails. `Event`: the step is done when Lambda has
   * taken the event; Lambda may then invoke the function twice, or three times if it fails. Default `RequestResponse`.
   */
  invocationType?: "RequestResponse" | "Event";
  /** How long to wait for the answer, in milliseconds, up to 50,000. Default 5,000. */
  timeoutMs?: number;
  durable?: never;
}

export interface StartDurableFunctionOptions extends Invoked {
  /** The version or alias that the execution stays on: durable functions are invoked by one. */
  qualifier: string;
  /** The function is a durable one: its execution is named after the step's key, so that Lambda starts it once. */
  durable: true;
  invocationType?: never;
  timeoutMs?: never;
  replay?: never;
  ifUnknown?: never;
}

/** What an attempt of a step has, less what comes before and after. */
const MAX_TIMEOUT_MS = 50_000;

/** Lambda said so before the function ran, and may say something else later. */
const notYet = /^(EC2|ENILimit|SubnetIPAddressLimit|EFS|KMS|ResourceConflict|ResourceNotReady|SnapStart)/;

/** Starts a durable function for the user, once for as long as Lambda keeps its executions. It then goes on by itself. */
export function invokeFunction(options: StartDurableFunctionOptions): Step<"keyed", void, void>;
/**
 * Invokes a Lambda function for the user. `replay` says what the function makes of a repetition: `keyed` if it recognises the payload's `id`,
 * which is the same for a user and this step always; `safe` if running twice comes to the same; `unknown` if neither.
 */
export function invokeFunction<const Kind extends Replay>(
  options: InvokeFunctionOptions & Repetition<Kind>,
): Step<Kind, void, void>;
export function invokeFunction(
  options: StartDurableFunctionOptions | (InvokeFunctionOptions & Repetition<Replay>),
): Step<Replay, void, void> {
  const { functionName, qualifier, durable = false, timeoutMs = 5_000, payload } = options;
  check(options);
  const lambda = once(async () => {
    const sdk = await import("../onboarding/sdk/lambda.ts");
    const requestHandler = { ...requestLimits, requestTimeout: timeoutMs };
    // One `send()` with retries can invoke a function three times.
    return { sdk, client: new sdk.LambdaClient({ maxAttempts: 1, requestHandler }) };
  });
  const invoked = `function:${functionName}${qualifier === undefined ? "" : `:${qualifier}`}`;
  return {
    replay: options.durable ? "keyed" : options.replay,
    ...(options.ifUnknown && { ifUnknown: options.ifUnknown }),
    permissions: [{ actions: ["lambda:InvokeFunction"], resources: [arn("lambda", invoked)] }],
    resources: { functions: [{ functionName, ...(qualifier !== undefined && { qualifier }), durable }] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { key, signal }) {
      const Payload = Buffer.from(userMessage(user, key, "the payload", payload));
      const { sdk, client } = await lambda();
      const command = new sdk.InvokeCommand({
        FunctionName: functionName,
        Qualifier: qualifier,
        Payload,
        InvocationType: durable ? "Event" : (options.invocationType ?? "RequestResponse"),
        ...(durable && { DurableExecutionName: key }),
      });
      try {
        const { FunctionError, Payload: answer, ExecutedVersion } = await client.send(command, { abortSignal: signal });
        if (FunctionError) throw failureOf(functionName, answer?.transformToString());
        return ExecutedVersion === undefined ? { invocation: "accepted" } : { version: ExecutedVersion };
      } catch (error) {
        // Started before, from attributes that have changed since.
        if ((error as Error).name === "DurableExecutionAlreadyStartedException") return { invocation: "accepted" };
        throw explained(error as Error, invoked);
      }
    },
  };
}

function check({ functionName, qualifier, durable, timeoutMs = 5_000 }: InvokeFunctionOptions | StartDurableFunctionOptions) {
  const wrong = (rule: string, value: unknown) =>
    new OnboardingError(`Cannot use invokeFunction as ${rule}: current value is '${value}'`);
  if (!/^[\w-]{1,64}$/.test(functionName))
    throw wrong("'functionName' must be the name of a function, 1 to 64 of a-z, A-Z, 0-9, _ and -", functionName);
  if (qualifier === undefined ? durable : !/^(\$LATEST|[\w-]{1,128})$/.test(qualifier))
    throw wrong("'qualifier' must be a version or an alias, and a durable function must have one", qualifier);
  if (!(timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS)) throw wrong(`'timeoutMs' must be 1 to ${MAX_TIMEOUT_MS}`, timeoutMs);
}

/** The function ran and failed. Its message is left out, as it may quote the user. */
function failureOf(functionName: string, answer = ""): StepError {
  const [, errorType = "an error"] = /"errorType":\s*"([\w.]{1,64})"/.exec(answer) ?? [];
  return new StepError(`Function '${functionName}' failed with ${errorType}`, { retry: true, happened: "maybe" });
}

function explained(error: Error, invoked: string): Error {
  if (error.name === "ResourceNotFoundException")
    return new StepError(`Cannot invoke the function as there must be a ${invoked}`, { cause: error });
  if (notYet.test(error.name))
    return new StepError(`Lambda cannot invoke the function yet: ${error.name}`, { retry: true, cause: error });
  return error;
}
