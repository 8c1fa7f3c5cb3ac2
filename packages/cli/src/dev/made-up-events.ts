import type { TestEvents } from "@foyer/local";
import { aboutSource, testEvent, triggerSources } from "../invoke/trigger-events.ts";

/** The made-up events of `foyer invoke`, for the console to send as well. */
export const madeUpEvents: TestEvents = {
  sources: triggerSources.map((source) => ({ source, about: aboutSource(source) ?? "" })),
  make: testEvent,
};
