import { readFileSync } from "node:fs";
import { CommandError } from "../errors.ts";
import type { AnyStatement } from "./compare-statements.ts";

/** A synthesized template, as far as it is read here. */
export interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type?: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

/** A function of an onboarding in a template. */
export interface TemplateFunction {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly statements: readonly AnyStatement[];
}

/** @throws {CommandError} if there is no template in the file */
export function readTemplate(file: string): Template {
  let template: Partial<Template>;
  try {
    template = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new CommandError(`Cannot read the template ${file}: ${(error as Error).message}`, { cause: error });
  }
  if (typeof template?.Resources === "object") return template as Template;
  throw new CommandError(`Cannot use ${file} as it must be a template with Resources, such as cdk.out/Users.template.json.`);
}

/** The function that the construct describes as that of a role, with the statements of its policies. */
export function functionOf({ Resources }: Template, role: string): TemplateFunction | undefined {
  const found = Object.values(Resources).find(
    ({ Type, Properties }) => Type === "AWS::Lambda::Function" && describes(String(Properties?.Description), role),
  );
  if (!found?.Properties) return undefined;
  const roleId = (found.Properties.Role as { "Fn::GetAtt"?: [string] } | undefined)?.["Fn::GetAtt"]?.[0];
  const statements = Object.values(Resources)
    .filter(({ Type }) => Type === "AWS::IAM::Policy")
    .filter(({ Properties }) => JSON.stringify(Properties?.Roles).includes(`{"Ref":"${roleId}"}`))
    .flatMap(({ Properties }) => (Properties as { PolicyDocument: { Statement: AnyStatement[] } }).PolicyDocument.Statement);
  return { properties: found.Properties, statements: unsubstituted(statements) as AnyStatement[] };
}

/** What the construct calls a function where that is not its role. */
const wordings: Readonly<Record<string, string>> = { "sign-in handler": "sign-in", "reader of SES's events": "mail-events" };

/** Whether the construct describes the function of a role so: `Foyer: the sign-in handler of onboarding.ts`. */
export function describes(description: string, role: string): boolean {
  const [, what = ""] = /^Foyer: the (.+?) of /.exec(description) ?? [];
  return (wordings[what] ?? what) === role;
}

/** With the placeholders of `Fn::Sub` as they stand in its text. */
function unsubstituted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unsubstituted);
  if (typeof value !== "object" || value === null) return value;
  const sub = (value as { "Fn::Sub"?: string | [string, unknown] })["Fn::Sub"];
  if (sub !== undefined) return [sub].flat().map(String)[0]?.replaceAll("${!", "${");
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unsubstituted(each)]));
}
