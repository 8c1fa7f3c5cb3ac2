import { setTimeout as pause } from "node:timers/promises";
import type { AwsError } from "../endpoint/aws-error.ts";
import type { Caller } from "../endpoint/service.ts";
import { type Fault, isFinal } from "./fault.ts";
import { errorOf, throttleOf } from "./fault-errors.ts";
import type { Faults } from "./faults.ts";

/** A request that has been read and waits to be served. */
export interface FaultableCall<Answer> {
  service: string;
  operation: string;
  caller: Caller;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
  /** Does the work, and has it on disk. */
  run(): Promise<Answer>;
  /** The answer for an error, without any work. */
  refuse(error: AwsError): Answer;
}

/**
 * Serves a call under the faults that strike it.
 * @param crashFunction ends the process of the calling function with SIGKILL.
 * @returns undefined if there is to be no answer: the connection is dropped then.
 */
export async function callUnderFaults<Answer>(
  faults: Faults,
  call: FaultableCall<Answer>,
  crashFunction: (caller: Caller) => void,
): Promise<Answer | undefined> {
  const struck = faults.strike(call);
  for (const fault of struck) {
    if (fault.kind === "latency") await wait(fault.ms, faults.stopping);
    if (fault.kind === "error") return call.refuse(errorOf(fault, call.service));
    if (fault.kind === "throttle") return call.refuse(throttleOf(call.service));
    if (fault.kind === "hang") return ended(AbortSignal.any([call.signal, faults.stopping]));
    if (isFinal(fault)) return crash(fault, () => crashFunction(call.caller));
  }
  const answer = await call.run();
  const ends = struck.filter(({ kind }) => kind !== "latency");
  for (const fault of ends) crash(fault, () => crashFunction(call.caller));
  return ends.length === 0 ? answer : undefined;
}

/** Waits in real time, or until the local AWS stops. */
export async function wait(ms: number, stopping: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal: stopping }).catch(() => {});
}

/** Ends the process that a crash is for. */
export function crash(fault: Fault, crashFunction: () => void): undefined {
  if (fault.kind === "crash-local") process.kill(process.pid, "SIGKILL");
  if (fault.kind === "crash-function") crashFunction();
}

function ended(signal: AbortSignal): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (signal.aborted) resolve(undefined);
  signal.addEventListener("abort", () => resolve(undefined));
  return promise;
}
