import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a Python file defines, imports or assigns at its top level; undefined if it imports everything of another. */
export function pythonExports(source: string): string[] | undefined {
  if (/^from\s+\S+\s+import\s+\*/m.test(source)) return undefined;
  const defined = [...source.matchAll(/^(?:async\s+)?def\s+(\w+)|^(\w+)\s*(?::[^=\n]+)?=[^=]/gm)].map(
    ([, def, name]) => def ?? name,
  );
  const imported = [...source.matchAll(/^(?:from\s+\S+\s+)?import\s+(\([^)]*\)|[^\n(]+)/gm)].flatMap(([, names = ""]) =>
    names
      .replace(/[()]/g, "")
      .split(",")
      .map((name) =>
        name
          .trim()
          .split(/\s+as\s+/)
          .at(-1),
      ),
  );
  return [...defined, ...imported].filter((name) => name !== undefined && name !== "") as string[];
}

/** The folder that Python looks for modules from: the file's own, or the one above the package that it is in. */
export function pythonRootOf(file: string): string {
  let root = dirname(file);
  while (existsSync(join(root, "__init__.py"))) root = dirname(root);
  return root;
}
