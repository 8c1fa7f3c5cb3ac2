import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, extname, resolve } from "node:path";
import type { Imports } from "./imports.ts";
import { isStrippable } from "./type-stripping.ts";

const isTypeScript = (file: string) => /\.[mc]?ts$/.test(file);

/** Why Node cannot run a handler's files as they are; undefined if it can. */
export async function whyBundled(imports: Imports, isModule: boolean): Promise<string | undefined> {
  const handler = imports.file;
  // Lambda's handler setting ends the file's name at its first dot.
  if (basename(handler, extname(handler)).includes(".")) return "the file's name has a dot";
  for (const [file, { imports: imported, format }] of imports.inputs) {
    if (!/\.([mc]?[jt]s|json)$/.test(file)) return `${file} is no JavaScript`;
    for (const { original = "", path, kind, external, with: attributes } of imported) {
      if (external) {
        // A compiler makes a `require` of it, by which other things can be imported than by Node's own `import`.
        if (isTypeScript(file) && !isModule && !isBuiltin(path) && kind === "import-statement")
          return "it is compiled to CommonJS";
        continue;
      }
      const imported = resolve(dirname(handler), path);
      const isRequired = kind === "require-call" || kind === "require-resolve";
      if (original.startsWith("#")) continue;
      const isExact = resolve(dirname(file), original) === imported;
      if (!isExact && !(original.startsWith(".") && isRequired && /\.(js|json)$/.test(imported)))
        return `${original} has no suffix`;
      if (imported.endsWith(".json") && !isRequired && attributes?.type !== "json")
        return `${original} is imported without its type`;
    }
    if (!isTypeScript(file)) continue;
    const source = readFileSync(file, "utf8");
    if (!isModule && format === "esm" && usesCommonJs(source)) return "it uses names of CommonJS";
    if (!(await isStrippable(source))) return `${file} is more than JavaScript with types`;
  }
  return undefined;
}

function usesCommonJs(source: string): boolean {
  return /\b(__dirname|__filename|require\(|module\.exports|exports\.)/.test(source) && !source.includes("import.meta");
}
