/**
 * Run as a process: the local AWS on the data folder that is its argument, with the functions of the benchmarks. Prints one line
 * `ready <url> <ARN of echo> <ARN of five-steps>`.
 */
import { join } from "node:path";
import { type LocalAws, startLocal } from "@foyer/local";
import { build } from "esbuild";

const dataDir = process.argv[2] as string;
const functions = join(import.meta.dirname, "..", "functions");
const local = await startLocal({ dataDir });
const echo = local.functions.deploy({
  functionName: "echo",
  codeDir: join(functions, "echo"),
  handler: "index.handler",
  timeoutSeconds: 5,
});
await permitCognito(local, echo.aliasArn);
const fiveSteps = local.functions.deploy({
  functionName: "five-steps",
  codeDir: await bundle(join(functions, "five-steps.ts")),
  handler: "index.handler",
  timeoutSeconds: 60,
  durable: { executionTimeoutSeconds: 900, retentionDays: 1 },
});
process.once("SIGTERM", () => void local.stop());
console.log(`ready ${local.url} ${echo.aliasArn} ${fiveSteps.aliasArn}`);

/** On a folder that was served before, Cognito has the permission already. */
async function permitCognito({ call }: LocalAws, functionArn: string): Promise<void> {
  const permission = { Action: "lambda:InvokeFunction", Principal: "cognito-idp.amazonaws.com" };
  await call("lambda", "AddPermission", { FunctionName: functionArn, StatementId: "cognito", ...permission }).catch((error) => {
    if (error.name !== "ResourceConflictException") throw error;
  });
}

async function bundle(file: string): Promise<string> {
  const outdir = join(dataDir, "bundles");
  await build({
    entryPoints: { index: file },
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // The AWS SDK's CommonJS calls `require`, which ESM lacks.
    banner: { js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);' },
    logLevel: "warning",
  });
  return outdir;
}
