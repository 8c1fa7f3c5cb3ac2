import type { JournalEntry } from "@foyer/local";
import { signal } from "@preact/signals";
import { get } from "./api/client.ts";

/** Whether the stream of events is open; until it is, what is shown may be old. */
export const connected = signal(false);

/** The time of the local AWS, to the second, in milliseconds since the epoch. */
export const now = signal(Date.now());

/** By how much that clock is ahead of this machine's, in milliseconds. */
export const aheadMs = signal(0);

// A server-sent event is heard by its type, so the types must be known; the compiler knows if one is missing.
const types: Record<JournalEntry["type"], true> = {
  "user.signed-up": true,
  "user.confirmed": true,
  "user.signed-in": true,
  "user.signed-out": true,
  "user.added-to-group": true,
  "user.updated": true,
  "user.password-set": true,
  "user.reset-required": true,
  "user.removed-from-group": true,
  "user.disabled": true,
  "user.enabled": true,
  "user.deleted": true,
  "trigger.started": true,
  "trigger.answered": true,
  "invocation.started": true,
  "invocation.ended": true,
  step: true,
  "mail.sent": true,
  "mail.withheld": true,
  "event.put": true,
  "execution.started": true,
  "execution.waiting": true,
  "execution.ended": true,
  "access.denied": true,
  "fault.struck": true,
  "local.reset": true,
};

const listeners = new Set<(entry: JournalEntry) => void>();
const reopened = new Set<() => void>();

/** What happens in the local AWS, as it happens. */
export const journal = {
  /** Calls `listener` with each entry from now on. @returns a function that ends it. */
  listen(listener: (entry: JournalEntry) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Calls `listener` when what was read may be gone: after a reset, and after a break of the stream. @returns a function that ends it. */
  onReopen(listener: () => void): () => void {
    reopened.add(listener);
    return () => reopened.delete(listener);
  },
};

/** Opens the stream of events and follows the clock, for as long as the console is open. */
export function goLive(): void {
  const stream = new EventSource("/_foyer/events");
  let wasOpen = false;
  stream.onopen = () => {
    connected.value = true;
    void followClock();
    if (wasOpen) for (const listener of reopened) listener();
    wasOpen = true;
  };
  stream.onerror = () => {
    connected.value = false;
  };
  for (const type of Object.keys(types)) {
    stream.addEventListener(type, (event: MessageEvent<string>) => {
      const entry = JSON.parse(event.data) as JournalEntry;
      // Whoever moved the clock, the next entry tells.
      if (Math.abs(entry.at - (Date.now() + aheadMs.peek())) > 2000) void followClock();
      for (const listener of listeners) listener(entry);
      if (entry.type === "local.reset") for (const listener of reopened) listener();
    });
  }
  setInterval(tick, 1000);
}

/** Reads the clock again, for whoever has moved it. */
export async function followClock(): Promise<void> {
  const clock = await get<{ now: number }>("clock").catch(() => undefined);
  if (clock) aheadMs.value = Math.abs(clock.now - Date.now()) < 1000 ? 0 : clock.now - Date.now();
  tick();
}

function tick(): void {
  now.value = Math.floor((Date.now() + aheadMs.peek()) / 1000) * 1000;
}
