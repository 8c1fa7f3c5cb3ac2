import type { AwsError } from "../endpoint/aws-error.ts";
import { errorOf, throttleOf } from "./fault-errors.ts";
import type { Faults } from "./faults.ts";

/**
 * The error that a fault has for a call that one service makes to another, without a socket: EventBridge to the target of a rule.
 * @returns undefined if none strikes; of the kinds only `error` and `throttle` have a meaning here
 */
export function deliveryFault(faults: Faults, service: string, operation: string): AwsError | undefined {
  for (const fault of faults.strike({ service, operation, caller: { kind: "developer" } })) {
    if (fault.kind === "error") return errorOf(fault, service);
    if (fault.kind === "throttle") return throttleOf(service);
  }
  return undefined;
}
