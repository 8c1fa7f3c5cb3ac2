/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
}

/** A synthesized template, as far as the tests read it. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** A statement of a policy in a template. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** The resources of a type, by logical id. */
export function resourcesOfType({ Resources }: Template, type: string): [string, Resource][] {
  return Object.entries(Resources).filter(([, { Type }]) => Type === type);
}

/** Every statement of every policy in the template, with where it stands. */
export function statementsIn({ Resources }: Template): { readonly at: string; readonly statement: Statement }[] {
  const found: { at: string; statement: Statement }[] = [];
  for (const [at, resource] of Object.entries(Resources)) {
    walk(resource, (value) => {
      const { Effect, Action } = value as Record<string, unknown>;
      if (typeof Effect === "string" && Action !== undefined) found.push({ at, statement: value as unknown as Statement });
    });
  }
  return found;
}

/** The resources that each one waits for: by Ref, Fn::GetAtt, Fn::Sub and DependsOn. */
export function edgesOf({ Resources }: Template): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const [id, resource] of Object.entries(Resources)) {
    const to = new Set([resource.DependsOn ?? []].flat());
    walk(resource, (value) => {
      const { Ref, "Fn::GetAtt": attribute, "Fn::Sub": sub } = value as Record<string, unknown>;
      if (typeof Ref === "string") to.add(Ref);
      if (attribute !== undefined) to.add(String(Array.isArray(attribute) ? attribute[0] : attribute).split(".")[0] as string);
      const [text, variables] = (Array.isArray(sub) ? sub : [sub]) as [unknown, Record<string, unknown>?];
      if (typeof text === "string")
        for (const [, name = ""] of text.matchAll(/\$\{([^!}][^}]*)\}/g))
          if (!variables || !(name in variables)) to.add(name.split(".")[0] as string);
    });
    edges.set(id, new Set([...to].filter((each) => each in Resources)));
  }
  return edges;
}

/** A way from a resource back to itself, or undefined. */
export function cycleIn(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const done = new Set<string>();
  function visit(id: string, path: readonly string[]): string[] | undefined {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    for (const next of edges.get(id) ?? []) {
      const found = visit(next, [...path, id]);
      if (found) return found;
    }
    done.add(id);
    return undefined;
  }
  for (const id of edges.keys()) {
    const found = visit(id, []);
    if (found) return found;
  }
  return undefined;
}

function walk(value: unknown, look: (value: object) => void): void {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) look(value);
  for (const each of Object.values(value)) walk(each, look);
}
