import type { SetFault } from "@foyer/local";
import { amount } from "../../times.ts";

/** What a fault does to the calls that it strikes: `throttle, 1 in 3`. */
export function effectWords(fault: SetFault): string {
  return [kindWords(fault), shareWords(fault.probability), ...limitWords(fault)].filter(Boolean).join(", ");
}

/** Which calls a fault is for: `SendEmail of sesv2 from foyer-worker`. */
export function targetWords({ service = "*", operation = "*", callerFunction, functionName }: SetFault): string {
  if (functionName !== undefined) return functionName === "*" ? "invocations of any function" : `invocations of ${functionName}`;
  const what = operation === "*" ? (service === "*" ? "every call" : `every call of ${service}`) : `${operation} of ${service}`;
  return callerFunction === undefined ? what : `${what} from ${callerFunction}`;
}

/** A share as people say it: `1 in 3`, `15 %`; nothing for all. */
export function shareWords(probability: number | undefined): string {
  if (probability === undefined || probability === 1) return "";
  const inverse = Math.round(1 / probability);
  if (probability > 0 && Math.abs(1 / inverse - probability) < 0.0005 && inverse <= 10) return `1 in ${inverse}`;
  return `${Number((probability * 100).toFixed(1))} %`;
}

function kindWords(fault: SetFault): string {
  switch (fault.kind) {
    case "error":
      return `error ${fault.name}`;
    case "latency":
      return `${amount(fault.ms)} later`;
    case "reply-lost":
      return "reply lost";
    case "crash-function":
      return `function crashes ${fault.when ?? "before"} the work`;
    case "crash-local":
      return `local AWS crashes ${fault.when ?? "before"} the work`;
    default:
      return fault.kind;
  }
}

function limitWords({ after, count, endsAt, addedAt }: SetFault): string[] {
  return [
    after ? `from call ${after + 1}` : "",
    count === undefined ? "" : count === 1 ? "once" : `${count} times`,
    endsAt === undefined ? "" : `for ${amount(endsAt - addedAt)}`,
  ];
}
