import { isDeepStrictEqual } from "node:util";
import { CommandError } from "../errors.ts";
import type { CloudAssembly } from "./cloud-assembly.ts";
import { withLocalPools } from "./imported-pools.ts";
import type { Notes } from "./notes.ts";
import { inOrder } from "./order.ts";
import { physicalName } from "./physical-name.ts";
import type { Place, Properties, Provisioned } from "./resource-type.ts";
import { resourceTypes } from "./resource-types.ts";
import { type SkippedResource, standInFor } from "./skipped.ts";
import { StackScope } from "./stack-scope.ts";
import { readTemplate, type TemplateResource } from "./template.ts";
import { computed } from "./values.ts";

/** What provisioning works with, for all stacks together. */
export interface Provisioning extends Pick<Place, "local"> {
  readonly assembly: CloudAssembly;
  readonly notes: Notes;
  /** The pools that stand in for those that templates import, by the id in the template. */
  readonly importedPools: Map<string, string>;
  /** What stacks have exported, by the name of the export. */
  readonly exports: Map<string, unknown>;
  /** Told of each resource that is there now. */
  onProvisioned(type: string, resource: Provisioned, properties: Properties): void;
  onSkipped(skipped: SkippedResource): void;
}

/** A template and what it is provisioned as. */
export interface StackToProvision {
  /** With the names of the stacks around it: `Amplify/auth`. */
  readonly stackName: string;
  readonly templateFile: string;
  /** Given by the stack around it. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Makes the resources of a template, or changes those that an earlier start has made, each after those that it needs.
 * @returns the outputs of the stack
 * @throws {CommandError} with the resource and the property that cannot be had
 */
export async function provisionStack(stack: StackToProvision, at: Provisioning): Promise<Record<string, unknown>> {
  const { stackName, parameters } = stack;
  const { local, notes, exports } = at;
  const template = await withLocalPools(readTemplate(stack.templateFile), at);
  const scope = new StackScope({ local, stackName, template, parameters, exports });
  const place: Place = {
    ...at,
    nested: (logicalId, templateFile, given) =>
      provisionStack({ stackName: `${stackName}/${logicalId}`, templateFile, parameters: given }, at),
  };
  const isWanted = ({ Condition }: { readonly Condition?: string }) => Condition === undefined || scope.condition(Condition);
  const wanted = Object.fromEntries(Object.entries(template.Resources).filter(([, resource]) => isWanted(resource)));
  for (const logicalId of inOrder(wanted)) {
    const resource = wanted[logicalId] as TemplateResource;
    await explained(`Cannot provision ${logicalId} (${resource.Type})`, () => provision(logicalId, resource));
  }
  await removeOthers();
  return outputs();

  async function provision(logicalId: string, { Type: type, Properties = {} }: TemplateResource): Promise<void> {
    const resourceType = resourceTypes[type];
    const name = physicalName(stackName, logicalId);
    if (!resourceType) {
      const skipped = { type, logicalId };
      at.onSkipped(skipped);
      scope.resources.set(logicalId, standInFor(name, skipped, local));
      return;
    }
    const properties = computed(Properties, scope, "Properties") as Properties;
    const noted = notes.of(stackName)[logicalId];
    const earlier = noted?.type === type ? noted : undefined;
    for (const property of (earlier && resourceType.fixed) ?? [])
      if (!isDeepStrictEqual(earlier?.properties[property], properties[property]))
        throw new CommandError(`Properties.${property} cannot be changed of what is there: begin anew with another --data`);
    const provisioned = await resourceType.put({ logicalId, properties, name, earlier }, place);
    scope.resources.set(logicalId, provisioned);
    notes.put(stackName, logicalId, { type, physicalId: provisioned.physicalId, properties });
    at.onProvisioned(type, provisioned, properties);
  }

  /** Takes away what would still have an effect: policies, permissions, rules. What holds data stays. */
  async function removeOthers(): Promise<void> {
    for (const [logicalId, note] of Object.entries(notes.of(stackName)).reverse()) {
      if (Object.hasOwn(wanted, logicalId)) continue;
      const remove = resourceTypes[note.type]?.remove;
      await explained(`Cannot remove ${logicalId} (${note.type})`, async () => remove?.(note, place));
      notes.delete(stackName, logicalId);
    }
  }

  function outputs(): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    for (const [name, output] of Object.entries(template.Outputs ?? {})) {
      if (!isWanted(output)) continue;
      found[name] = computed(output.Value, scope, `Outputs.${name}`);
      if (output.Export) exports.set(String(computed(output.Export.Name, scope, `Outputs.${name}.Export`)), found[name]);
    }
    return found;
  }
}

/** Puts what was to be done before the reason of a failure. */
async function explained(doing: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { name, message } = error as Error;
    const isCommandError = error instanceof CommandError;
    // A resource of a nested stack has been named already.
    if (isCommandError && message.startsWith("Cannot ")) throw error;
    throw new CommandError(`${doing}: ${isCommandError ? message : `${name}: ${message}`}`, { cause: error });
  }
}
