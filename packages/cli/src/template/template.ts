import { existsSync, readFileSync } from "node:fs";
import { CommandError } from "../errors.ts";

/** A synthesized CloudFormation template, as far as it is read here. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type?: string; readonly Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
}

/** A resource as the template has it: its properties hold functions such as `Ref`. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

interface Output {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** Reads a template. @throws {CommandError} if it is not there or no template in JSON */
export function readTemplate(file: string): Template {
  if (!existsSync(file))
    throw new CommandError(`Cannot start as there is no template '${file}'. \`npx aws-cdk synth\` writes it into cdk.out.`);
  let template: Partial<Template> | null;
  try {
    template = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new CommandError(`Cannot read ${file} as a template must be JSON, as the CDK writes it: it is not.`);
  }
  if (typeof template?.Resources !== "object" || template.Resources === null)
    throw new CommandError(`Cannot read ${file} as a template must have Resources: it has none.`);
  for (const [id, resource] of Object.entries(template.Resources))
    if (typeof resource?.Type !== "string")
      throw new CommandError(`Cannot read ${file} as each resource must have a Type: ${id} has none.`);
  return template as Template;
}
