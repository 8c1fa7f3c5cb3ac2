import type { Member, ServiceModel } from "../../model/service-model.ts";
import { AwsError } from "../aws-error.ts";

/** What each service calls a request that breaks its model. */
const validationError: Record<string, string> = {
  "cognito-idp": "InvalidParameterException",
  events: "ValidationException",
  lambda: "ValidationException",
  ses: "ValidationError",
  sesv2: "BadRequestException",
};

/**
 * Refuses an input that lacks required members, in AWS's words and all of them at once:
 * `2 validation errors detected: Value null at 'username' failed to satisfy constraint: Member must not be null; …`.
 */
export function checkRequired(model: ServiceModel, structure: string, input: unknown): void {
  const missing: string[] = [];
  collect(model, { type: "structure", structure }, input, "", missing);
  if (missing.length === 0) return;
  const found = missing.map((path) => `Value null at '${path}' failed to satisfy constraint: Member must not be null`).join("; ");
  const count = `${missing.length} validation error${missing.length === 1 ? "" : "s"} detected: `;
  throw new AwsError(validationError[model.service] ?? "ValidationException", count + found, { status: 400 });
}

function collect(model: ServiceModel, member: Member, value: unknown, path: string, missing: string[]): void {
  if (member.type === "structure") {
    for (const [name, child] of Object.entries(model.structures[member.structure as string] ?? {})) {
      const at = path ? `${path}.${decapitalized(name)}` : decapitalized(name);
      const item = (value as Record<string, unknown>)[name];
      if (item !== undefined) collect(model, child, item, at, missing);
      else if (child.required) missing.push(at);
    }
  } else if (member.type === "list" && member.member?.type === "structure") {
    // AWS counts list elements from 1 and names the level `member`.
    (value as unknown[]).forEach((item, index) => {
      if (item !== undefined) collect(model, member.member as Member, item, `${path}.${index + 1}.member`, missing);
    });
  }
}

function decapitalized(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
