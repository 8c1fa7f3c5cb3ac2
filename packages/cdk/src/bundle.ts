import { dirname } from "node:path";
import { type BuildFailure, type BuildOptions, buildSync, formatMessagesSync } from "esbuild";
import type { Role } from "foyer/operate";

/** The file cannot be built, or says nothing that can be deployed. The message says why. */
export class EntryError extends Error {
  override name = "EntryError";
}

const handlers: Record<Role, readonly [make: string, door: string]> = {
  trigger: ["triggerHandler", "foyer/lambda/trigger"],
  worker: ["workerHandler", "foyer/lambda/worker"],
  "sign-in": ["signInHandler", "foyer/lambda/sign-in"],
  sweep: ["sweepHandler", "foyer/lambda/sweep"],
  "mail-events": ["mailEventsHandler", "foyer/lambda/mail-events"],
  "link-identity": ["linkIdentityHandler", "foyer/lambda/link-identity"],
};

// esbuild turns `require("node:fs")` of a bundled CommonJS dependency into a call that ESM lacks.
const requireForCommonJs = `import { createRequire as foyerCreateRequire } from "node:module"; const require = foyerCreateRequire(import.meta.url);`;

/**
 * Writes the code of one function into `outDir`: `index.mjs`, whose `handler` it is, and beside it the chunks that are loaded when they
 * are needed, among them AWS's clients. Each function has a bundle of its own, so the durable SDK is in the worker's only.
 * @param file the onboarding file, absolute
 * @throws {EntryError} with esbuild's own words
 */
export function bundleFunction(role: Role, file: string, outDir: string): void {
  const [make, door] = handlers[role];
  const entry = `import onboarding from ${JSON.stringify(file)};\nimport { ${make} } from "${door}";\nexport const handler = ${make}(onboarding);`;
  build(entry, file, { ...deployed, outdir: outDir, splitting: true });
}

/** Writes the code of a module of this package, with the AWS SDK that it was written for, as `index.mjs` into `outDir`. */
export function bundleModule(file: string, outDir: string): void {
  const entry = `export { handler } from ${JSON.stringify(file)};`;
  build(entry, file, { ...deployed, outdir: outDir, splitting: true });
}

/**
 * The code of a module that computes something from the onboarding, for the process that runs the synthesis.
 * @param code imports the onboarding as `onboarding`
 */
export function bundleForSynthesis(code: string, file: string): string {
  const entry = `import onboarding from ${JSON.stringify(file)};\n${code}`;
  const built = build(entry, file, { write: false, external: ["@aws-sdk/*", "@aws/*", "@smithy/*"] });
  return built.outputFiles?.[0]?.text ?? "";
}

/** Without comments and blanks, but with the names that the author gave: stack traces stay readable. */
const deployed: BuildOptions = {
  entryNames: "index",
  outExtension: { ".js": ".mjs" },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
};

function build(contents: string, file: string, options: BuildOptions) {
  try {
    return buildSync({
      stdin: { contents, resolveDir: dirname(file), sourcefile: "foyer-entry.ts", loader: "ts" },
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node24",
      // The ES modules of AWS's clients, of which what is not used is left out.
      mainFields: ["module", "main"],
      conditions: import.meta.url.endsWith(".ts") ? ["foyer-source"] : [],
      banner: { js: requireForCommonJs },
      absWorkingDir: dirname(file),
      logLevel: "silent",
      ...options,
    });
  } catch (error) {
    const { errors } = error as BuildFailure;
    if (!errors) throw error;
    throw new EntryError(`Cannot build ${file}:\n${wording(errors)}`, { cause: error });
  }
}

function wording(errors: BuildFailure["errors"]): string {
  if (errors.some(({ text }) => text.endsWith('for import "default"')))
    return "It must export its onboarding: export default onboarding({ … });";
  return formatMessagesSync(errors, { kind: "error", color: false }).join("\n").trimEnd();
}
