import { policyDocument } from "./as-json.ts";
import { type Place, type Placeholder, parts, placeholders, usedIn } from "./placeholders.ts";
import type { Policies } from "./read-policies.ts";

/**
 * A template, which SAM reads as well: a managed policy for each function, parameters for what only the deployment knows, and each policy's
 * ARN as an output. What is known already is the default of its parameter.
 */
export function cloudFormation(policies: Policies, place: Place): unknown {
  const parameters = usedIn(policies).filter((name) => !name.startsWith("AWS::"));
  const each = Object.entries(policies).map(([role, statements]) => [resourceName(role), role, statements] as const);
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "What the functions of an onboarding may do, as foyer policy computed it",
    Parameters: Object.fromEntries(parameters.map((name) => [name, parameter(name, place)])),
    Resources: Object.fromEntries(
      each.map(([name, role, statements]) => [
        name,
        {
          Type: "AWS::IAM::ManagedPolicy",
          Properties: {
            Description: `The ${role} of an onboarding`,
            PolicyDocument: substituted(policyDocument(statements)),
          },
        },
      ]),
    ),
    Outputs: Object.fromEntries(each.map(([name]) => [`${name}Arn`, { Value: { Ref: name } }])),
  };
}

function parameter(name: Placeholder, place: Place) {
  const Default = place[name] ?? (name === "WorkerAlias" ? "live" : undefined);
  return { Type: "String", Description: placeholders[name], ...(Default !== undefined && { Default }) };
}

function resourceName(role: string): string {
  return `${role.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase())}Policy`;
}

/** Each text with a placeholder as `Fn::Sub`; IAM's own variables in it are escaped. */
function substituted(value: unknown): unknown {
  if (typeof value === "string") return sub(value);
  if (Array.isArray(value)) return value.map(substituted);
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, substituted(each)]));
}

function sub(text: string): unknown {
  const cut = parts(text);
  if (cut.every((part) => typeof part === "string")) return text;
  const written = cut.map((part) => (typeof part === "string" ? part.replaceAll("${", "${!") : `\${${part.name}}`));
  return { "Fn::Sub": written.join("") };
}
