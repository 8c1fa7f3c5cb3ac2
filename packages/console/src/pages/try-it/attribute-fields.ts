/** An attribute as the pool's schema has it. */
export interface SchemaAttribute {
  Name: string;
  AttributeDataType?: "String" | "Number" | "DateTime" | "Boolean";
  Required?: boolean;
  Mutable?: boolean;
  DeveloperOnlyAttribute?: boolean;
  StringAttributeConstraints?: { MinLength?: string; MaxLength?: string };
  NumberAttributeConstraints?: { MinValue?: string; MaxValue?: string };
}

/** A field of the form. */
export interface Field {
  name: string;
  required: boolean;
  type: "text" | "email" | "tel" | "number" | "url" | "date" | "boolean";
  /** What the schema asks of a value, in words. */
  rule?: string;
  sample: string;
}

// Cognito sets these by itself.
const ownOfCognito = new Set(["sub", "identities", "email_verified", "phone_number_verified", "updated_at"]);

const types: Record<string, Field["type"]> = {
  email: "email",
  phone_number: "tel",
  birthdate: "date",
  picture: "url",
  profile: "url",
  website: "url",
};

const samples: Record<string, string> = {
  phone_number: "+12065550123",
  name: "Ada Lovelace",
  given_name: "Ada",
  family_name: "Lovelace",
  middle_name: "King",
  nickname: "Ada",
  preferred_username: "ada",
  birthdate: "1815-12-10",
  gender: "female",
  locale: "en-GB",
  zoneinfo: "Europe/London",
  address: "12 St James's Square, London",
  picture: "https://example.com/ada.png",
  profile: "https://example.com/ada",
  website: "https://example.com",
};

/**
 * The fields of a sign-up: what the pool requires first, then its own attributes, then what may be added.
 * @param without the attribute that the username is
 * @param writable what the app client may write; absent for an administrator, who may write all
 */
export function attributeFields(
  schema: readonly SchemaAttribute[],
  { without = [], writable, email }: { without?: readonly string[]; writable?: readonly string[] | undefined; email: string },
): { shown: Field[]; more: Field[] } {
  const fields = schema
    .filter(({ Name, DeveloperOnlyAttribute }) => !ownOfCognito.has(Name) && !without.includes(Name) && !DeveloperOnlyAttribute)
    .filter(({ Name, Required }) => Required || !writable || writable.includes(Name))
    .map((attribute) => fieldOf(attribute, email));
  const rank = ({ required, name }: Field) => (required ? 0 : isOwn(name) ? 2 : 1);
  const isShown = ({ required, name }: Field) => required || isOwn(name) || name === "email" || name === "name";
  return {
    shown: fields.filter(isShown).toSorted((a, b) => rank(a) - rank(b)),
    more: fields.filter((field) => !isShown(field)).toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

function isOwn(name: string): boolean {
  return name.startsWith("custom:");
}

function fieldOf(attribute: SchemaAttribute, email: string): Field {
  const { Name: name, AttributeDataType = "String", Required: required = false } = attribute;
  const byType = { Number: "number", Boolean: "boolean", DateTime: "text", String: "text" } as const;
  const rule = ruleOf(attribute);
  return {
    name,
    required,
    type: types[name] ?? byType[AttributeDataType],
    ...(rule && { rule }),
    sample: name === "email" ? email : (samples[name] ?? ""),
  };
}

function ruleOf(attribute: SchemaAttribute): string | undefined {
  const { Name, AttributeDataType, StringAttributeConstraints: text, NumberAttributeConstraints: number } = attribute;
  if (!isOwn(Name)) return undefined;
  if (AttributeDataType === "Boolean") return "true or false";
  if (AttributeDataType === "DateTime") return "a date in ISO 8601";
  if (AttributeDataType === "Number") return bounds("a number", number?.MinValue, number?.MaxValue);
  return bounds("characters", text?.MinLength, text?.MaxLength);
}

function bounds(what: string, least: string | undefined, most: string | undefined): string | undefined {
  if (least && Number(least) > 0 && most) return `${what}, ${least} to ${most}`;
  if (most) return `${what}, up to ${most}`;
  return least && Number(least) > 0 ? `${what}, from ${least}` : undefined;
}
