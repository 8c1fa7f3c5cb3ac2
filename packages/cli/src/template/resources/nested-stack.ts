import type { ResourceType } from "../resource-type.ts";

interface NestedStack {
  readonly TemplateURL: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
}

/** A stack inside the stack: its template is an asset. */
export const nestedStack: ResourceType = {
  async put({ logicalId, properties, name }, { assembly, local, nested }) {
    const { TemplateURL, Parameters = {} } = properties as unknown as NestedStack;
    const { path } = assembly.asset(TemplateURL.split("/").at(-1) as string);
    const outputs = await nested(logicalId, path, Parameters);
    return {
      physicalId: `arn:aws:cloudformation:${local.region}:${local.accountId}:stack/${name}`,
      attributes: Object.fromEntries(Object.entries(outputs).map(([key, value]) => [`Outputs.${key}`, value])),
    };
  },
};
