import type { SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import { checkConstraints } from "./attribute-constraints.ts";

/** Attribute name to its definition: what the users of one pool may have. */
export type AttributeSchema = ReadonlyMap<string, SchemaAttributeType>;

const names = ["name", "given_name", "family_name", "middle_name", "nickname", "preferred_username"];
const texts = [...names, "profile", "picture", "website", "email", "gender", "zoneinfo", "locale", "phone_number", "address"];

/** What a pool's `Schema` may change: whether one is required or mutable, and its constraints. */
const standardAttributes: readonly SchemaAttributeType[] = [
  ...texts.map((name) => text(name, 0, 2048)),
  text("birthdate", 10, 10),
  { ...defined("updated_at", "Number"), NumberAttributeConstraints: { MinValue: "0" } },
];

/** What every pool has as it is: Cognito itself fills these in. */
const builtInAttributes: readonly SchemaAttributeType[] = [
  { ...text("sub", 1, 2048), Mutable: false, Required: true },
  defined("email_verified", "Boolean"),
  defined("phone_number_verified", "Boolean"),
  { ...defined("identities", "String"), StringAttributeConstraints: {} },
];

const maximumCustomAttributes = 50;

/** The schema of a new pool: Cognito's own attributes, changed and extended by the `Schema` of CreateUserPool. */
export function createSchema(given: readonly SchemaAttributeType[] = []): AttributeSchema {
  const schema = new Map<string, SchemaAttributeType>();
  for (const attribute of [...builtInAttributes, ...standardAttributes]) schema.set(attribute.Name as string, attribute);
  const custom: SchemaAttributeType[] = [];
  for (const attribute of given) {
    const standard = standardAttributes.find(({ Name }) => Name === attribute.Name);
    if (standard) schema.set(standard.Name as string, changeStandard(standard, attribute));
    // Infrastructure tools repeat `sub` as AWS describes it. Of another built-in name AWS makes a custom attribute.
    else if (attribute.Name !== "sub") custom.push(attribute);
  }
  return withCustomAttributes(schema, custom);
}

function changeStandard(standard: SchemaAttributeType, given: SchemaAttributeType): SchemaAttributeType {
  const { AttributeDataType } = standard;
  if (given.DeveloperOnlyAttribute || (given.AttributeDataType && given.AttributeDataType !== AttributeDataType)) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${standard.Name}`,
    );
  }
  const changed = { ...standard, ...given, AttributeDataType };
  checkConstraints(changed);
  return changed;
}

/**
 * @throws InvalidParameterException for an attribute that exists already, has no type or impossible constraints or is required, and
 *   if the pool would have too many
 */
export function withCustomAttributes(schema: AttributeSchema, added: readonly SchemaAttributeType[]): AttributeSchema {
  const result = new Map(schema);
  for (const attribute of added) {
    const bare = `custom:${attribute.Name}`;
    const name = attribute.DeveloperOnlyAttribute ? `dev:${bare}` : bare;
    if (result.has(name)) throw invalidParameter(`${bare}: Existing attribute already has name ${name}.`);
    result.set(name, customAttribute(name, attribute));
  }
  const custom = [...result.keys()].filter((name) => /^(dev:)?custom:/.test(name));
  if (custom.length > maximumCustomAttributes)
    throw invalidParameter(`A user pool can have at most ${maximumCustomAttributes} custom attributes.`);
  return result;
}

function customAttribute(name: string, given: SchemaAttributeType): SchemaAttributeType {
  const type = given.AttributeDataType;
  if (!type) {
    throw invalidParameter("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.");
  }
  if (given.Required) throw invalidParameter("Required custom attributes are not supported currently.");
  const attribute = {
    ...defined(name, type),
    DeveloperOnlyAttribute: given.DeveloperOnlyAttribute ?? false,
    Mutable: given.Mutable ?? true,
    ...(type === "String" && { StringAttributeConstraints: given.StringAttributeConstraints ?? {} }),
    ...(type === "Number" && { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} }),
  };
  checkConstraints(attribute);
  return attribute;
}

function defined(Name: string, AttributeDataType: SchemaAttributeType["AttributeDataType"]): SchemaAttributeType {
  return { Name, AttributeDataType, DeveloperOnlyAttribute: false, Mutable: true, Required: false };
}

function text(name: string, shortest: number, longest: number): SchemaAttributeType {
  const StringAttributeConstraints = { MinLength: String(shortest), MaxLength: String(longest) };
  return { ...defined(name, "String"), StringAttributeConstraints };
}
