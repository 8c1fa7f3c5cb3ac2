import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..");
const project = mkdtempSync(join(tmpdir(), "foyer-package-"));
const folders = ["foyer", "local", "cli"];
const bin = join(root, "node_modules", ".bin");

interface Packed {
  name: string;
  filename: string;
  files: { path: string; size: number }[];
}
let packed: Packed[];

/** Runs a program as a user of the project's Node would, with nothing of this test run in its environment. */
async function run(program: string, args: string[], cwd = project): Promise<string> {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, AWS_ENDPOINT_URL, ...inherited } = process.env;
  const own = Object.entries(inherited).filter(
    ([name]) => !name.startsWith("npm_package_") && !name.startsWith("npm_lifecycle_"),
  );
  const env = { ...Object.fromEntries(own), PATH: `${bin}${delimiter}${process.env.PATH}` };
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env, timeout: 90_000, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { message, stdout, stderr } = error as Error & { stdout: string; stderr: string };
    throw new Error(`${message}\n${stdout}\n${stderr}`);
  }
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(root, "packages", folder, "package.json"), "utf8"));

before(async () => {
  await run("npm", ["run", "build"], root);
  const workspaces = folders.flatMap((folder) => ["--workspace", `packages/${folder}`]);
  packed = JSON.parse(
    await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project, ...workspaces], root),
  );
  const dependencies = Object.fromEntries(packed.map(({ name, filename }) => [name, `file:${filename}`]));
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(
    join(project, "package.json"),
    JSON.stringify({ type: "module", dependencies, devDependencies: { "@types/node": devDependencies["@types/node"] } }),
  );
  for (const file of ["onboarding.ts", "consumer.ts"])
    copyFileSync(join(import.meta.dirname, "project", file), join(project, file));
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
});
after(() => rmSync(project, { recursive: true, force: true }));

test("the tarballs hold what was built, its types and its licence, and neither sources nor tests", () => {
  assert.deepEqual(packed.map(({ name }) => name).sort(), ["@foyer/cli", "@foyer/local", "foyer"]);
  for (const { name, files } of packed) {
    const paths = files.map(({ path }) => path);
    for (const path of ["LICENSE", "package.json", "dist/index.js", "dist/index.d.ts"]) {
      assert.ok(paths.includes(path), `${name} lacks ${path}`);
    }
    const foreign = paths.filter((path) => !/^(dist\/.+|README\.md|LICENSE|package\.json)$/.test(path) || /\.test\./.test(path));
    assert.deepEqual(foreign, [], name);
  }
});

test("every door of every package opens in ESM", async () => {
  const doors = folders.flatMap((folder) => {
    const { name, exports } = manifestOf(folder);
    return Object.keys(exports).map((door) => `${name}${door.slice(1)}`);
  });
  assert.ok(doors.length >= 6);
  const script = doors.map((door) => `console.log(Object.keys(await import(${JSON.stringify(door)})).length)`).join(";");
  const counts = (await run("node", ["--input-type=module", "--eval", script])).trim().split("\n").map(Number);
  assert.deepEqual(
    doors.filter((_, index) => !counts[index]),
    [],
    "doors that export nothing",
  );
});

test("a strict TypeScript project compiles against the published types, libraries included", async () => {
  const compilerOptions = {
    strict: true,
    module: "nodenext",
    target: "es2024",
    lib: ["es2024"],
    types: ["node"],
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: false,
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.ts"] }));
  await run(join(bin, "tsc"), ["-p", project]);
});

test("startLocal() serves in a project of its own", async () => {
  assert.match(await run("node", ["consumer.ts"]), /^served \d+ keys\n$/);
});

test("npx foyer --help names every command, and `foyer dev --once` walks a user through", async () => {
  const help = await run("npx", ["--no-install", "foyer", "--help"]);
  for (const command of ["dev", "sign-up", "status", "inbox", "invoke"])
    assert.match(help, new RegExp(`^\\s+(foyer )?${command}\\b`, "m"));
  const walk = await run("npx", ["--no-install", "foyer", "dev", "onboarding.ts", "--once", "--port", "0", "--data", ":memory:"]);
  assert.match(walk, /^ready http:\/\/127\.0\.0\.1:\d+$/m);
});
