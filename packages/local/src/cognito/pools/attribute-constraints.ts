import type { SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";

const longestText = 2048;

/** @throws InvalidParameterException for constraints of an attribute that are no numbers or that no value could meet */
export function checkConstraints(attribute: SchemaAttributeType): void {
  const { Name, StringAttributeConstraints: text = {}, NumberAttributeConstraints: number = {} } = attribute;
  const lengths = [text.MinLength, text.MaxLength].map((limit) => limitOf(limit, /^\d+$/, `StringAttributeConstraints`, Name));
  const values = [number.MinValue, number.MaxValue].map((limit) =>
    limitOf(limit, /^-?\d+(\.\d+)?$/, "NumberAttributeConstraints", Name),
  );
  if (lengths.some((length) => length !== undefined && length > longestText)) {
    throw invalidParameter(`user.${Name}: String attributes cannot have a length of more than ${longestText}`);
  }
  if (isEmpty(lengths)) throw invalidParameter(`user.${Name}: Max length cannot be less than min length.`);
  if (isEmpty(values)) throw invalidParameter(`user.${Name}: Max value cannot be less than min value.`);
}

function limitOf(limit: string | undefined, form: RegExp, constraints: string, name: string | undefined): number | undefined {
  if (limit === undefined || limit === "") return undefined;
  if (!form.test(limit)) throw invalidParameter(`Invalid ${constraints} for schema attribute ${name}`);
  return Number(limit);
}

function isEmpty([least, most]: (number | undefined)[]): boolean {
  return least !== undefined && most !== undefined && most < least;
}

/** What is wrong with a value, in the words that stand behind the attribute's name; undefined if nothing is. */
export function faultOf(definition: SchemaAttributeType, value: string): string | undefined {
  switch (definition.AttributeDataType) {
    case "Boolean":
      return /^(true|false)$/i.test(value) ? undefined : "Value must be a boolean";
    case "Number":
      return numberFault(definition, value);
    case "DateTime":
      return isDateTime(value) ? undefined : "Value must be a date in the format of ISO 8601";
    default:
      return textFault(definition, value);
  }
}

function textFault({ StringAttributeConstraints: limits }: SchemaAttributeType, value: string): string | undefined {
  const length = [...value].length;
  const shortest = Number(limits?.MinLength || 0);
  const longest = Number(limits?.MaxLength || longestText);
  if (length < shortest) return `String must be no shorter than ${shortest} characters`;
  return length > longest ? `String must be no longer than ${longest} characters` : undefined;
}

function numberFault({ NumberAttributeConstraints: limits }: SchemaAttributeType, value: string): string | undefined {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return "Value must be a number";
  if (limits?.MinValue && Number(value) < Number(limits.MinValue)) return `Number must be no less than ${limits.MinValue}`;
  const tooMuch = limits?.MaxValue && Number(value) > Number(limits.MaxValue);
  return tooMuch ? `Number must be no greater than ${limits.MaxValue}` : undefined;
}

function isDateTime(value: string): boolean {
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value));
}
