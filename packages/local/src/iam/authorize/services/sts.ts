import type { AskedBy } from "./asked.ts";

/** Roles to be assumed. Who one is may always be asked, and a token of others comes without credentials. */
export const sts: AskedBy = (operation, { RoleArn, RoleSessionName, ExternalId, Tags, TransitiveTagKeys }) => {
  if (operation !== "AssumeRole") return [];
  const actions = ["sts:AssumeRole", ...(Tags?.length || TransitiveTagKeys?.length ? ["sts:TagSession"] : [])];
  const context = {
    "sts:rolesessionname": [RoleSessionName],
    ...(ExternalId !== undefined && { "sts:externalid": [ExternalId] }),
  };
  return actions.map((action) => ({ action, resource: RoleArn, context }));
};
