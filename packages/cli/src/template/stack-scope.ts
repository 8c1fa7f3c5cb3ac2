import type { LocalAws } from "@foyer/local";
import { CommandError } from "../errors.ts";
import type { Provisioned } from "./resource-type.ts";
import type { Template } from "./template.ts";
import { conditionOf, type Scope } from "./values.ts";

export interface StackScopeOptions {
  readonly local: LocalAws;
  readonly stackName: string;
  readonly template: Template;
  /** Given by the stack around it; the others have their defaults. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** By the name of the export. */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** What the functions of one stack's template are about, as far as its resources have been made. */
export class StackScope implements Scope {
  readonly resources = new Map<string, Provisioned>();
  readonly #options: StackScopeOptions;
  readonly #conditions = new Map<string, boolean>();

  constructor(options: StackScopeOptions) {
    this.#options = options;
  }

  ref(name: string): unknown {
    const { local, stackName, template, parameters } = this.#options;
    const resource = this.resources.get(name);
    if (resource) return resource.physicalId;
    if (Object.hasOwn(parameters, name)) return parameters[name];
    const parameter = template.Parameters?.[name];
    if (parameter) {
      const { Type = "String", Default } = parameter;
      // CloudFormation looks these up in the account; their default is the name under which it does.
      if (Default === undefined || Type.startsWith("AWS::SSM::"))
        throw new CommandError(
          `the parameter ${name} must have a default: it is ${Type.startsWith("AWS::SSM::") ? Type : "without"}`,
        );
      return /^(List<|CommaDelimitedList)/.test(Type) ? String(Default).split(",") : String(Default);
    }
    const pseudo: Readonly<Record<string, unknown>> = {
      "AWS::AccountId": local.accountId,
      "AWS::NoValue": undefined,
      "AWS::NotificationARNs": [],
      "AWS::Partition": "aws",
      "AWS::Region": local.region,
      "AWS::StackId": `arn:aws:cloudformation:${local.region}:${local.accountId}:stack/${stackName}`,
      "AWS::StackName": stackName,
      "AWS::URLSuffix": "amazonaws.com",
    };
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    throw new CommandError(`there is no parameter and no resource ${name}`);
  }

  attribute(logicalId: string, attribute: string): unknown {
    const resource = this.resources.get(logicalId);
    if (!resource) throw new CommandError(`there is no resource ${logicalId}`);
    const value = resource.attributes[attribute];
    if (value !== undefined) return value;
    const type = this.#options.template.Resources[logicalId]?.Type;
    throw new CommandError(`${logicalId} (${type}) has no attribute ${attribute} here`);
  }

  condition(name: string): boolean {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const definition = this.#options.template.Conditions?.[name];
    if (definition === undefined) throw new CommandError(`there is no condition ${name}`);
    const holds = conditionOf(definition, this, `Conditions.${name}`);
    this.#conditions.set(name, holds);
    return holds;
  }

  importValue(name: string): unknown {
    const { exports } = this.#options;
    if (exports.has(name)) return exports.get(name);
    throw new CommandError(`no stack that is provisioned exports ${name}`);
  }

  mapping(map: string, first: string, second: string): unknown {
    const value = this.#options.template.Mappings?.[map]?.[first]?.[second];
    if (value !== undefined) return value;
    throw new CommandError(`the mapping ${map} has no value at ${first}, ${second}`);
  }
}
