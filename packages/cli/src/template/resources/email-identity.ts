import { type ResourceType, unless } from "../resource-type.ts";

/** A sender of SES. Nobody has to click here: the local AWS verifies it at once. */
export const emailIdentity: ResourceType = {
  async put({ properties }, { local }) {
    const { EmailIdentity } = properties as { EmailIdentity: string };
    await unless(["AlreadyExistsException"], local.call("sesv2", "CreateEmailIdentity", { EmailIdentity }));
    return { physicalId: EmailIdentity, attributes: {} };
  },
};
