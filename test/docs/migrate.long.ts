import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { run } from "../../packages/cli/src/run.ts";
import { recordedTerminal } from "../../packages/cli/src/test-terminal.ts";
import { password, type Stage, startStage } from "../jobs/stage.ts";

const root = join(import.meta.dirname, "..", "..");
const byHand = "examples/by-hand";
const guide = readFileSync(join(root, "docs", "migrate.md"), "utf8");
const outputs = [...guide.matchAll(/^```console\n\$ foyer (.*)\n([\s\S]*?)^```$/gm)].map(([, command = "", output = ""]) => ({
  command,
  output,
}));
const hourMs = 3_600_000;
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"]).status === 0;

describe("docs/migrate.md", () => {
  test("shows the files of examples/by-hand as they are", () => {
    const files = ["index.cjs", "index.mjs", "lambda_function.py"];
    for (const [index, folder] of ["welcome-mail", "group-and-record", "everything"].entries()) {
      for (const file of [files[index] as string, "onboarding.ts"]) {
        const code = readFileSync(join(root, byHand, folder, file), "utf8");
        assert.ok(guide.includes(`\n${code}\`\`\``), `${folder}/${file} reads otherwise`);
      }
    }
    assert.equal(outputs.length, 3);
  });

  for (const { command, output } of outputs) {
    const skip = command.includes(".py") && !hasBoto3 && "there is no boto3 on this machine";
    test(`shows what foyer ${command} prints`, { skip }, async () => {
      const terminal = { ...recordedTerminal(), columns: 110 };
      const words = command.replace(byHand, join(root, byHand)).split(" ");
      assert.equal(await run(words, terminal), 0, terminal.complained());
      const comparable = (text: string) =>
        text
          .replace(/answers in \S+ m?s/, "answers")
          .replaceAll(`${root}/`, "")
          .trimEnd();
      assert.equal(comparable(terminal.printed()), comparable(output));
    });
  }
});

/** What each onboarding leaves for a user, as the function that it replaces does. */
const replacements: Record<string, { subjects: string[]; groups: string[]; table?: string }> = {
  "welcome-mail": { subjects: ["Welcome to Acme"], groups: [] },
  "group-and-record": { subjects: [], groups: ["Members"], table: "User" },
  everything: { subjects: ["Welcome"], groups: ["Members"], table: "users" },
};

/** Plays with an onboarding of examples/by-hand. */
async function withStage(folder: string, play: (stage: Stage) => Promise<void>) {
  const stage = await startStage(`${byHand}/${folder}/onboarding.ts`);
  try {
    // Whoever is created before `usersSince` is no user of the onboarding.
    stage.dev.local.clock.advance(Math.max(0, Date.parse("2026-11-02") - Date.now()));
    await play(stage);
  } finally {
    await stage.stop();
  }
}

function sweep({ dev: { local } }: Stage) {
  return local.functions.invoke({ functionName: "foyer-sweep", payload: "{}" });
}

for (const [folder, { subjects, groups, table }] of Object.entries(replacements)) {
  describe(`the onboarding of ${folder}`, () => {
    async function leaves(stage: Stage, { sub, email }: { sub: string; email: string }) {
      const items = table === undefined ? [] : await stage.items(table);
      return { subjects: stage.subjects(email), groups: stage.dev.local.timeline(sub).groups, records: items.length };
    }

    const all = { subjects, groups, records: table === undefined ? 0 : 1 };

    test("does what the function does, and nothing of it again at a password reset", async () => {
      await withStage(folder, async (stage) => {
        const { local, pool } = stage.dev;
        const ada = await stage.signUp({ name: "Ada" });
        await stage.confirm(ada);
        await local.idle();
        assert.deepEqual(await leaves(stage, ada), all);
        const of = { UserPoolId: pool.userPoolId, Username: ada.sub };
        for (const GroupName of groups) await local.call("cognito-idp", "AdminRemoveUserFromGroup", { ...of, GroupName });
        const sentBefore = local.inbox.list({ to: ada.email })[0]?.at ?? 0;
        const client = { ClientId: pool.clientId, Username: ada.sub };
        await stage.cognito.send(new ForgotPasswordCommand(client));
        const { code } = await local.inbox.next({ to: ada.email, after: sentBefore });
        await stage.cognito.send(
          new ConfirmForgotPasswordCommand({ ...client, ConfirmationCode: code, Password: `${password}-new` }),
        );
        await local.idle();
        assert.deepEqual(await leaves(stage, ada), { ...all, groups: [] });
      });
    });

    test("leaves nobody half-done whose calls are throttled or whose processes die, and shows no error", async () => {
      await withStage(folder, async (stage) => {
        const { local } = stage.dev;
        const operations = { sesv2: "SendEmail", dynamodb: "PutItem", "cognito-idp": "AdminAddUserToGroup" };
        for (const [service, operation] of Object.entries(operations)) {
          for (const kind of ["throttle", "crash-function"] as const) {
            await local.reset();
            for (const callerFunction of ["foyer-trigger", "foyer-worker"])
              local.faults.add({ service, operation, callerFunction, kind, count: 1 });
            const ada = await stage.signUp({ name: "Ada" });
            await stage.confirm(ada).catch((error: Error) => {
              // Only a process that dies inside of the trigger cannot answer any more.
              if (kind !== "crash-function") throw error;
            });
            for (let waits = 0; waits < 10; waits++) {
              await local.idle();
              if (isDeepStrictEqual(await leaves(stage, ada), all)) break;
              local.clock.advance(hourMs);
              await sweep(stage);
            }
            assert.deepEqual(await leaves(stage, ada), all, `${operation} under ${kind}`);
          }
        }
      });
    });
  });
}

test("a sweep finishes who is half-done from before, and leaves a record that is there as it is", async () => {
  await withStage("group-and-record", async (stage) => {
    const { local, pool } = stage.dev;
    const add = (username: string) => local.addUser({ userPoolId: pool.userPoolId, status: "CONFIRMED", username });
    const [ada, alan] = [await add("ada@example.com"), await add("alan@example.com")];
    const Item = { id: { S: ada.sub }, credits: { N: "3" } };
    await stage.dynamodb.send(new PutItemCommand({ TableName: "User", Item }));
    local.clock.advance(hourMs);
    await sweep(stage);
    await local.idle();
    const items = await stage.items("User");
    assert.deepEqual(
      items.find(({ id }) => isDeepStrictEqual(id, Item.id)),
      Item,
    );
    assert.deepEqual(items.find(({ id }) => isDeepStrictEqual(id, { S: alan.sub }))?.credits, { N: "10" });
    for (const { sub } of [ada, alan]) assert.deepEqual(local.timeline(sub).groups, ["Members"]);
  });
});
