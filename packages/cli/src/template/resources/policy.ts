import type { LocalAws } from "@foyer/local";
import { CommandError } from "../../errors.ts";
import { type ResourceType, unless } from "../resource-type.ts";

interface Policy {
  readonly PolicyName: string;
  readonly PolicyDocument: object;
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
}

/** An inline policy of roles: the local AWS enforces it. */
export const policy: ResourceType = {
  async put({ properties, name, earlier }, { local }) {
    const { PolicyName, PolicyDocument, Roles = [], Users = [], Groups = [] } = properties as unknown as Policy;
    if (Users.length > 0 || Groups.length > 0)
      throw new CommandError("its policy must be of roles only: there are no users and no groups in the local AWS's IAM");
    const before = earlier?.properties as unknown as Policy | undefined;
    const gone = before?.Roles?.filter((each) => !Roles.includes(each) || before.PolicyName !== PolicyName) ?? [];
    await removeFrom(local, gone, before?.PolicyName ?? PolicyName);
    for (const RoleName of Roles)
      await local.call("iam", "PutRolePolicy", { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
    return { physicalId: name, attributes: { Id: name } };
  },
  remove: ({ properties }, { local }) => {
    const { Roles = [], PolicyName } = properties as unknown as Policy;
    return removeFrom(local, Roles, PolicyName);
  },
};

async function removeFrom(local: LocalAws, roles: readonly string[], PolicyName: string): Promise<void> {
  for (const RoleName of roles)
    await unless(["NoSuchEntity", "NoSuchEntityException"], local.call("iam", "DeleteRolePolicy", { RoleName, PolicyName }));
}
