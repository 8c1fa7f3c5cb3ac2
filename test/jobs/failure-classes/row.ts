import type { Step } from "../../../packages/foyer/src/onboarding/step.ts";
import { type Lab, shortAttemptMs } from "./lab.ts";

/**
 * How an attempt ends, in the words of the pages. `parked`: for good, and the user needs a person; `again`: tried again, whatever happened;
 * `not taken`: tried again, and nothing happened; `doubt`: it may have happened, which `ifUnknown` or the key decides about.
 */
export type Ends = "done" | "parked" | "again" | "not taken" | "doubt";

/** One way to bring a failure class about. */
export interface Case {
  name: string;
  step: (lab: Lab) => Step<never, void, unknown> | Step;
  /** What goes wrong. */
  arrange?: (lab: Lab) => unknown;
  ends: Ends;
  /** What the timeline says of it. */
  says?: RegExp;
  /** Which attempt it is. */
  attempt?: number;
  /** The attempt's time, in milliseconds. */
  timeMs?: number;
}

/** A row of a page's table "What goes wrong", by its first cell as it stands there. */
export type Row = { what: string } & (
  | { cases: Case[] }
  /** Held where it belongs to: a file and the title of its test. */
  | { heldBy: [file: string, title: string] }
);

const error = (service: string, operation: string, name: string, status = 400) => ({
  name,
  arrange: ({ local }: Lab) => void local.faults.add({ service, operation, kind: "error", name, status }),
});

/** An error of a service for each call of an operation. */
export function refuses(
  service: string,
  operation: string,
  step: Case["step"],
  ends: Ends,
  names: string[],
  status = 400,
): Case[] {
  return names.map((name) => ({ ...error(service, operation, name, status), step, ends }));
}

/** The service throttles, in its own way. */
export function throttles(service: string, operation: string, step: Case["step"], ends: Ends = "not taken"): Case {
  const arrange = ({ local }: Lab) => void local.faults.add({ service, operation, kind: "throttle" });
  return { name: `${service} throttles`, step, ends, arrange };
}

/** The service fails with 500, the connection is lost after the work, and nothing is answered at all. */
export function fails(service: string, operation: string, step: Case["step"], ends: Ends = "doubt"): Case[] {
  const fault = (kind: "reply-lost" | "hang"): Case => ({
    name: kind,
    step,
    ends,
    ...(kind === "hang" && { timeMs: shortAttemptMs }),
    arrange: ({ local }: Lab) => void local.faults.add({ service, operation, kind }),
  });
  return [{ ...error(service, operation, "InternalFailure", 500), step, ends }, fault("reply-lost"), fault("hang")];
}

/** The other server answers with each of the statuses. */
export function answers(statuses: number[], step: Case["step"], ends: Ends, headers: Record<string, string> = {}): Case[] {
  return statuses.map((status) => ({
    name: `status ${status}`,
    step,
    ends,
    arrange: ({ receiver }: Lab) => {
      receiver.answer = () => ({ status, headers });
    },
  }));
}

/** The other server takes the request and says nothing, or closes the connection. */
export function silent(step: Case["step"]): Case[] {
  return (["hang", "lose reply"] as const).map((reply) => ({
    name: reply,
    step,
    ends: "doubt",
    arrange: ({ receiver }: Lab) => {
      receiver.answer = () => reply;
    },
  }));
}
