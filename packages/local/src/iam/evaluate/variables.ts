import type { AccessRequest } from "./access-request.ts";
import { literally } from "./wildcards.ts";

/** `${key}`, `${key, 'default'}`, or a `$` that begins neither. */
const variable = /\$\{([^{}]*)\}|\$/g;
const keyAndDefault = /^([^,]+)(?:,\s*'([^']*)'\s*)?$/;

/**
 * Puts the request's values in the place of policy variables. The result is a pattern: a value's own `*` is no wildcard.
 * @returns undefined if a variable has no value, or more than one, and no default.
 */
export function resolve(text: string, version: string | undefined, { context }: AccessRequest): string | undefined {
  if (!text.includes("$")) return text;
  // Variables came with this version of the language; before, they are text.
  if (version !== "2012-10-17") return text.replaceAll("$", "$${$$}");
  let isResolved = true;
  const pattern = text.replace(variable, (whole, name?: string) => {
    if (name === undefined) return literally(whole);
    if (name === "*" || name === "?" || name === "$") return whole;
    const [, key = name, byDefault] = keyAndDefault.exec(name) ?? [];
    const values = context.get(key.trim().toLowerCase()) ?? [];
    const value = values.length === 1 ? values[0] : byDefault;
    if (value === undefined) isResolved = false;
    return literally(value ?? "");
  });
  return isResolved ? pattern : undefined;
}
