import { type ResourceType, unless } from "../resource-type.ts";

/** How often Lambda tries an asynchronous invocation, and where it goes at its end. */
export const eventInvokeConfig: ResourceType = {
  async put({ properties, name }, { local }) {
    await local.call("lambda", "PutFunctionEventInvokeConfig", properties);
    return { physicalId: name, attributes: {} };
  },
  remove: ({ properties: { FunctionName, Qualifier } }, { local }) =>
    unless(["ResourceNotFoundException"], local.call("lambda", "DeleteFunctionEventInvokeConfig", { FunctionName, Qualifier })),
};
