import { FaultError } from "../faults/check-fault.ts";
import type { Fault } from "../faults/fault.ts";
import type { Faults } from "../faults/faults.ts";
import { faultPresets } from "../faults/presets.ts";
import { millisecondsOf } from "./foyer-api-duration.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { Handler } from "./foyer-api-routes.ts";

/** `/_foyer/faults`: shows, adds and removes faults. */
export function faultRoutes(faults: Faults): Record<string, Handler> {
  const state = () => ({ seed: faults.currentSeed, faults: faults.list() });
  return {
    GET: () => ({ ...state(), presets: Object.entries(faultPresets).map(([name, { summary }]) => ({ name, summary })) }),
    PUT: async ({ path: [id], body }) => {
      const wanted = await body();
      const added = refusing(() => put(faults, id === undefined ? wanted : { ...(wanted as object), id }));
      return { added, ...state() };
    },
    DELETE: ({ path: [id] }) => {
      if (id === undefined) faults.clear();
      else if (!faults.remove(id)) throw new ApiError(404, "NotFound", `There is no fault '${id}'`);
      return state();
    },
  };
}

/** Takes one fault, a list of them, `{ preset }` or `{ seed }`. @returns the ids of what was added. */
function put(faults: Faults, wanted: unknown): string[] {
  if (Array.isArray(wanted)) return wanted.flatMap((one) => put(faults, one));
  const { preset, seed } = (wanted ?? {}) as { preset?: unknown; seed?: unknown };
  if (seed !== undefined) {
    faults.seed(seed as number);
    return [];
  }
  if (preset === undefined) return [faults.add(timed(wanted) as Fault)];
  const found = Object.hasOwn(faultPresets, String(preset)) ? faultPresets[String(preset)] : undefined;
  if (!found) throw new FaultError(`There is no preset '${preset}'; there are ${Object.keys(faultPresets).join(", ")}`);
  return found.faults.map((fault) => faults.add(fault));
}

/** A fault whose duration may be in words: `{ "for": "10 minutes" }`. */
function timed(wanted: unknown): unknown {
  const { for: words, ...fault } = (wanted ?? {}) as { for?: unknown };
  if (words === undefined) return wanted;
  const forMs = typeof words === "string" ? millisecondsOf(words) : undefined;
  if (forMs === undefined) throw new FaultError("A fault's 'for' must be an amount of time such as '10 minutes'");
  return { ...fault, forMs };
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof FaultError ? new ApiError(400, "BadRequest", error.message) : error;
  }
}
