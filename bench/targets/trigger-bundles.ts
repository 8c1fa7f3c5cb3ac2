import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";
import { root } from "../../test/process/server-process.ts";

/** A function as it is deployed: minified ES modules with all that they import. */
export interface FunctionBundle {
  /** The module that Lambda imports. */
  entry: string;
  /** What the import of `entry` reads, and all that is deployed, in bytes, as it is and as gzip packs it. */
  eager: Size;
  deployed: Size;
}

export interface Size {
  bytes: number;
  gzipBytes: number;
}

/** Foyer's trigger for examples/saas, and the hand-written function that does the same. */
export interface TriggerBundles {
  foyer: FunctionBundle;
  byHand: FunctionBundle;
  remove(): void;
}

const options = {
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node24",
  outExtension: { ".js": ".mjs" },
  mainFields: ["module", "main"],
  conditions: ["foyer-source"],
  banner: { js: 'import { createRequire as benchRequire } from "node:module"; const require = benchRequire(import.meta.url);' },
  logLevel: "error",
} satisfies BuildOptions;

/** Bundles both in the same way. */
export async function buildTriggers(): Promise<TriggerBundles> {
  const folder = mkdtempSync(join(import.meta.dirname, ".bundles-"));
  const source = join(folder, "trigger.ts");
  writeFileSync(
    source,
    `import { triggerHandler } from "foyer/lambda/trigger";
     import onboarding from "${join(root, "examples/saas/onboarding.ts")}";
     export const handler = triggerHandler(onboarding);`,
  );
  return {
    foyer: await bundle(source, join(folder, "foyer")),
    byHand: await bundle(join(root, "examples/by-hand/saas/index.mjs"), join(folder, "by-hand")),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function bundle(source: string, outdir: string): Promise<FunctionBundle> {
  const { metafile } = await build({ ...options, entryPoints: { index: source }, outdir, metafile: true });
  const deployed = Object.keys(metafile.outputs);
  const eager = new Set(deployed.filter((path) => basename(path) === "index.mjs"));
  for (const path of eager) {
    const imports = metafile.outputs[path]?.imports ?? [];
    for (const { kind, external, path } of imports) if (kind === "import-statement" && !external) eager.add(path);
  }
  return { entry: join(outdir, "index.mjs"), eager: sizeOf(eager), deployed: sizeOf(deployed) };
}

/** @param paths from the current directory, as esbuild gives them */
function sizeOf(paths: Iterable<string>): Size {
  const files = [...paths].map((path) => readFileSync(path));
  const sum = (sizes: number[]) => sizes.reduce((all, size) => all + size, 0);
  return { bytes: sum(files.map(({ length }) => length)), gzipBytes: sum(files.map((file) => gzipSync(file).length)) };
}
