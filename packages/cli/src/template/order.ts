import { CommandError } from "../errors.ts";
import type { TemplateResource } from "./template.ts";

/**
 * The logical ids of resources in an order in which each comes after those that it names: by Ref, Fn::GetAtt, Fn::Sub or DependsOn.
 * @throws {CommandError} for a cycle, which it shows
 */
export function inOrder(resources: Readonly<Record<string, TemplateResource>>): string[] {
  const order = new Set<string>();
  const visit = (id: string, path: readonly string[]) => {
    if (order.has(id)) return;
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id].join(" → ");
      throw new CommandError(`Cannot provision the template as its resources must not wait for each other: ${cycle}`);
    }
    const { Properties, DependsOn = [] } = resources[id] as TemplateResource;
    for (const before of [...[DependsOn].flat(), ...namedIn(Properties)])
      if (Object.hasOwn(resources, before)) visit(before, [...path, id]);
    order.add(id);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return [...order];
}

/** All that a value may name: resources, and parameters too. */
function namedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedIn);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, argument]) => {
    if (key === "Ref") return [String(argument)];
    if (key === "Fn::GetAtt") return [String([argument].flat()[0]).split(".")[0] as string];
    const template = key === "Fn::Sub" ? [argument].flat()[0] : undefined;
    const named = typeof template === "string" ? [...template.matchAll(/\$\{([^!}.]+)[^}]*\}/g)] : [];
    return [...named.map(([, name]) => name as string), ...namedIn(argument)];
  });
}
