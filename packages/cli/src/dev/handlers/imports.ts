import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, join, resolve } from "node:path";
import { type BuildFailure, build, formatMessages, type Metafile, type Plugin } from "esbuild";
import { CommandError } from "../../errors.ts";

/** What a Node.js file is made of. */
export interface Imports {
  /** The handler's file, absolute. */
  file: string;
  /** That and what it imports that is in no package, absolute. */
  files: string[];
  /** What the file exports; undefined if that shows only when it runs. */
  exports: string[] | undefined;
  /** What each of the files imports, as esbuild read it; by absolute path. */
  inputs: Map<string, Metafile["inputs"][string]>;
  /** Packages that are imported and not installed. */
  missingPackages: string[];
}

/** Follows what a file imports, as far as it is in no package. @throws {CommandError} when a file cannot be parsed or found. */
export async function analyse(file: string): Promise<Imports> {
  const missingPackages = new Set<string>();
  try {
    const { metafile } = await build({
      entryPoints: [file],
      absWorkingDir: dirname(file),
      plugins: [packagesStayOutside((name) => missingPackages.add(name))],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      target: "esnext",
      loader: otherFiles,
      logLevel: "silent",
    });
    const inputs = new Map(Object.entries(metafile.inputs).map(([path, input]) => [resolve(dirname(file), path), input]));
    const [output] = Object.values(metafile.outputs);
    const isModule = inputs.get(file)?.format === "esm";
    const exports = isModule ? output?.exports : commonJsExports(readFileSync(file, "utf8"));
    return { file, files: [...inputs.keys()], inputs, exports, missingPackages: [...missingPackages] };
  } catch (error) {
    throw await explained(error, file);
  }
}

/** What else code may import for a bundler's sake. */
export const otherFiles = { ".html": "text", ".txt": "text" } as const;

/** Turns what esbuild says of code that it cannot build into a sentence. */
export async function explained(error: unknown, file: string): Promise<unknown> {
  const { errors } = error as BuildFailure;
  if (errors === undefined) return error;
  const lines = await formatMessages(errors, { kind: "error", color: false });
  return new CommandError(`Cannot use the handler ${file}:\n${lines.join("\n").trimEnd()}`);
}

/** Leaves packages where npm installed them; path aliases of a tsconfig.json are no packages. */
export function packagesStayOutside(onMissing: (name: string) => void = () => {}): Plugin {
  return {
    name: "packages-stay-outside",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind === "entry-point" || pluginData === resolving || /^[a-z]:[\\/]/i.test(path)) return undefined;
        if (!path.startsWith("#") && isInstalled(path, resolveDir)) return { path, external: true };
        const found = await build.resolve(path, { kind, resolveDir, pluginData: resolving });
        if (found.errors.length === 0)
          return found.path.includes("node_modules") ? { path, external: true } : { path: found.path };
        onMissing(/^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
        return { path, external: true };
      });
    },
  };
}

const resolving = Symbol("resolving");

function isInstalled(name: string, folder: string): boolean {
  if (isBuiltin(name)) return true;
  try {
    createRequire(join(folder, "_")).resolve(name);
    return true;
  } catch (error) {
    // A package for `import` only is there as well.
    return (error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND";
  }
}

/** What a CommonJS file exports, if its text says so beyond doubt. */
function commonJsExports(source: string): string[] | undefined {
  const named = [...source.matchAll(/\bexports\.([\w$]+)\s*=/g)].map(([, name = ""]) => name);
  const isPlain = named.length > 0 && !/\bmodule\.exports\s*=|\bexports\s*[[,)]|__exportStar|defineProperty/.test(source);
  return isPlain ? [...new Set(named)].filter((name) => name !== "__esModule") : undefined;
}
