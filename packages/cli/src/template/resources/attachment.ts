import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { isDeepStrictEqual } from "node:util";
import { CommandError } from "../../errors.ts";
import type { ResourceType } from "../resource-type.ts";

interface Answer {
  readonly Status?: string;
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/**
 * The custom resource that attaches an onboarding to a pool of another stack. Its function is invoked as CloudFormation does, with its role
 * and an address for the answer, when the resource is made and when its properties have changed.
 */
export const attachment: ResourceType = {
  async put({ logicalId, properties, name, earlier }, { local }) {
    if (earlier && isDeepStrictEqual(earlier.properties, properties)) return { physicalId: earlier.physicalId, attributes: {} };
    const { ServiceToken: functionName } = properties as { ServiceToken: string };
    const answered = Promise.withResolvers<Answer>();
    const server = createServer(async (request, response) => {
      const body = await text(request);
      response.end();
      answered.resolve(JSON.parse(body));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = server.address() as AddressInfo;
      const event = {
        RequestType: earlier ? "Update" : "Create",
        ResponseURL: `http://127.0.0.1:${port}/${name}`,
        StackId: `arn:aws:cloudformation:${local.region}:${local.accountId}:stack/${name}`,
        RequestId: name,
        LogicalResourceId: logicalId,
        ResourceType: "Custom::FoyerAttachment",
        ResourceProperties: properties,
        ...(earlier && { PhysicalResourceId: earlier.physicalId, OldResourceProperties: earlier.properties }),
      };
      // A function that ends without having answered will not.
      const ended = local.functions
        .invoke({ functionName, payload: JSON.stringify(event) })
        .then(({ payload }): Answer => ({ Reason: `its function did not answer: ${payload}` }));
      const invoked = await Promise.race([answered.promise, ended]);
      const { Status, Reason = "no reason was given", PhysicalResourceId = name, Data = {} } = invoked;
      if (Status !== "SUCCESS") throw new CommandError(Reason);
      await ended;
      return { physicalId: PhysicalResourceId, attributes: Data };
    } finally {
      server.close();
    }
  },
};
