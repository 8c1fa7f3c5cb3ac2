import { UsageError } from "../errors.ts";

// Cognito's maps of texts: whatever is set in one stays a text.
const textMaps = new Set(["userAttributes", "clientMetadata", "validationData", "privateChallengeParameters"]);

/**
 * Sets members of an event, each as `request.userAttributes.email=ada@example.com`: a value is JSON where it is some, else a text.
 * @throws {UsageError} when one does not read so, or leads through what has no members
 */
export function setMembers<T>(event: T, settings: readonly string[]): T {
  const changed = structuredClone(event);
  for (const setting of settings) {
    const [, path = "", text = ""] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (path === "")
      throw new UsageError(
        `Cannot set '${setting}': it must read path=value, for example request.userAttributes.email=ada@example.com.`,
      );
    setMember(changed, path.split("."), text);
  }
  return changed;
}

function setMember(event: unknown, path: string[], text: string): void {
  let target = event as Record<string, unknown>;
  for (const member of path.slice(0, -1)) {
    const next = (Object.hasOwn(target, member) ? target[member] : undefined) ?? {};
    if (typeof next !== "object") throw new UsageError(`Cannot set ${path.join(".")}: '${member}' has no members.`);
    put(target, member, next);
    target = next as Record<string, unknown>;
  }
  put(target, path.at(-1) as string, textMaps.has(path.at(-2) ?? "") ? text : jsonOr(text));
}

// Not by an assignment, which would take `__proto__` for something else.
function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, writable: true, configurable: true });
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
