import type { Journal } from "../journal/journal.ts";
import type { ApiRequest, Handler } from "./foyer-api-routes.ts";

/** `/_foyer/denials`: the calls that no policy allows, the newest first. */
export function denialRoutes(journal: Journal, limitOf: (query: ApiRequest["query"]) => number): Record<string, Handler> {
  return {
    GET: ({ query }) =>
      journal.latest("access.denied", limitOf(query)).map(({ id, at, sub, invocationId, data }) => ({
        id,
        at,
        ...(sub && { sub }),
        ...(invocationId && { invocationId }),
        ...data,
      })),
  };
}
