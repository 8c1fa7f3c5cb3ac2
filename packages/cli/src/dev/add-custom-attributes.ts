import type { LocalAws } from "@foyer/local";

interface Attribute {
  name: string;
  type: string;
}

/** Adds the custom attributes that the pool has not yet; one that is there stays as it is, as Cognito lets none be changed. */
export async function addCustomAttributes(local: LocalAws, UserPoolId: string, wanted: readonly Attribute[]): Promise<void> {
  if (wanted.length === 0) return;
  const { UserPool } = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId })) as {
    UserPool: { SchemaAttributes: { Name: string }[] };
  };
  const there = new Set(UserPool.SchemaAttributes.map(({ Name }) => Name));
  const CustomAttributes = wanted
    .filter(({ name }) => !there.has(name))
    .map(({ name, type }) => ({ Name: name.replace(/^custom:/, ""), AttributeDataType: type, Mutable: true }));
  if (CustomAttributes.length > 0) await local.call("cognito-idp", "AddCustomAttributes", { UserPoolId, CustomAttributes });
}
