import type { AttributeType, SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter, notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { AttributeSchema } from "../pools/attribute-schema.ts";
import { isEmail, isPhoneNumber } from "./usernames.ts";

/** Name to value, always a string, without `sub`. */
export type Attributes = Record<string, string>;

/** The attributes of a request as a record; a name given twice keeps its last value. */
export function readAttributes(list: readonly AttributeType[] | undefined): Attributes {
  const attributes: Attributes = {};
  for (const { Name, Value } of list ?? []) if (Name !== undefined) attributes[Name] = Value ?? "";
  return attributes;
}

export function listAttributes(attributes: Attributes): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** @throws InvalidParameterException naming every attribute that a new user of the pool may not have or lacks. */
export function checkNewAttributes(schema: AttributeSchema, attributes: Attributes): void {
  const faults = faultsOf(schema, attributes);
  for (const name of missingAttributes(schema, attributes)) faults.push(`${name}: The attribute is required\n`);
  refuse(faults);
}

/** What the pool requires and the user has not. */
export function missingAttributes(schema: AttributeSchema, attributes: Attributes): string[] {
  const required = [...schema.values()].filter(({ Required, Name }) => Required && Name !== "sub");
  return required.map(({ Name }) => Name as string).filter((name) => !attributes[name]);
}

/** @throws InvalidParameterException naming every attribute that an existing user's may not be changed to. */
export function checkChangedAttributes(schema: AttributeSchema, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    if (schema.get(name)?.Mutable === false) throw invalidParameter(`user.${name}: Attribute cannot be updated.\n`);
  }
  refuse(faultsOf(schema, attributes));
}

/** @throws NotAuthorizedException if a client writes what its `WriteAttributes`, or Cognito itself, keep from it. */
export function checkWritable(client: AppClient, attributes: Attributes): void {
  const writable = client.settings.WriteAttributes;
  for (const name of Object.keys(attributes)) {
    // What is verified is Cognito's to say, and developer attributes are an administrator's.
    const reserved = name === "sub" || name.endsWith("_verified") || name.startsWith("dev:");
    if (reserved || (writable && !writable.includes(name))) {
      throw notAuthorized("A client attempted to write unauthorized attribute");
    }
  }
}

/** The attributes that a client may see. */
export function readableBy(client: AppClient, attributes: Attributes): Attributes {
  const readable = client.settings.ReadAttributes;
  if (!readable) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name === "sub" || readable.includes(name)));
}

function refuse(faults: string[]): void {
  if (faults.length > 0) throw invalidParameter(`Attributes did not conform to the schema: ${faults.join("")}`);
}

function faultsOf(schema: AttributeSchema, attributes: Attributes): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    const definition = schema.get(name);
    if (!definition || name === "sub") faults.push(`${name}: Attribute does not exist in the schema.\n`);
    else if (value !== "") {
      if (name === "email" && !isEmail(value)) throw invalidParameter("Invalid email address format.");
      if (name === "phone_number" && !isPhoneNumber(value)) throw invalidParameter("Invalid phone number format.");
      if (!conforms(definition, value)) faults.push(`${name}: The value does not conform to the attribute's constraints\n`);
    }
  }
  return faults;
}

function conforms(definition: SchemaAttributeType, value: string): boolean {
  switch (definition.AttributeDataType) {
    case "Boolean":
      return value === "true" || value === "false";
    case "Number": {
      const { MinValue = "-Infinity", MaxValue = "Infinity" } = definition.NumberAttributeConstraints ?? {};
      return /^-?\d+(\.\d+)?$/.test(value) && Number(value) >= Number(MinValue) && Number(value) <= Number(MaxValue);
    }
    case "DateTime":
      return !Number.isNaN(Date.parse(value));
    default: {
      const { MinLength = "0", MaxLength = "2048" } = definition.StringAttributeConstraints ?? {};
      return value.length >= Number(MinLength) && value.length <= Number(MaxLength);
    }
  }
}

/**
 * The attributes after a change: an empty value deletes one, and an e-mail address or phone number that becomes another is no longer
 * verified unless the change says so itself.
 */
export function changeAttributes(attributes: Attributes, changes: Attributes): Attributes {
  const changed = { ...attributes };
  for (const name of ["email", "phone_number"]) {
    const value = changes[name];
    if (value !== undefined && value !== attributes[name]) {
      if (value === "") delete changed[`${name}_verified`];
      else changed[`${name}_verified`] = "false";
    }
  }
  Object.assign(changed, changes);
  for (const [name, value] of Object.entries(changes)) if (value === "") delete changed[name];
  return changed;
}
