import { type ResourceType, unless } from "../resource-type.ts";

interface Client {
  readonly UserPoolId: string;
  readonly ClientName?: string;
  readonly GenerateSecret?: boolean;
}

interface Described {
  readonly UserPoolClient: { readonly ClientId: string; readonly ClientName: string; readonly ClientSecret?: string };
}

/** An app client. */
export const userPoolClient: ResourceType = {
  fixed: ["GenerateSecret"],
  async put({ properties, name, earlier }, { local }) {
    const { GenerateSecret, ...rest } = properties as unknown as Client;
    const request = { ClientName: name, ...rest };
    const client =
      (earlier && (await unless(["ResourceNotFoundException"], call("Update", { ...request, ClientId: earlier.physicalId })))) ??
      (await call("Create", { ...request, ...(GenerateSecret !== undefined && { GenerateSecret }) }));
    const { ClientId, ClientName: Name, ClientSecret } = client.UserPoolClient;
    return { physicalId: ClientId, attributes: { ClientId, Name, ClientSecret } };

    function call(what: "Create" | "Update", input: object): Promise<Described> {
      return local.call("cognito-idp", `${what}UserPoolClient`, input) as Promise<Described>;
    }
  },
};
