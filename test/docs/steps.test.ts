import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import * as foyer from "foyer";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, "docs", "steps");
const pages = readdirSync(folder).filter((file) => file !== "README.md");
const read = (file: string) => readFileSync(join(folder, file), "utf8");

/** The rows of the index, by step. */
const rows = new Map(
  [...read("README.md").matchAll(/^\| \[(\w+)\]\(([\w-]+\.md)\) \|(.*)\|$/gm)].map(([, step = "", file = "", cells = ""]) => {
    const [, replay = "", permissions = ""] = cells.split("|");
    return [step, { file, replay, permissions }];
  }),
);

test("the index has each step that the library exports and each page, and each page is titled by its step", () => {
  const steps = Object.keys(foyer).filter((name) =>
    existsSync(join(folder, `${name.replace(/[A-Z]/g, "-$&").toLowerCase()}.md`)),
  );
  assert.deepEqual([...rows.keys()].sort(), steps.sort());
  assert.deepEqual([...rows.values()].map(({ file }) => file).sort(), pages.sort());
  for (const [step, { file }] of rows) assert.equal(read(file).split("\n")[0], `# ${step}`);
});

test("the index says of each step what the step says of itself", () => {
  const { everyone, html, secretFromSecretsManager } = foyer;
  const made: Record<string, Pick<foyer.Step, "replay" | "permissions">> = {
    saveUser: foyer.saveUser(),
    addToGroups: foyer.addToGroups({ Users: everyone }),
    sendEmail: foyer.sendEmail({ from: "a@example.com", subject: "A", html: html`A`, ifUnknown: "resend" }),
    enrichUser: foyer.enrichUser({ request: () => ({ url: "https://a" }), answer: String, attributes: { "custom:a": (a) => a } }),
    publishEvent: foyer.publishEvent({ detailType: "A" }),
    sendToQueue: foyer.sendToQueue({ queue: "a" }),
    startStateMachine: foyer.startStateMachine({ stateMachine: "a" }),
    callWebhook: foyer.callWebhook({ url: "https://a", secret: secretFromSecretsManager("a") }),
    claimIdentity: foyer.claimIdentity({ provider: "a" }),
    invokeFunction: foyer.invokeFunction({ functionName: "a", qualifier: "live", durable: true }),
  };
  for (const [step, { replay, permissions }] of Object.entries(made)) {
    const row = rows.get(step) ?? assert.fail(`${step} has no row`);
    assert.ok(row.replay.includes(`\`${replay}\``), `${step} is ${replay}`);
    const actions = [...row.permissions.matchAll(/`([\w-]+:\w+)`/g)].map(([, action]) => action);
    assert.deepEqual(actions.sort(), permissions.flatMap((permission) => permission.actions).sort(), step);
    for (const action of actions) assert.ok(read(row.file).includes(action as string), `${row.file} names ${action}`);
  }
});

test("each page has the parts that the index promises, and no link of it leads nowhere", () => {
  const parts = ["How it may be repeated", "Permissions and resources", "What the timeline shows", "What goes wrong"];
  for (const file of pages) {
    for (const part of parts) assert.ok(read(file).includes(`\n## ${part}\n`), `${file} has no part '${part}'`);
  }
  for (const file of [...pages, "README.md"]) {
    for (const [, path = ""] of read(file).matchAll(/\]\((?!https?:)([^)#]+)/g))
      assert.ok(existsSync(join(folder, path)), `${file} links to ${path}`);
  }
});

const built = mkdtempSync(join(import.meta.dirname, ".steps-"));
after(() => rmSync(built, { recursive: true }));

/** Whether it is made of the library alone: a page may show packages that are the reader's to install. */
const isOurs = (code: string) =>
  [...code.matchAll(/(?: from |import\()"([^"]+)"/g)].every(([, name = ""]) => /^(foyer|@aws-sdk\/client-dynamodb)$/.test(name));

test("the files and recipes that the pages show compile, and the files load", async () => {
  const files: string[] = [];
  for (const page of ["README.md", ...pages]) {
    const [first = "", ...more] = [...read(page).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code);
    assert.match(first, /^export default onboarding\(/m, page);
    const recipes = more.filter((code) => code.startsWith("const ") && isOurs(code));
    const header = 'import { arn, custom, StepError, StepSkipped } from "foyer";\nexport { arn, StepSkipped };\n';
    for (const [index, code] of recipes.entries()) writeFileSync(join(built, `${page}-${index}.ts`), header + code);
    if (!isOurs(first)) continue;
    files.push(join(built, `${page}.ts`));
    writeFileSync(files.at(-1) as string, first);
  }
  assert.ok(files.length >= 10);
  const settings = { extends: join(root, "test/types/must-not-compile/tsconfig.json"), include: ["*.ts"] };
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify(settings));
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", built, "--pretty", "false"], { encoding: "utf8" });
  assert.equal(stdout, "");
  for (const file of files) assert.ok((await import(file)).default.steps.length > 0, file);
});
