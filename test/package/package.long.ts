import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

const root = join(import.meta.dirname, "..", "..");
const project = mkdtempSync(join(tmpdir(), "foyer-package-"));
const folders = ["foyer", "local", "cli", "cdk"];
// What a project of `foyer init` installs beside Foyer's packages.
const tools = ["@types/node", "typescript", "@aws-sdk/client-cognito-identity-provider", "aws-cdk-lib", "constructs"];
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
    const { stdout } = await promisify(execFile)(program, args, { cwd, env, timeout: 240_000, maxBuffer: 2 ** 26 });
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
    JSON.stringify({
      type: "module",
      dependencies,
      devDependencies: Object.fromEntries(tools.map((name) => [name, devDependencies[name]])),
    }),
  );
  for (const file of ["onboarding.ts", "consumer.ts"])
    copyFileSync(join(import.meta.dirname, "project", file), join(project, file));
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"]);
});
after(() => rmSync(project, { recursive: true, force: true }));

test("the tarballs hold what was built, its types and its licence, and neither sources nor tests", () => {
  assert.deepEqual(packed.map(({ name }) => name).sort(), ["@foyer/cdk", "@foyer/cli", "@foyer/local", "foyer"]);
  for (const { name, files } of packed) {
    const paths = files.map(({ path }) => path);
    for (const path of ["LICENSE", "package.json", "dist/index.js", "dist/index.d.ts"]) {
      assert.ok(paths.includes(path), `${name} lacks ${path}`);
    }
    const foreign = paths.filter(
      (path) => !/^((dist|console)\/.+|README\.md|LICENSE|package\.json)$/.test(path) || /\.test\.(?!ts\.template$)/.test(path),
    );
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

describe("a project of foyer init", () => {
  const init = (...words: string[]) => run("npx", ["--no-install", "foyer", "init", ...words]);
  const installed = (folder: string) => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(project, folder, "package.json"), "utf8"));
    return Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !existsSync(join(project, "node_modules", name)),
    );
  };
  /** The project is in a folder of one that has all it wants to install. */
  const testsOf = async (folder: string) => {
    assert.deepEqual(installed(folder), [], "it names packages that this test did not install");
    const said = await run("npm", ["test"], join(project, folder));
    await run("npm", ["run", "types"], join(project, folder));
    return said;
  };

  test("passes its own tests", async () => {
    await init("plain", "--plain");
    assert.match(await testsOf("plain"), /^(#|ℹ) pass 1$/m);
  });

  test("passes them with a stack of the AWS CDK too", async () => {
    await init("with-stack", "--cdk");
    assert.match(await testsOf("with-stack"), /^(#|ℹ) pass 2$/m);
  });

  test("goes into a repository that is there, whose files stay as they are", async () => {
    mkdirSync(join(project, "existing"));
    const manifest = JSON.stringify({ name: "existing", scripts: { test: "exit 1" }, dependencies: { foyer: "*" } });
    writeFileSync(join(project, "existing", "package.json"), manifest);
    writeFileSync(join(project, "existing", "mails.ts"), readFileSync(join(project, "plain", "mails.ts")));
    const said = await init("existing", "--plain");
    assert.match(said, /^= mails\.ts was there and stays as it is$/m);
    assert.match(said, /^ {4}npm install --save-dev .*'@foyer\/cli@/m);
    assert.equal(readFileSync(join(project, "existing", "package.json"), "utf8"), manifest);
    assert.match(await run("node", ["--test", "onboarding.test.ts"], join(project, "existing")), /^(#|ℹ) pass 1$/m);
  });
});
