import type { AttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter, notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { faultOf } from "../pools/attribute-constraints.ts";
import type { AttributeSchema } from "../pools/attribute-schema.ts";
import { isEmail, isPhoneNumber } from "./usernames.ts";

/** Name to value, always a string, without `sub`. */
export type Attributes = Record<string, string>;

/** The attributes that a code can be sent to, and that have a `…_verified` beside them. */
export const verifiable = ["email", "phone_number"] as const;

// Cognito's own: nobody gives a user these.
const builtIn = ["sub", "identities"];

/** The attributes of a request as a record; a name given twice keeps its last value. */
export function readAttributes(list: readonly AttributeType[] | undefined): Attributes {
  // Python's clients write True, and Cognito takes it.
  const read = (name: string, value: string) => (name.endsWith("_verified") ? value.toLowerCase() : value);
  return Object.fromEntries((list ?? []).map(({ Name = "", Value = "" }) => [Name, read(Name, Value)]));
}

/** The change that deletes these attributes. */
export function deletionOf(names: readonly string[] | undefined): Attributes {
  return Object.fromEntries((names ?? []).map((name) => [name, ""]));
}

export function listAttributes(attributes: Attributes): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** What is answered to a value for an attribute that nobody but Cognito gives one. */
export function nonMutable(name: string) {
  return invalidParameter(`Cannot modify the non-mutable attribute ${name}`);
}

/** @throws InvalidParameterException naming every attribute that a new user of the pool may not have or lacks. */
export function checkNewAttributes(schema: AttributeSchema, attributes: Attributes): void {
  const faults = faultsOf(schema, attributes);
  for (const name of missingAttributes(schema, attributes)) faults.push(`${name}: The attribute is required\n`);
  if (faults.length > 0) throw invalidParameter(`Attributes did not conform to the schema: ${faults.join("")}`);
}

/** What the pool requires and the user has not. */
export function missingAttributes(schema: AttributeSchema, attributes: Attributes): string[] {
  const required = [...schema.values()].filter(({ Required, Name }) => Required && Name !== "sub");
  return required.map(({ Name }) => Name as string).filter((name) => !attributes[name]);
}

/** @throws InvalidParameterException naming every attribute that an existing user's may not be changed to; "" deletes one. */
export function checkChangedAttributes(schema: AttributeSchema, changes: Attributes): void {
  const faults: string[] = [];
  for (const name of Object.keys(changes)) {
    if (name === "sub") throw nonMutable(name);
    // Whether or not the user has a value: an immutable one is given with the user or never.
    if (schema.get(name)?.Mutable === false || name === "identities") faults.push(`${name}: Attribute cannot be updated.\n`);
    else if (schema.get(name)?.Required && changes[name] === "") faults.push(`${name}: The attribute is required\n`);
  }
  faults.push(...(faults.length > 0 ? [] : faultsOf(schema, changes)));
  if (faults.length > 0) throw invalidParameter(faults.map((fault) => `user.${fault}`).join(""));
}

/** @throws NotAuthorizedException if a client writes what its `WriteAttributes`, or Cognito itself, keep from it. */
export function checkWritable(client: AppClient, attributes: Attributes): void {
  const writable = client.settings.WriteAttributes;
  for (const name of Object.keys(attributes)) {
    // What is verified is Cognito's to say, and developer attributes are an administrator's.
    const reserved = builtIn.includes(name) || name.endsWith("_verified") || name.startsWith("dev:");
    if (reserved || (writable?.length && !writable.includes(name))) {
      throw notAuthorized("A client attempted to write unauthorized attribute");
    }
  }
}

/** The attributes that a client may see. */
export function readableBy(client: AppClient, attributes: Attributes): Attributes {
  const readable = client.settings.ReadAttributes;
  if (!readable?.length) return attributes;
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => name === "sub" || readable.includes(name)));
}

function faultsOf(schema: AttributeSchema, attributes: Attributes): string[] {
  const faults: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "sub") throw nonMutable(name);
    const definition = builtIn.includes(name) ? undefined : schema.get(name);
    if (!definition) faults.push(`${name}: Attribute does not exist in the schema.\n`);
    else if (value !== "") {
      if (name === "email" && !isEmail(value)) throw invalidParameter("Invalid email address format.");
      if (name === "phone_number" && !isPhoneNumber(value)) throw invalidParameter("Invalid phone number format.");
      const fault = faultOf(definition, value);
      if (fault) faults.push(`${name}: ${fault}\n`);
    }
  }
  return faults;
}

/**
 * The attributes after a change: an empty value deletes one, and an e-mail address or phone number that becomes another is no longer
 * verified unless the change says so itself.
 */
export function changeAttributes(attributes: Attributes, changes: Attributes): Attributes {
  const changed = { ...attributes };
  for (const name of verifiable) {
    const value = changes[name];
    if (value === "") delete changed[`${name}_verified`];
    else if (value !== undefined && value !== attributes[name]) changed[`${name}_verified`] = "false";
  }
  Object.assign(changed, changes);
  for (const [name, value] of Object.entries(changes)) if (value === "") delete changed[name];
  return changed;
}
