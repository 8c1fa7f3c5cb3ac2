import type { SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";

/** Attribute name to its definition: what the users of one pool may have. */
export type AttributeSchema = ReadonlyMap<string, SchemaAttributeType>;

/** What Cognito gives every pool before its `Schema` is read. */
const standardAttributes: readonly SchemaAttributeType[] = [
  { ...text("sub", 1), Mutable: false, Required: true },
  ...["name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website"].map(
    (name) => text(name, 0),
  ),
  text("email", 0),
  truth("email_verified"),
  text("gender", 0),
  { ...text("birthdate", 10), StringAttributeConstraints: { MinLength: "10", MaxLength: "10" } },
  text("zoneinfo", 0),
  text("locale", 0),
  text("phone_number", 0),
  truth("phone_number_verified"),
  text("address", 0),
  { ...defined("updated_at", "Number"), NumberAttributeConstraints: { MinValue: "0" } },
];

const maximumCustomAttributes = 50;

/** The schema of a new pool: Cognito's own attributes, changed and extended by the `Schema` of CreateUserPool. */
export function createSchema(given: readonly SchemaAttributeType[] = []): AttributeSchema {
  const schema = new Map(standardAttributes.map((attribute) => [attribute.Name as string, attribute]));
  const custom: SchemaAttributeType[] = [];
  for (const attribute of given) {
    const standard = schema.get(attribute.Name ?? "");
    if (!standard) {
      custom.push(attribute);
    } else if (attribute.AttributeDataType && attribute.AttributeDataType !== standard.AttributeDataType) {
      throw invalidParameter(
        `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${attribute.Name}`,
      );
    } else {
      schema.set(attribute.Name as string, { ...standard, ...attribute, AttributeDataType: standard.AttributeDataType });
    }
  }
  return withCustomAttributes(schema, custom);
}

/** @throws InvalidParameterException if one exists already, is required, or the pool has too many. */
export function withCustomAttributes(schema: AttributeSchema, added: readonly SchemaAttributeType[]): AttributeSchema {
  const result = new Map(schema);
  for (const attribute of added) {
    const name = `${attribute.DeveloperOnlyAttribute ? "dev:custom:" : "custom:"}${attribute.Name}`;
    if (!attribute.Name) throw invalidParameter("Attribute name is required.");
    if (attribute.Name.length > 20) {
      throw invalidParameter(
        `1 validation error detected: Value '${attribute.Name}' at 'customAttributes' failed to satisfy constraint: Member must have length less than or equal to 20`,
      );
    }
    if (result.has(name)) throw invalidParameter(`${name}: Existing attribute already has name ${name}.`);
    if (attribute.Required) throw invalidParameter("Required custom attributes are not supported currently.");
    result.set(name, customAttribute(name, attribute));
  }
  if (result.size > standardAttributes.length + maximumCustomAttributes) {
    throw invalidParameter(`A user pool can have at most ${maximumCustomAttributes} custom attributes.`);
  }
  return result;
}

function customAttribute(name: string, given: SchemaAttributeType): SchemaAttributeType {
  const type = given.AttributeDataType ?? "String";
  return {
    ...defined(name, type),
    DeveloperOnlyAttribute: given.DeveloperOnlyAttribute ?? false,
    Mutable: given.Mutable ?? true,
    ...(type === "String" && { StringAttributeConstraints: given.StringAttributeConstraints ?? {} }),
    ...(type === "Number" && { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} }),
  };
}

function defined(Name: string, AttributeDataType: SchemaAttributeType["AttributeDataType"]): SchemaAttributeType {
  return { Name, AttributeDataType, DeveloperOnlyAttribute: false, Mutable: true, Required: false };
}

function text(name: string, minLength: number): SchemaAttributeType {
  return { ...defined(name, "String"), StringAttributeConstraints: { MinLength: String(minLength), MaxLength: "2048" } };
}

function truth(name: string): SchemaAttributeType {
  return defined(name, "Boolean");
}
