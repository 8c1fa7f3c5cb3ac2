import type { Cognito } from "../cognito/cognito.ts";
import type { TriggerEvent } from "../cognito/triggers/event.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";

/** What the routes about triggers read. */
export type TriggerDirectory = Pick<Cognito, "triggerEvents" | "keys">;

/** `/_foyer/trigger-events?sub=`: what triggers received, the newest first and without the events; with it for one. */
export function triggerEventRoutes({ triggerEvents }: TriggerDirectory, limitOf: (query: URLSearchParams) => number) {
  const GET: Handler = ({ path: [id], query }) => {
    if (id === undefined) {
      const sub = query.get("sub");
      return triggerEvents
        .list(limitOf(query))
        .filter(({ event }) => sub === null || subOf(event) === sub)
        .map(({ event: { triggerSource, userName }, ...recorded }) => ({ ...recorded, triggerSource, userName }));
    }
    const found = id === "latest" ? triggerEvents.list(1)[0] : triggerEvents.find(Number(id));
    if (!found) throw new ApiError(404, "NotFound", `There is no recorded event '${id}'`);
    return found;
  };
  return { GET };
}

// In a pool of e-mail addresses the username is the sub; an event from before the sign-up has no other.
function subOf({ request, userName }: TriggerEvent): unknown {
  return (request.userAttributes as Record<string, string> | undefined)?.sub ?? userName;
}

/** `/_foyer/encrypted-code`: a code as the custom senders of a pool receive it. */
export function encryptedCodeRoutes({ keys }: TriggerDirectory): Record<string, Handler> {
  return {
    POST: async ({ body }) => {
      const { keyId, code, userPoolId } = ((await body()) ?? {}) as Record<string, unknown>;
      for (const given of [keyId, code, userPoolId]) {
        if (typeof given !== "string" || given.length > 1000)
          throw new ApiError(400, "BadRequest", "The body needs the texts keyId, code and userPoolId");
      }
      return { code: keys.encryptMessage(keyId as string, code as string, { "userpool-id": userPoolId as string }) };
    },
  };
}
