import type { Group } from "../pools/groups.ts";

/** The groups of a user as tokens and the pre token generation event carry them, the strongest first. */
export interface GroupConfiguration {
  groupsToOverride: string[];
  iamRolesToOverride: string[];
  /** null without roles, and if two groups of equal strength have different ones. */
  preferredRole: string | null;
}

export function groupConfigurationOf(groups: Group[]): GroupConfiguration {
  const ordered = groups.toSorted((a, b) => rank(a) - rank(b));
  const withRole = ordered.filter((group) => group.roleArn);
  const strongest = new Set(
    withRole.filter((group) => group.precedence === withRole[0]?.precedence).map((group) => group.roleArn),
  );
  return {
    groupsToOverride: ordered.map((group) => group.name),
    iamRolesToOverride: [...new Set(withRole.map((group) => group.roleArn as string))],
    preferredRole: strongest.size === 1 ? (withRole[0]?.roleArn ?? null) : null,
  };
}

function rank(group: Group): number {
  return group.precedence ?? Number.MAX_SAFE_INTEGER;
}
