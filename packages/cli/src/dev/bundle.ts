import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type BuildContext,
  type BuildFailure,
  type BuildResult,
  context,
  formatMessages,
  type Plugin,
  stop as stopEsbuild,
} from "esbuild";
import { CommandError } from "../errors.ts";

/** The onboarding file, built: one folder with the entries `trigger.mjs`, `worker.mjs` and `definition.mjs`. */
export interface Bundle {
  dir: string;
  /** Source files that differ from the build before, by name. */
  changed: string[];
}

export interface Bundler {
  /** @throws {CommandError} with esbuild's own words when the file cannot be built. */
  build(): Promise<Bundle>;
  /** Builds again after each change of a source file, and tells of it when the output differs. */
  watch(onBundle: (bundle: Bundle) => void, onFailure: (message: string) => void): Promise<void>;
  /** Ends esbuild's process and removes every folder that was built. */
  stop(): Promise<void>;
}

let openBundlers = 0;

const entries = (file: string): Record<string, string> => ({
  trigger: `import onboarding from ${file};
import { triggerHandler } from "foyer/lambda/trigger";
export const handler = triggerHandler(onboarding);`,
  worker: `import onboarding from ${file};
import { workerHandler } from "foyer/lambda/worker";
export const handler = workerHandler(onboarding);`,
  definition: `import onboarding from ${file};
import { resourcesOf } from "foyer/operate";
export const resources = resourcesOf(onboarding);
export const steps = onboarding.steps.map(({ name, phase, step }) => ({ name, phase, sendsMail: Boolean(step.resources.senders?.length) }));`,
});

/**
 * Prepares to build `file`, an absolute path.
 * @param outDir folder for the builds; a restart may find leftovers of a killed process there and removes them.
 */
export async function createBundler(file: string, outDir: string): Promise<Bundler> {
  rmSync(outDir, { recursive: true, force: true });
  const previous = { modifiedAt: new Map<string, number>(), output: "" };
  let listen: { onBundle: (bundle: Bundle) => void; onFailure: (message: string) => void } | undefined;
  const announce: Plugin = {
    name: "announce",
    setup: (build) => {
      build.onEnd(async (result) => {
        if (!listen) return;
        if (result.errors.length) return listen.onFailure(await wording(result));
        if (outputOf(result) !== previous.output) listen.onBundle(keep(result));
      });
    },
  };
  openBundlers++;
  const esbuild: BuildContext = await context({
    entryPoints: Object.keys(entries("")).map((name) => ({ in: `foyer-entry:${name}`, out: name })),
    plugins: [entryPlugin(file), installedAwsPackages, announce],
    outdir: outDir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node22",
    sourcemap: "linked",
    // The functions run from copies elsewhere; their stack traces still name the source.
    sourceRoot: `${pathToFileURL(outDir)}/`,
    conditions: import.meta.url.endsWith(".ts") ? ["foyer-source"] : [],
    banner: { js: requireForCommonJs },
    absWorkingDir: dirname(file),
    metafile: true,
    write: false,
    logLevel: "silent",
  });

  function keep(result: BuildResult): Bundle {
    previous.output = outputOf(result);
    const dir = join(outDir, randomUUID());
    mkdirSync(dir, { recursive: true });
    for (const output of result.outputFiles ?? []) writeFileSync(join(dir, basename(output.path)), output.contents);
    const isFirst = previous.modifiedAt.size === 0;
    const changed: string[] = [];
    for (const path of Object.keys(result.metafile?.inputs ?? {})) {
      const modifiedAt = statSync(join(dirname(file), path), { throwIfNoEntry: false })?.mtimeMs;
      if (modifiedAt === undefined || previous.modifiedAt.get(path) === modifiedAt) continue;
      if (!isFirst) changed.push(path);
      previous.modifiedAt.set(path, modifiedAt);
    }
    return { dir, changed };
  }

  return {
    async build() {
      const result = await esbuild.rebuild().catch(async (failure: BuildFailure) => {
        throw new CommandError(`Cannot build ${file}:\n${await wording(failure)}`);
      });
      return keep(result);
    },
    async watch(onBundle, onFailure) {
      listen = { onBundle, onFailure };
      await esbuild.watch();
    },
    async stop() {
      listen = undefined;
      await esbuild.dispose();
      // The process of esbuild serves all bundlers of this one.
      if (--openBundlers === 0) await stopEsbuild();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

// esbuild turns `require("node:fs")` of a bundled CommonJS dependency into a call that ESM lacks.
const requireForCommonJs = `import { createRequire as foyerCreateRequire } from "node:module"; const require = foyerCreateRequire(import.meta.url);`;

function entryPlugin(file: string): Plugin {
  const sources = entries(JSON.stringify(file));
  return {
    name: "entries",
    setup(build) {
      build.onResolve({ filter: /^foyer-entry:/ }, ({ path }) => ({
        path: path.slice("foyer-entry:".length),
        namespace: "foyer-entry",
      }));
      build.onLoad({ filter: /./, namespace: "foyer-entry" }, ({ path }) => ({
        contents: sources[path] ?? "",
        resolveDir: dirname(file),
        loader: "ts",
      }));
    },
  };
}

/**
 * Leaves AWS's packages where npm installed them and imports them from there: a rebuild then takes milliseconds instead of a
 * second. On AWS too the Node runtime brings its own SDK; what is deployed for good is bundled whole.
 */
const installedAwsPackages: Plugin = {
  name: "installed-aws-packages",
  setup(build) {
    build.onResolve({ filter: /^(@aws|@aws-sdk|@smithy)\// }, ({ path, resolveDir }) => {
      try {
        return { path: pathToFileURL(createRequire(join(resolveDir, "_")).resolve(path)).href, external: true };
      } catch {
        return undefined; // esbuild then says where it was looked for
      }
    });
  },
};

function outputOf({ outputFiles = [] }: BuildResult): string {
  return outputFiles.map(({ path, hash }) => `${path} ${hash}`).join("\n");
}

async function wording({ errors }: Pick<BuildResult, "errors">): Promise<string> {
  // Each of the entries says it; the file itself is what has to change.
  if (errors.some(({ text }) => text.endsWith('for import "default"')))
    return "It must export its onboarding: export default onboarding({ … });";
  return (await formatMessages(errors, { kind: "error", color: false })).join("\n").trimEnd();
}
