import type { Principal } from "../evaluate/evaluate.ts";

/** `enforce`: what no policy allows is refused. `warn`: it is told of and done. `off`: nobody looks. */
export type AccessMode = "enforce" | "warn" | "off";

/**
 * How a caller is treated. Unless one mode is set for all, a role that was made here is enforced, one that nobody made is warned of,
 * and a function that was deployed without any is let be.
 */
export function modeOf({ kind, roleArn }: Principal, set: AccessMode | undefined, isMade: boolean): AccessMode {
  if (kind === "developer") return "off";
  if (set !== undefined) return set;
  if (roleArn === undefined) return "off";
  return isMade ? "enforce" : "warn";
}
