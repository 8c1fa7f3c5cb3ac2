/** A template cannot be rendered: a placeholder has no value, or a block is not as it should be. */
export class RenderingError extends Error {
  override name = "RenderingError";
}

type Node =
  | { kind: "text"; text: string }
  | { kind: "value"; path: string }
  | { kind: "block"; helper: Helper; path: string; body: Node[]; otherwise: Node[] };

type Helper = "if" | "unless" | "each" | "with";

/** What the names of a template mean: its innermost value, `@index` and the like, and what is around it. */
interface Scope {
  value: unknown;
  locals: Record<string, unknown>;
  outer?: Scope;
}

/**
 * Renders a template of SES with its data: `{{name}}`, `{{user.name}}`, comments, and the blocks `if`, `unless`, `each` and `with`. As on AWS nothing is
 * escaped, and a value that is missing is an error, except as the condition of a block.
 * @throws {RenderingError}
 */
export function renderTemplate(template: string, data: Record<string, unknown>): string {
  return rendered(parse(template), { value: data, locals: {} });
}

function parse(template: string): Node[] {
  const tags = [...template.matchAll(/\{\{!--[\s\S]*?--\}\}|\{\{\{([^{}]*)\}\}\}|\{\{([^{}]*)\}\}/g)];
  const root: Node[] = [];
  const open: { block: Extract<Node, { kind: "block" }>; around: Node[] }[] = [];
  let nodes = root;
  let end = 0;
  for (const tag of tags) {
    nodes.push({ kind: "text", text: template.slice(end, tag.index) });
    end = tag.index + tag[0].length;
    const words = (tag[1] ?? tag[2] ?? "!").trim();
    const block = /^#\s*(\w+)\s+(\S+)$/.exec(words);
    if (words.startsWith("!")) continue;
    if (block) {
      const node = {
        kind: "block" as const,
        helper: helperOf(block[1] as string),
        path: block[2] as string,
        body: [],
        otherwise: [],
      };
      nodes.push(node);
      open.push({ block: node, around: nodes });
      nodes = node.body;
    } else if (words === "else" && open.length > 0) {
      nodes = (open.at(-1) as (typeof open)[number]).block.otherwise;
    } else if (words.startsWith("/")) {
      const closed = open.pop();
      if (closed?.block.helper !== words.slice(1).trim()) throw new RenderingError(`Unexpected {{${words}}}`);
      nodes = closed.around;
    } else if (/^(\.\.\/)*[@\w][\w./-]*$/.test(words) || words === ".") nodes.push({ kind: "value", path: words });
    else throw new RenderingError(`The local AWS does not render {{${words}}}`);
  }
  if (open.length > 0) throw new RenderingError(`{{#${open[0]?.block.helper}}} is not closed`);
  nodes.push({ kind: "text", text: template.slice(end) });
  return root;
}

function helperOf(name: string): Helper {
  if (name === "if" || name === "unless" || name === "each" || name === "with") return name;
  throw new RenderingError(`The local AWS does not render {{#${name}}}`);
}

function rendered(nodes: Node[], scope: Scope): string {
  return nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      if (node.kind === "block") return renderedBlock(node, scope);
      const value = lookUp(node.path, scope);
      if (value === undefined || value === null)
        throw new RenderingError(`Attribute '${node.path}' is not present in the rendering data.`);
      return String(value);
    })
    .join("");
}

function renderedBlock({ helper, path, body, otherwise }: Extract<Node, { kind: "block" }>, scope: Scope): string {
  const value = lookUp(path, scope);
  const holds = Array.isArray(value) ? value.length > 0 : Boolean(value);
  if (helper === "if" || helper === "unless") return rendered((helper === "if") === holds ? body : otherwise, scope);
  if (!holds) return rendered(otherwise, scope);
  if (helper === "with") return rendered(body, { value, locals: {}, outer: scope });
  const items = Object.entries(value as object);
  return items
    .map(([key, item], index) => {
      const locals = { "@index": index, "@key": key, "@first": index === 0, "@last": index === items.length - 1 };
      return rendered(body, { value: item, locals, outer: scope });
    })
    .join("");
}

/** A name of an inner block may be one of those around it. */
function lookUp(path: string, scope: Scope): unknown {
  if (path.startsWith("../")) return scope.outer && lookUp(path.slice(3), scope.outer);
  if (path === "this" || path === ".") return scope.value;
  const names = path.replace(/^this[./]/, "").split(".");
  const first = names[0] as string;
  if (Object.hasOwn(scope.locals, first)) return scope.locals[first];
  const found = names.reduce<unknown>(
    (value, name) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, name) ? value[name as never] : undefined,
    scope.value,
  );
  return found === undefined && scope.outer ? lookUp(path, scope.outer) : found;
}
