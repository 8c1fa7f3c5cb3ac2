import { signal } from "@preact/signals";

/** An event that somebody wants to send again. */
export interface SavedEvent {
  name: string;
  text: string;
}

const savedKey = "foyer-saved-events";
const draftKey = "foyer-event-drafts";

/** By name; they stay in this browser. */
export const saved = signal<readonly SavedEvent[]>(read(() => localStorage, savedKey, []));

/** Changed texts, by what they were; until the browser's tab is closed. */
const drafts = signal<Readonly<Record<string, string>>>(read(() => sessionStorage, draftKey, {}));

/** Keeps an event under a name, in place of another of that name. */
export function saveEvent(event: SavedEvent): void {
  saved.value = [event, ...saved.value.filter(({ name }) => name !== event.name)];
  write(() => localStorage, savedKey, saved.value);
}

export function forgetEvent(name: string): void {
  saved.value = saved.value.filter((event) => event.name !== name);
  write(() => localStorage, savedKey, saved.value);
}

/** The text as it was left, if it was changed. */
export function draftOf(key: string): string | undefined {
  return drafts.value[key];
}

/** Keeps a changed text; undefined discards the change. */
export function keepDraft(key: string, text: string | undefined): void {
  const { [key]: _, ...others } = drafts.value;
  drafts.value = text === undefined ? others : { ...others, [key]: text };
  write(() => sessionStorage, draftKey, drafts.value);
}

function read<T>(storage: () => Storage, key: string, without: T): T {
  try {
    return JSON.parse(storage().getItem(key) ?? "") ?? without;
  } catch {
    return without;
  }
}

function write(storage: () => Storage, key: string, value: unknown): void {
  try {
    storage().setItem(key, JSON.stringify(value));
  } catch {
    // A browser that forbids storage forgets it with a reload.
  }
}
