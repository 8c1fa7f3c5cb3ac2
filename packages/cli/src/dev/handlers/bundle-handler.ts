import { readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, type BuildOptions, type BuildResult, build } from "esbuild";
import { explained, type Imports, otherFiles, packagesStayOutside } from "./imports.ts";

/** A handler with all that it imports, but for packages, in one file of JavaScript. */
export interface BundledHandler {
  /** The name of the file, which lies where the handler's own does: `welcome.cjs`. */
  name: string;
  /** The file and its source map, by name. */
  files: Map<string, Uint8Array>;
}

/**
 * Bundles a handler, as its own build would: to CommonJS, or to an ES module where its package is of those or where it awaits at the top.
 * @throws {CommandError} with esbuild's own words when it cannot be built.
 */
export async function bundleHandler(
  file: string,
  { imports, isModule }: { imports: Imports; isModule: boolean },
): Promise<BundledHandler> {
  const usesImportMeta = imports.files.some(
    (one) => /\.[mc]?[jt]sx?$/.test(one) && readFileSync(one, "utf8").includes("import.meta"),
  );
  const hasCommonJs = [...imports.inputs.values()].some(({ format }) => format === "cjs");
  try {
    if (isModule || usesImportMeta) return keep(await build(settings(file, "esm", hasCommonJs)));
    return keep(
      await build(settings(file, "cjs", false)).catch((error: BuildFailure) => {
        if (!error.errors?.some(({ text }) => text.startsWith("Top-level await"))) throw error;
        return build(settings(file, "esm", hasCommonJs));
      }),
    );
  } catch (error) {
    throw await explained(error, file);
  }
}

function settings(file: string, format: "esm" | "cjs", needsRequire: boolean): BuildOptions & { write: false } {
  const folder = dirname(file);
  const name = basename(file, extname(file)).replace(/\W+/g, "-");
  return {
    entryPoints: [file],
    outfile: join(folder, `${name}${format === "esm" ? ".mjs" : ".cjs"}`),
    absWorkingDir: folder,
    plugins: [packagesStayOutside()],
    bundle: true,
    write: false,
    format,
    platform: "node",
    target: "node24",
    loader: otherFiles,
    sourcemap: "linked",
    // The function runs from a copy elsewhere; its stack traces still name the source.
    sourceRoot: `${pathToFileURL(folder)}/`,
    logLevel: "silent",
    ...(needsRequire && { banner: { js: requireForCommonJs } }),
  };
}

// esbuild turns `require("node:fs")` of a CommonJS file into a call that an ES module lacks.
const requireForCommonJs = `import { createRequire as foyerCreateRequire } from "node:module"; var require = foyerCreateRequire(import.meta.url);`;

function keep({ outputFiles = [] }: BuildResult): BundledHandler {
  const files = new Map(outputFiles.map(({ path, contents }) => [basename(path), contents]));
  return { name: [...files.keys()].find((name) => !name.endsWith(".map")) as string, files };
}
