import type { Journal } from "../journal/journal.ts";
import type { ApiRequest, Handler } from "./foyer-api-routes.ts";

/** `/_foyer/strikes`: what faults did, the newest first. */
export function strikeRoutes(journal: Journal, limitOf: (query: ApiRequest["query"]) => number): Record<string, Handler> {
  return { GET: ({ query }) => journal.latest("fault.struck", limitOf(query)) };
}

/** `/_foyer/operations`: every operation that a fault can be set for, by its service. */
export function operationRoutes(operations: () => Record<string, string[]>): Record<string, Handler> {
  return { GET: () => operations() };
}
