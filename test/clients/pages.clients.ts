import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Dev, startDev } from "@foyer/cli";
import { run } from "./run.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "clients");
const pages = readdirSync(folder).filter((name) => name !== "README.md");
const read = (name: string) => readFileSync(join(folder, name), "utf8");

// What `npm start` starts, with the pool and the app client that it prints.
let dev: Dev;
before(async () => {
  dev = await startDev({ file: join(root, "examples", "welcome", "onboarding.ts") });
});
after(() => dev.stop());

/** Runs the program of a page with a user of its own. */
async function runProgram(name: string, language: string, program: string) {
  const input = program
    .replaceAll("http://127.0.0.1:4600", dev.local.url)
    .replaceAll("ann@example.com", `${name}@example.com`)
    .replaceAll("us-east-1_example", dev.pool.userPoolId)
    .replaceAll("exampleclientid", dev.pool.clientId);
  if (language === "py") return run("/usr/bin/python3", ["-"], { input });
  if (language === "sh")
    return run("/usr/bin/bash", ["-euo", "pipefail", "-c", input], { env: { PATH: `/usr/bin:${process.env.PATH}` } });
  return run("/usr/bin/env", [process.execPath, "--input-type=module", "-"], { input });
}

describe("the pages of docs/clients", { concurrency: 3 }, () => {
  for (const name of pages) {
    test(`the program of ${name} signs a user in as it is printed`, async () => {
      const programs = [...read(name).matchAll(/^```(\w+) program\n(.*?)^```$/gms)];
      assert.equal(programs.length, 1);
      const [, language = "", program = ""] = programs[0] ?? [];
      const { exitCode, stdout, stderr } = await runProgram(name, language, program);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, /signed in/);
    });
  }
});

test("the two lines of a page are in its program, or are variables of the environment", () => {
  for (const name of pages) {
    const [, lines = "", program = ""] = /^```\w+\n(.*?)^```$.*?^```\w+ program\n(.*?)^```$/ms.exec(read(name)) ?? [];
    assert.equal(lines.trim().split("\n").length, 2, name);
    if (!lines.startsWith("export AWS_ENDPOINT_URL=")) assert.ok(program.includes(lines), name);
  }
});

test("the two lines of aws-sdk-v3.md are all that a client of it needs", async () => {
  const [, lines = ""] = /^```sh\n(.*?)^```$/ms.exec(read("aws-sdk-v3.md")) ?? [];
  const variables = lines.replaceAll("http://127.0.0.1:4600", dev.local.url).matchAll(/(AWS_\w+)=(\S+)/g);
  const input = `import { CognitoIdentityProviderClient, ListUserPoolsCommand } from "@aws-sdk/client-cognito-identity-provider";
await new CognitoIdentityProviderClient().send(new ListUserPoolsCommand({ MaxResults: 1 }));`;
  const env = Object.fromEntries([...variables].map(([, name = "", value = ""]) => [name, value]));
  const { exitCode, stderr } = await run("/usr/bin/env", [process.execPath, "--input-type=module", "-"], { input, env });
  assert.equal(exitCode, 0, stderr);
});

test("the index names every page, every scenario and the versions that are installed", () => {
  const index = read("README.md");
  for (const name of pages) assert.ok(index.includes(`](${name})`), name);
  for (const name of readdirSync(import.meta.dirname).filter(
    (name) => name.endsWith(".clients.ts") && name !== "pages.clients.ts",
  ))
    assert.ok(index.includes(`\`${name}\``), name);
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8"));
  for (const client of ["aws-sdk", "amazon-cognito-identity-js", "aws-amplify"])
    assert.ok(index.includes(dependencies[client]), client);
});
