import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildFailure, type BuildOptions, type BuildResult, build, formatMessages, type Plugin } from "esbuild";
import { CommandError } from "../errors.ts";
import { withEsbuild } from "./esbuild-process.ts";

/** The onboarding file, built: one folder with an entry for each function, and `definition.mjs`. */
export interface Bundle {
  dir: string;
  /** The files that it was built from, absolute; read after `startedAt`, in milliseconds since the epoch. */
  sources: string[];
  startedAt: number;
  /** Equal for builds whose code is equal. */
  fingerprint: string;
}

export interface Bundler {
  /** @throws {CommandError} with esbuild's own words when the file cannot be built. */
  build(): Promise<Bundle>;
  /** Removes every folder that was built. */
  stop(): Promise<void>;
}

const handlers = {
  trigger: ["triggerHandler", "foyer/lambda/trigger"],
  worker: ["workerHandler", "foyer/lambda/worker"],
  "sign-in": ["signInHandler", "foyer/lambda/sign-in"],
  sweep: ["sweepHandler", "foyer/lambda/sweep"],
  "mail-events": ["mailEventsHandler", "foyer/lambda/mail-events"],
  "link-identity": ["linkIdentityHandler", "foyer/lambda/link-identity"],
} as const;

const entries = (file: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(handlers).map(([name, [make, door]]) => [
      name,
      `import onboarding from ${file};\nimport { ${make} } from "${door}";\nexport const handler = ${make}(onboarding);`,
    ]),
  ),
  definition: `import onboarding from ${file};
import { mailEventsPattern, mailsOf, permissionsOf, resourcesOf, rolesOf } from "foyer/operate";
if (!Array.isArray(onboarding?.steps)) throw new TypeError("its default export must be an onboarding: export default onboarding({ … });");
export { mailEventsPattern };
export const resources = resourcesOf(onboarding);
export const roles = rolesOf(onboarding);
export const permissions = (role, place) => permissionsOf(onboarding, role, place);
export const mails = mailsOf(onboarding);
const sets = ({ step }) => step.permissions.some(({ actions }) => actions.includes("cognito-idp:AdminUpdateUserAttributes"));
export const ownAttributes = onboarding.steps.filter(sets).flatMap(({ step }) => (step.resources.customAttributes ?? []).map(({ name }) => name));
export const steps = onboarding.steps.map(({ name, phase, step }) => ({ name, phase, sendsMail: Boolean(step.resources.senders?.length) }));`,
});

/**
 * Prepares to build `file`, an absolute path.
 * @param outDir folder for the builds; a restart may find leftovers of a killed process there and removes them.
 */
export function createBundler(file: string, outDir: string): Bundler {
  rmSync(outDir, { recursive: true, force: true });
  let last: Promise<unknown> = Promise.resolve();

  async function buildNow(): Promise<Bundle> {
    if (!/\.[cm]?[jt]sx?$/.test(file) || statSync(file).isDirectory())
      throw new CommandError(`Cannot build ${file}: it must be a file of TypeScript or JavaScript, such as onboarding.ts.`);
    const startedAt = Date.now();
    return withEsbuild(async () => {
      try {
        return keep(await build({ ...settings(file, outDir), metafile: true, write: false }), startedAt);
      } catch (error) {
        if (!("errors" in (error as BuildFailure))) throw error;
        throw new CommandError(`Cannot build ${file}:\n${await wording(error as BuildFailure)}`);
      }
    });
  }

  function keep({ outputFiles = [], metafile }: BuildResult, startedAt: number): Bundle {
    const dir = join(outDir, randomUUID());
    mkdirSync(dir, { recursive: true });
    for (const output of outputFiles) writeFileSync(join(dir, basename(output.path)), output.contents);
    return {
      dir,
      sources: Object.keys(metafile?.inputs ?? {}).flatMap((path) =>
        path.startsWith("foyer-entry:") ? [] : [resolve(dirname(file), path)],
      ),
      startedAt,
      fingerprint: outputFiles.map(({ path, hash }) => `${path} ${hash}`).join("\n"),
    };
  }

  return {
    build() {
      const built = buildNow();
      last = built.catch(() => {});
      return built;
    },
    async stop() {
      await last;
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}

function settings(file: string, outDir: string): BuildOptions {
  return {
    entryPoints: Object.keys(entries("")).map((name) => ({ in: `foyer-entry:${name}`, out: name })),
    plugins: [entryPlugin(file), installedAwsPackages],
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
    logLevel: "silent",
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

async function wording({ errors }: Pick<BuildResult, "errors">): Promise<string> {
  // Each of the entries says it; the file itself is what has to change.
  if (errors.some(({ text }) => text.endsWith('for import "default"')))
    return "It must export its onboarding: export default onboarding({ … });";
  return (await formatMessages(errors, { kind: "error", color: false })).join("\n").trimEnd();
}
