import { type ResourceType, unless } from "../resource-type.ts";

interface Group {
  readonly UserPoolId: string;
  readonly GroupName?: string;
}

/** A group of a user pool; its members are the local AWS's to keep. */
export const userPoolGroup: ResourceType = {
  fixed: ["UserPoolId"],
  async put({ properties, name }, { local }) {
    const request = { GroupName: name, ...(properties as unknown as Group) };
    const made = await unless(["GroupExistsException"], local.call("cognito-idp", "CreateGroup", request));
    if (made === undefined) await local.call("cognito-idp", "UpdateGroup", request);
    return { physicalId: request.GroupName, attributes: {} };
  },
};
