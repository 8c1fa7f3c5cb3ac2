import type { Findings } from "./findings.ts";
import type { LoadedFlow, Receiver } from "./flow.ts";
import type { Arrival } from "./receivers.ts";
import type { KnownUser } from "./users.ts";

const minuteMs = 60_000;

/** Receivers that drop a repetition themselves keep a key for so long, in milliseconds. */
function windowOf(receiver: Receiver): number {
  if (receiver.at === "queue") return receiver.queue.endsWith(".fifo") ? 5 * minuteMs : 0;
  // The local executions of a state machine run for ever; those of the stand-in for a durable function are kept for a day.
  if (receiver.at === "state machine") return Number.POSITIVE_INFINITY;
  return receiver.at === "durable function" ? 24 * 60 * minuteMs : 0;
}

/**
 * What `keyed` steps sent: always under the same key for a user, and at a receiver that knows keys once within its window.
 * @param known before the server stopped
 */
export function checkKeyed(
  { keyed }: LoadedFlow,
  arrivals: Map<string, Arrival[]>,
  known: KnownUser[],
  findings: Findings,
): void {
  const onboarded = new Map(known.filter(({ entry }) => entry).map((user) => [user.sub, user]));
  for (const [step, receiver] of Object.entries(keyed)) {
    const all = arrivals.get(step) ?? [];
    const bySub = Map.groupBy(all, ({ sub }) => sub);
    const keys = (sub: string) => new Set((bySub.get(sub) ?? []).map(({ id }) => id)).size;
    const again = all.length - new Set(all.map(({ id }) => id)).size;
    findings.count(`${step}: arrived at the ${receiver.at} (again, by the same key)`, `${all.length} (${again})`);
    findings.promise(
      [...bySub.keys()].filter((sub) => keys(sub) > 1),
      `users have messages of ${step} under several keys`,
    );
    findings.promise(
      [...bySub.keys()].filter((sub) => !onboarded.has(sub)),
      `users have a message of ${step} without being onboarded`,
    );
    findings.promise(
      [...onboarded.values()].filter(({ sub, entry }) => entry?.steps.get(step) === "done" && keys(sub) !== 1),
      `users do not have exactly one message of ${step} by its key although it says done`,
    );
    const window = windowOf(receiver);
    const twice = [...bySub.values()].filter((arrived) =>
      arrived.some(({ at }, index) => arrived.slice(0, index).some((before) => Math.abs(at - before.at) < window)),
    );
    findings.promise(twice, `users have ${step} twice within the window of its receiver`);
  }
}
