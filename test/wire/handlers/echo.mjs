import { tell } from "./tell.mjs";

/** What a well-behaved trigger does: return the event. */
export async function handler(event, context) {
  await tell(event, context);
  return event;
}
