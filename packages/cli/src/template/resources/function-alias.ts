import { type ResourceType, unless } from "../resource-type.ts";

/** A name that points at a version of a function. */
export const functionAlias: ResourceType = {
  fixed: ["FunctionName", "Name"],
  async put({ properties }, { local }) {
    const alias =
      (await unless(["ResourceConflictException"], local.call("lambda", "CreateAlias", properties))) ??
      (await local.call("lambda", "UpdateAlias", properties));
    const { AliasArn } = alias as { AliasArn: string };
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
};
