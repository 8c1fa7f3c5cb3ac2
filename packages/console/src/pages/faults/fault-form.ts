import type { Fault } from "@foyer/local";

/** What somebody filled in, as text. */
export interface FaultForm {
  kind: Fault["kind"];
  name: string;
  ms: string;
  /** In percent. */
  share: string;
  count: string;
  forWords: string;
  caller: string;
}

/** The kinds of faults, and what each does to a call and to an invocation. */
export const kinds: readonly { value: Fault["kind"]; text: string; call: string; invocation: string }[] = [
  {
    value: "error",
    text: "An error",
    call: "The service answers with this error and does nothing.",
    invocation: "The handler throws this error, without having run.",
  },
  {
    value: "throttle",
    text: "Throttling",
    call: "The service answers as it does when it throttles.",
    invocation: "Lambda answers TooManyRequestsException.",
  },
  { value: "latency", text: "Latency", call: "The work begins later.", invocation: "The invocation begins later." },
  {
    value: "hang",
    text: "A hang",
    call: "No work and no answer, until the client gives up.",
    invocation: "The function runs into its timeout.",
  },
  {
    value: "reply-lost",
    text: "A lost reply",
    call: "The work is done, and nobody hears of it: what is tried again would happen twice.",
    invocation: "The function does its work, and its caller is told ServiceException.",
  },
  {
    value: "crash-function",
    text: "A crash of the function",
    call: "The process of the function that calls is killed before the work.",
    invocation: "Its process is killed as it begins.",
  },
];

/** What `/_foyer/faults` takes; its rules beyond that are the local AWS's. */
export function faultOf({ kind, name, ms, share, count, forWords, caller }: FaultForm): Record<string, unknown> {
  return {
    kind,
    ...(kind === "error" && { name: name.trim() }),
    ...(kind === "latency" && { ms: Number(ms) }),
    ...(share !== "100" && { probability: Number(share) / 100 }),
    ...(count !== "" && { count: Number(count) }),
    ...(forWords.trim() !== "" && { for: forWords.trim() }),
    ...(caller.trim() !== "" && { callerFunction: caller.trim() }),
  };
}
