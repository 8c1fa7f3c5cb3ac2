import type { ResourceType } from "../resource-type.ts";

/** A version of a function: of what it is now. Versions of earlier starts stay. */
export const functionVersion: ResourceType = {
  async put({ properties }, { local }) {
    // If nothing has changed since the last version, Lambda's answer is that one.
    const { Version, FunctionArn } = (await local.call("lambda", "PublishVersion", properties)) as {
      Version: string;
      FunctionArn: string;
    };
    return { physicalId: FunctionArn, attributes: { Version, FunctionArn } };
  },
};
