import { AwsError } from "../../endpoint/aws-error.ts";
import { crash, wait } from "../../faults/call-under-faults.ts";
import { faultMessage, throttleOf } from "../../faults/fault-errors.ts";
import type { Faults } from "../../faults/faults.ts";
import type { Invocation, InvocationResult, Outcome } from "./invocation.ts";
import { type FunctionErrorPayload, timedOut } from "./lambda-errors.ts";

/** What an invocation under faults needs of the host. */
export interface InvocationHost {
  /** Throws once the local AWS stops. */
  checkRuns(): void;
  /** Queues it for a process. */
  start(): void;
  /** Ends the process that runs it with SIGKILL. */
  kill(): void;
}

/** Runs an invocation under the faults that strike it. @throws {AwsError} TooManyRequestsException, ServiceException */
export async function invocationUnderFaults(
  faults: Faults,
  invocation: Invocation,
  host: InvocationHost,
): Promise<InvocationResult> {
  const { invocationId, version } = invocation.request;
  const struck = faults.strike({ functionName: version.functionName });
  for (const fault of struck) {
    if (fault.kind === "latency") await wait(fault.ms, faults.stopping);
    if (fault.kind === "throttle") throw throttleOf("lambda");
    if (fault.kind === "error") {
      invocation.begin("", undefined);
      return ended(invocation, "error", { errorType: fault.name, errorMessage: fault.message ?? faultMessage });
    }
    if (fault.kind === "hang") {
      invocation.begin("", undefined);
      await wait(version.timeoutSeconds * 1000, faults.stopping);
      host.checkRuns();
      return ended(invocation, "timeout", timedOut(invocationId, version.timeoutSeconds));
    }
    if (fault.kind === "crash-local" && fault.when !== "after") crash(fault, host.kill);
    if (fault.kind === "crash-function" && fault.when !== "after") invocation.onBegin = host.kill;
    if (fault.kind === "crash-function" && fault.when === "after") invocation.crashesAtAnswer = true;
  }
  host.checkRuns();
  host.start();
  const result = await invocation.result;
  for (const fault of struck) if (fault.kind === "crash-local") crash(fault, host.kill);
  if (struck.some(({ kind }) => kind === "reply-lost")) {
    throw new AwsError("ServiceException", "The answer of the function was lost", { status: 500 });
  }
  return result;
}

/** Ends an invocation that never came to a process. */
function ended(invocation: Invocation, outcome: Outcome, payload: FunctionErrorPayload): Promise<InvocationResult> {
  invocation.end(outcome, JSON.stringify(payload), 0);
  return invocation.result;
}
