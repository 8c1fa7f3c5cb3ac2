import type { Journal } from "../journal/journal.ts";
import type { Fault } from "./fault.ts";
import type { FaultTarget } from "./faults.ts";

/** Tells the journal that a fault struck, under the user and the invocation that the call is about. */
export function recordStrike(journal: Journal, { id, kind }: Fault & { id: string }, target: FaultTarget): void {
  if ("functionName" in target) {
    journal.record("fault.struck", {}, { faultId: id, kind, functionName: target.functionName });
    return;
  }
  const { service, operation, caller } = target;
  const { sub, invocationId, functionName } = caller;
  journal.record(
    "fault.struck",
    { ...(sub && { sub }), ...(invocationId && { invocationId }) },
    { faultId: id, kind, service, operation, ...(functionName && { callerFunction: functionName }) },
  );
}
