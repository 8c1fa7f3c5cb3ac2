import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../../../..");
const folder = mkdtempSync(join(import.meta.dirname, ".bundle-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles the handler of the example as a deployment does: ESM, code splitting. */
async function bundle(handler: "trigger" | "worker") {
  const entry = join(folder, `${handler}.ts`);
  writeFileSync(
    entry,
    `import { ${handler}Handler } from "foyer/lambda/${handler}";
     import onboarding from "${join(root, "examples/welcome/onboarding.ts")}";
     export const handler = ${handler}Handler(onboarding);`,
  );
  const outdir = join(folder, `${handler}-dist`);
  const { metafile } = await build({
    entryPoints: [entry],
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    conditions: ["foyer-source"],
    metafile: true,
    banner: { js: 'import { createRequire as foyerRequire } from "node:module"; const require = foyerRequire(import.meta.url);' },
  });
  const main = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint?.endsWith(`/${handler}.ts`));
  return {
    inputs: Object.keys(metafile.inputs),
    outputs: Object.values(metafile.outputs),
    main,
    file: join(outdir, `${handler}.mjs`),
  };
}

test("the trigger's bundle holds neither the durable SDK nor the local AWS, and its entry no AWS SDK", async (context) => {
  const { inputs, main, file } = await bundle("trigger");
  const foreign = inputs.filter((input) => /durable-execution-sdk|packages\/(local|cli)|dynalite/.test(input));
  assert.deepEqual(foreign, []);
  const eager = Object.keys(main?.inputs ?? {}).filter((input) => /@aws-sdk|@smithy/.test(input));
  assert.deepEqual(eager, []);
  assert.ok((main?.bytes ?? Number.POSITIVE_INFINITY) < 40_000, `the entry has ${main?.bytes} bytes`);

  const measure = `const start = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - start)`;
  const importMs = Number(execFileSync(process.execPath, ["--input-type=module", "--eval", measure], { encoding: "utf8" }));
  context.diagnostic(`trigger entry ${main?.bytes} bytes, cold import ${importMs.toFixed(1)} ms`);
});

test("of the AWS SDK's clients that the trigger loads its bundle holds the commands that Foyer sends, and no others", async () => {
  const { outputs } = await bundle("trigger");
  const kept = outputs.flatMap(({ inputs }) => Object.keys(inputs).filter((input) => (inputs[input]?.bytesInOutput ?? 0) > 0));
  const commandsOf = (client: string) =>
    kept.flatMap((input) => input.split(`client-${client}/dist-es/commands/`)[1]?.replace("Command.js", "") ?? []).sort();
  assert.deepEqual(commandsOf("dynamodb"), ["BatchGetItem", "DescribeEndpoints", "GetItem", "PutItem", "Scan", "UpdateItem"]);
  assert.deepEqual(commandsOf("lambda"), ["GetDurableExecution", "Invoke"]);
  assert.deepEqual(commandsOf("cognito-identity-provider"), [
    "AdminAddUserToGroup",
    "AdminGetUser",
    "AdminUpdateUserAttributes",
    "ListUsers",
  ]);
});

test("the worker's bundle holds the durable SDK, and nothing of the local AWS", async (context) => {
  const { inputs, main } = await bundle("worker");
  assert.ok(inputs.some((input) => input.includes("durable-execution-sdk-js/")));
  assert.deepEqual(
    inputs.filter((input) => /packages\/(local|cli)|dynalite/.test(input)),
    [],
  );
  context.diagnostic(`worker entry ${main?.bytes} bytes`);
});
