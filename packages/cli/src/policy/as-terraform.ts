import { type Place, type Placeholder, parts, placeholders, usedIn } from "./placeholders.ts";
import type { Policies, Statement } from "./read-policies.ts";

/** Where Terraform knows by itself. */
const data: Readonly<Partial<Record<Placeholder, readonly [reference: string, block: string]>>> = {
  "AWS::Partition": ["data.aws_partition.current.partition", 'data "aws_partition" "current" {}'],
  "AWS::Region": ["data.aws_region.current.region", 'data "aws_region" "current" {}'],
  "AWS::AccountId": ["data.aws_caller_identity.current.account_id", 'data "aws_caller_identity" "current" {}'],
};

/**
 * A file of Terraform's language: variables for what only the deployment knows, and a policy document for each function, whose `json` a role
 * takes. What is known already is the default of its variable; the Region of the provider (version 6) needs no variable.
 */
export function terraform(policies: Policies, place: Place): string {
  const used = usedIn(policies);
  const known = (name: Placeholder) => name.startsWith("AWS::") && place[name] === undefined;
  const blocks = [
    ...used.filter(known).map((name) => data[name]?.[1] as string),
    ...used.filter((name) => !known(name) && !name.startsWith("AWS::")).map((name) => variable(name, place)),
    ...Object.entries(policies).map(([role, statements]) => document(role, statements, place)),
  ];
  return blocks.join("\n\n");
}

function variable(name: Placeholder, place: Place): string {
  const value = place[name] ?? (name === "WorkerAlias" ? "live" : undefined);
  return block(`variable ${JSON.stringify(variableName(name))}`, [
    ...assignments({
      type: "string",
      description: JSON.stringify(placeholders[name]),
      ...(value && { default: literal(value) }),
    }),
  ]);
}

function document(role: string, statements: readonly Statement[], place: Place): string {
  const name = `foyer_${role.replaceAll("-", "_")}`;
  const inner = statements.map((statement) => written(statement, place));
  return block(
    `data "aws_iam_policy_document" ${JSON.stringify(name)}`,
    inner.flatMap((each, index) => (index ? ["", each] : [each])),
  );
}

function written({ Sid, Action, Resource, Condition = {} }: Statement, place: Place): string {
  const list = (texts: readonly string[]) => `[${texts.map((text) => template(text, place)).join(", ")}]`;
  const conditions = Object.entries(Condition).flatMap(([test, values]) =>
    Object.entries(values).map(([variable, value]) =>
      block("condition", assignments({ test: literal(test), variable: literal(variable), values: list([value]) })),
    ),
  );
  return block("statement", [
    ...assignments({ sid: literal(Sid), actions: `[${Action.map(literal).join(", ")}]`, resources: list(Resource) }),
    ...conditions.flatMap((each) => ["", each]),
  ]);
}

/** A text with interpolations. Of IAM's own variables, Terraform's documents write the dollar as `&`. */
function template(text: string, place: Place): string {
  const inner = parts(text).map((part) => {
    if (typeof part === "string") return quoted(part.replaceAll("${", "&{"));
    const value = place[part.name];
    if (part.name.startsWith("AWS::")) return value === undefined ? `\${${data[part.name]?.[0]}}` : quoted(value);
    return `\${var.${variableName(part.name)}}`;
  });
  return `"${inner.join("")}"`;
}

function literal(text: string): string {
  return `"${quoted(text)}"`;
}

/** As it stands between quotation marks: JSON's escapes are Terraform's as well. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll("${", "$${").replaceAll("%{", "%%{");
}

function variableName(name: Placeholder): string {
  return name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** Lines with their signs of equality below each other, as `terraform fmt` has them. */
function assignments(values: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(values).map(({ length }) => length));
  return Object.entries(values).map(([name, value]) => `${name.padEnd(width)} = ${value}`);
}

function block(head: string, lines: readonly string[]): string {
  const indented = lines.flatMap((each) => each.split("\n")).map((line) => (line === "" ? "" : `  ${line}`));
  return [`${head} {`, ...indented, "}"].join("\n");
}
