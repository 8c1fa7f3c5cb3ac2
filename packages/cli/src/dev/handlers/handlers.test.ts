import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { walkDemoUser } from "../demo.ts";
import type { MissingResource } from "../missing-resources.ts";
import { type Dev, type DevOptions, startDev } from "../start-dev.ts";
import { readHandler } from "./read-handler.ts";
import type { Redeployment } from "./watch-handlers.ts";

const nodeModules = join(import.meta.dirname, "..", "..", "..", "..", "..", "node_modules");
const trigger = "PostConfirmation";

describe("existing handlers", () => {
  let project: string;

  before(() => {
    project = mkdtempSync(join(tmpdir(), "foyer-handlers-"));
    symlinkSync(nodeModules, join(project, "node_modules"), "junction");
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  let folders = 0;
  let folder: string;
  beforeEach(() => {
    folder = join(project, String(++folders));
  });

  /** Writes files and gives the path of the first. */
  function write(files: Record<string, string>): string {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return join(folder, Object.keys(files)[0] as string);
  }

  async function withDev<T>(options: DevOptions, use: (dev: Dev) => Promise<T>): Promise<T> {
    const dev = await startDev(options);
    try {
      return await use(dev);
    } finally {
      await dev.stop();
    }
  }

  /** What the functions of one walk logged by `console.log` or `print`. */
  async function logged(options: DevOptions): Promise<string[]> {
    return withDev(options, async ({ local }) => {
      const { refusal } = await walkDemoUser(local.url, 20_000);
      assert.equal(refusal, undefined);
      return local.functions.logs().flatMap(({ text }) => /says (.*)/.exec(text)?.[1] ?? []);
    });
  }

  const handlerOf = (name: string) => `async (event) => { console.log("says", ${name}); return event; }`;

  test("run in each form, several at once, as they lie", async () => {
    write({
      "package.json": '{ "type": "module" }',
      "esm.js": `import { name } from "../shared/name.js";\nexport const handler = ${handlerOf("name")};`,
      "old/package.json": "{}",
      "old/src/index.js": `const { readFileSync } = require("node:fs");
        exports.handler = (event, _context, callback) => {
          console.log("says", readFileSync(__dirname + "/text/mail.txt", "utf8"));
          callback(null, event);
        };`,
      "old/src/text/mail.txt": "text of a file",
      "stripped.ts": `import type { PostAuthenticationTriggerEvent } from "aws-lambda";
        const name: string = await Promise.resolve("stripped");
        export default async (event: PostAuthenticationTriggerEvent) => { console.log("says", name); return event; };`,
      "python/lambda_function.py": `import os
from words import word
def lambda_handler(event, context):
    print("says", word, os.environ["STAGE"])
    return event`,
      "python/words.py": 'word = "python"',
    });
    mkdirSync(join(project, "shared"), { recursive: true });
    writeFileSync(join(project, "shared", "name.js"), 'export const name = "elsewhere";');
    const triggers = [
      { trigger: "PreSignUp", path: join(folder, "esm.js") },
      { trigger: "PostConfirmation", path: join(folder, "old", "src", "index.handler") },
      { trigger: "PostAuthentication", path: join(folder, "stripped.ts") },
      { trigger: "PreTokenGeneration", path: join(folder, "python", "lambda_function.py"), exportName: "lambda_handler" },
    ];
    const said = await logged({ triggers, handlers: { environment: { STAGE: "dev" } } });
    assert.deepEqual(said, ["elsewhere", "text of a file", "stripped", "python dev"]);
  });

  test("of TypeScript that Node does not run are bundled, to what their package would be compiled to", async () => {
    const path = write({
      "src/confirm.ts": `import { PostConfirmationTriggerHandler } from "aws-lambda";
        import { SESv2Client } from "@aws-sdk/client-sesv2";
        import plan from "./plan.json";
        import { greet } from "@app/greet";
        enum Level { Low = 3 }
        export const handler: PostConfirmationTriggerHandler = async (event) => {
          console.log("says", greet(plan.name), Level.Low, __dirname.endsWith("src"), typeof new SESv2Client().send);
          return event;
        };`,
      "src/plan.json": '{ "name": "pro" }',
      "lib/greet.ts": 'export const greet = (name: string) => "hello " + name;',
      "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["lib/*"] } } }',
      "package.json": "{}",
      // Left behind by a compiler: the file that was named is what runs.
      "src/confirm.js": "throw new Error('stale');",
    });
    assert.deepEqual(await logged({ triggers: [{ trigger, path }] }), ["hello pro 3 true function"]);
  });

  test("are bundled only if they must be", async () => {
    const bundles = async (files: Record<string, string>) =>
      (await readHandler({ trigger, path: write(files) })).bundled?.name ?? "as it is";
    const helper = { "helper.ts": "export const help = (what: unknown) => what;" };
    const handler = "export const handler = (event: object) => help(event);";
    assert.equal(await bundles({ "a.ts": `import { help } from "./helper.ts";\n${handler}`, ...helper }), "as it is");
    assert.equal(await bundles({ "b.ts": `import { help } from "./helper";\n${handler}`, ...helper }), "b.cjs");
    assert.equal(await bundles({ "c.mts": `import { help } from "./helper.js";\n${handler}`, ...helper }), "c.mjs");
    assert.equal(
      await bundles({ "d.ts": "export namespace N { export const x = 1 }; export const handler = () => N.x;" }),
      "d.cjs",
    );
    // Its own compiler makes a `require` of the import, which may not be able to do what that can.
    const usesPackage = 'import { SESv2Client } from "@aws-sdk/client-sesv2"; export const handler = () => new SESv2Client();';
    assert.equal(await bundles({ "package/h.ts": usesPackage, "package/package.json": "{}" }), "h.cjs");
    assert.equal(await bundles({ "module/h.ts": usesPackage, "module/package.json": '{ "type": "module" }' }), "as it is");
    assert.equal(await bundles({ "e.ts": "enum E { a }; await null; export const handler = () => E.a;" }), "e.mjs");
    assert.equal(await bundles({ "on.sign-up.js": "exports.handler = async (event) => event;" }), "on-sign-up.cjs");
    assert.equal(
      await bundles({
        "f.js": 'import data from "./data.json" with { type: "json" }; export const handler = () => data;',
        "data.json": "1",
      }),
      "as it is",
    );
    assert.equal(
      await bundles({ "g.js": 'const { x } = require("./x"); exports.handler = () => x;', "x.js": "exports.x = 1;" }),
      "as it is",
    );
  });

  test("are found behind a link, and what they import by their package's own names", async () => {
    write({
      "package.json": '{ "type": "module", "imports": { "#lib/*": "./lib/*.js" } }',
      "lib/name.js": 'export const name = "by its own name";',
      "src/index.js": `import { name } from "#lib/name";\nexport const handler = ${handlerOf("name")};`,
    });
    const path = join(folder, "link.js");
    symlinkSync(join(folder, "src", "index.js"), path);
    assert.deepEqual(await logged({ triggers: [{ trigger, path }] }), ["by its own name"]);
  });

  test("may be named by a folder: its package.json's main, or its index file", async () => {
    const setting = async (files: Record<string, string>) => {
      folder = join(project, String(++folders));
      write(files);
      return (await readHandler({ trigger, path: folder })).handler;
    };
    assert.equal(
      await setting({ "package.json": '{ "main": "lib/main.js" }', "lib/main.js": "exports.handler = 1;" }),
      "lib/main.handler",
    );
    assert.equal(await setting({ "index.mjs": "export default async (event) => event;" }), "index.default");
    assert.equal(
      await setting({ "lambda_function.py": "def lambda_handler(event, context): pass" }),
      "lambda_function.lambda_handler",
    );
  });

  test("are refused with what there is in their place", async () => {
    const refused = (path: string, exportName?: string) => readHandler({ trigger, path, exportName });
    const path = write({
      "a.mjs": "export const welcome = 1, goodbye = 2;",
      "main.go": "package main",
      "bad.js": "export const = 1;",
    });
    await assert.rejects(
      refused(path),
      /has no export 'handler' or 'default' for the trigger PostConfirmation. It exports goodbye, welcome: --trigger/,
    );
    await assert.rejects(refused(path, "welcom"), /has no export 'welcom'/);
    assert.equal((await refused(path, "welcome")).handler, "a.welcome");
    await assert.rejects(refused(join(folder, "b.mjs")), /there is no file '.*b\.mjs' for the trigger PostConfirmation/);
    await assert.rejects(refused(join(folder, "main.go")), /handlers here are Node\.js .* or Python/);
    await assert.rejects(refused(join(folder, "bad.js")), /Cannot use the handler .*bad\.js:[\s\S]*Expected identifier/);
    await assert.rejects(refused(folder), /The folder|the folder '.*' for the trigger PostConfirmation has no package\.json/);
    const large = write({ "large/index.js": "exports.handler = async (event) => event;" });
    writeFileSync(join(folder, "large", "film"), "");
    truncateSync(join(folder, "large", "film"), 251 * 1_048_576);
    await assert.rejects(
      withDev({ triggers: [{ trigger, path: large }] }, async () => {}),
      /its folder holds more than 250 MB/,
    );
    const python = write({ "app.py": "from x import y as z\nKEY: str = 'k'\ndef handel(event, context): pass" });
    await assert.rejects(refused(python), /has no export 'lambda_handler' or 'handler' .* It exports KEY, handel, z/);
  });

  test("name the packages that are not installed, but not the types that they only mention", async () => {
    const path = write({
      "a.ts":
        'import { Handler } from "aws-lambda"; import nowhere from "@nobody/nowhere/lib"; export const handler: Handler = nowhere;',
    });
    assert.deepEqual((await readHandler({ trigger, path })).missingPackages, ["@nobody/nowhere"]);
  });

  test("are deployed again when a file of theirs changes, and stay when that cannot be used", async () => {
    const path = write({ "a.mjs": 'import "./b.mjs";\nexport const handler = (event) => event;', "b.mjs": "" });
    for (const file of [path, join(folder, "b.mjs")]) utimesSync(file, 1, 1);
    await withDev({ triggers: [{ trigger, path }] }, async (dev) => {
      let listen: (told: Redeployment | string) => void = () => {};
      const next = () => new Promise<Redeployment | string>((resolve) => (listen = resolve));
      dev.watch({ reloaded: () => {}, redeployed: (redeployment) => listen(redeployment), failed: (message) => listen(message) });
      let told = next();
      writeFileSync(join(folder, "b.mjs"), "console.log('changed');");
      const { changed, handlers } = (await told) as Redeployment;
      assert.deepEqual(
        changed.map((file) => basename(file)),
        ["b.mjs"],
      );
      assert.deepEqual(
        handlers.map(({ version }) => version),
        ["2"],
      );
      mkdirSync(join(folder, "..", "shared"), { recursive: true });
      const added = join(folder, "..", "shared", "added.mjs");
      writeFileSync(added, "");
      utimesSync(added, 1, 1);
      told = next();
      writeFileSync(path, 'import "../shared/added.mjs";\nexport const handler = (event) => event;');
      await told;
      told = next();
      writeFileSync(added, "console.log('added');");
      assert.deepEqual(
        ((await told) as Redeployment).changed.map((file) => basename(file)),
        ["added.mjs"],
      );
      told = next();
      writeFileSync(path, "export const = 1;");
      assert.match(String(await told), /Cannot use the handler/);
      assert.equal((await walkDemoUser(dev.local.url, 20_000)).timeline.triggers[0]?.outcome, "ok");
    });
  });

  test("have what they lack named with the flag that makes it, once", async () => {
    const path = write({
      "lacks.mjs": `import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
        import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
        import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient, GetGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
        import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
        const table = new DynamoDBClient(), ses = new SESClient(), cognito = new CognitoIdentityProviderClient(), sqs = new SQSClient();
        export const handler = async (event) => {
          const { userPoolId: UserPoolId, userName: Username } = event;
          const Key = { userId: { S: Username } };
          const Body = { Text: { Data: "x" } };
          for (const call of [
            () => table.send(new GetItemCommand({ TableName: "users", Key })),
            () => table.send(new GetItemCommand({ TableName: "users", Key })),
            () => table.send(new BatchWriteItemCommand({ RequestItems: { there: [{ PutRequest: { Item: { id: { S: "1" } } } }], log: [{ PutRequest: { Item: { at: { S: "1" } } } }] } })),
            () => ses.send(new SendEmailCommand({ Source: "Us <us@acme.com>", Destination: { ToAddresses: ["a@b.cd"] }, Message: { Subject: { Data: "x" }, Body } })),
            () => cognito.send(new GetGroupCommand({ UserPoolId, GroupName: "Asked" })),
            () => cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "Staff" })),
            () => sqs.send(new SendMessageCommand({ QueueUrl: process.env.AWS_ENDPOINT_URL + process.env.QUEUE, MessageBody: "x" })),
          ]) await call().catch(() => {});
          return event;
        };`,
    });
    const told: MissingResource[] = [];
    const options: DevOptions = {
      triggers: [{ trigger, path }],
      handlers: { environment: { QUEUE: "/000000000000/jobs" } },
      resources: { tables: [{ tableName: "there", keyName: "id" }] },
      onMissing: (missing) => told.push(missing),
    };
    await withDev(options, ({ local }) => walkDemoUser(local.url, 20_000));
    assert.deepEqual(
      told.map(({ functionName, kind, call, flag, keyIsGuessed }) => [functionName, kind, call, flag, keyIsGuessed]).sort(),
      [
        ["handler-PostConfirmation", "group", "Cognito AdminAddUserToGroup", "--group Staff", false],
        ["handler-PostConfirmation", "queue", "SQS SendMessage", "--queue jobs", false],
        ["handler-PostConfirmation", "sender", "SES SendEmail", "--sender us@acme.com", false],
        ["handler-PostConfirmation", "table", "DynamoDB BatchWriteItem", "--table log:at", true],
        ["handler-PostConfirmation", "table", "DynamoDB GetItem", "--table users:userId", false],
      ],
    );
  });

  test("that send codes in Cognito's place get the key that these are encrypted with, and the version of tokens that they ask for", async () => {
    const path = write({
      "a.mjs": "export const handler = async (event) => { console.log('says', process.env.KEY_ALIAS); return event; };",
    });
    await withDev(
      {
        triggers: [
          { trigger: "CustomEmailSender", path },
          { trigger: "PreTokenGeneration@V2_0", path },
        ],
      },
      async ({ local, pool }) => {
        const { UserPool } = (await local.call("cognito-idp", "DescribeUserPool", { UserPoolId: pool.userPoolId })) as {
          UserPool: { LambdaConfig: Record<string, { LambdaVersion: string } & string> };
        };
        const { CustomEmailSender, KMSKeyID, PreTokenGenerationConfig } = UserPool.LambdaConfig;
        assert.equal(CustomEmailSender?.LambdaVersion, "V1_0");
        assert.equal(PreTokenGenerationConfig?.LambdaVersion, "V2_0");
        const { functions } = local;
        await functions.invoke({ functionName: "handler-CustomEmailSender", payload: "{}" });
        assert.ok(functions.logs().some(({ text }) => text.includes("says alias/foyer-dev")));
        assert.match(String(KMSKeyID), /^arn:aws:kms:/);
      },
    );
  });
});
