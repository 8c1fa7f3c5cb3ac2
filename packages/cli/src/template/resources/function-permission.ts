import { isDeepStrictEqual } from "node:util";
import type { LocalAws } from "@foyer/local";
import { type Earlier, type ResourceType, unless } from "../resource-type.ts";

interface Permission {
  readonly FunctionName: string;
}

/** A statement of a function's own policy: who may invoke it. */
export const functionPermission: ResourceType = {
  async put({ properties, name: StatementId, earlier }, { local }) {
    if (earlier && !isDeepStrictEqual(earlier.properties, properties)) await removeStatement(earlier, local);
    await unless(["ResourceConflictException"], local.call("lambda", "AddPermission", { ...properties, StatementId }));
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  remove: (earlier, { local }) => removeStatement(earlier, local),
};

function removeStatement({ physicalId: StatementId, properties }: Earlier, local: LocalAws): Promise<unknown> {
  const { FunctionName } = properties as unknown as Permission;
  return unless(["ResourceNotFoundException"], local.call("lambda", "RemovePermission", { FunctionName, StatementId }));
}
