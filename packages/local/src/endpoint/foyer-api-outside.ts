import type { Outside } from "../outside/outside.ts";
import { type StandIn, StandInError } from "../outside/stand-in.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";

/** `/_foyer/outside`: shows what was sent to servers of others, and sets what stands in for them. */
export function outsideRoutes(outside: Outside, limitOf: (query: URLSearchParams) => number): Record<string, Handler> {
  const state = () => ({ standIns: outside.standIns() });
  return {
    GET: ({ path: [what], query }) => {
      if (what === undefined) return outside.list({ url: query.get("url") ?? undefined, limit: limitOf(query) });
      if (what === "stand-ins") return state();
      throw new ApiError(404, "NotFound", `There is nothing at /_foyer/outside/${what}`);
    },
    PUT: async ({ path: [id], body }) => {
      const wanted = await body();
      const list = Array.isArray(wanted) ? wanted : [id === undefined ? wanted : { ...(wanted as object), id }];
      return { added: list.map((each) => refusing(() => outside.answer(each as StandIn))), ...state() };
    },
    DELETE: ({ path: [id] }) => {
      if (!outside.unanswer(id)) throw new ApiError(404, "NotFound", `There is no stand-in '${id}'`);
      return state();
    },
  };
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof StandInError ? new ApiError(400, "BadRequest", error.message) : error;
  }
}
