import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, describe, test } from "node:test";
import { commands } from "./command-table.ts";
import { run } from "./run.ts";
import { type RecordedTerminal, recordedTerminal } from "./test-terminal.ts";

async function foyer(...words: string[]) {
  return foyerOn(recordedTerminal(), ...words);
}

async function foyerOn(terminal: RecordedTerminal, ...words: string[]) {
  const code = await run(words, terminal);
  return { code, printed: terminal.printed(), complained: terminal.complained() };
}

describe("the help", () => {
  test("of `foyer` alone names every command with its summary", async () => {
    const { code, printed } = await foyer();
    assert.equal(code, 0);
    for (const [name, { summary }] of Object.entries(commands)) assert.match(printed, new RegExp(`^  ${name} +${summary}$`, "m"));
    assert.equal((await foyer("help")).printed, printed);
    assert.equal((await foyer("--help")).printed, printed);
  });

  test("of a command is the same by `foyer help dev` and `foyer dev --help`, and names each option with its default", async () => {
    const { code, printed } = await foyer("help", "dev");
    assert.equal(code, 0);
    assert.equal((await foyer("dev", "--once", "--help")).printed, printed);
    assert.match(printed, /^foyer dev \[file\] \[options\]$/m);
    assert.match(printed, /--port PORT {2,}.*\(default 4600\)$/m);
    assert.match(printed, /--trigger NAME=PATH\[:EXPORT\] {2,}.*\(may be repeated\)$/m);
  });

  test("of every command has a description, its options and an example of it", async () => {
    for (const name of Object.keys(commands)) {
      const { code, printed } = await foyer("help", name);
      assert.equal(code, 0);
      assert.match(printed, new RegExp(`^  foyer ${name}\\b`, "m"));
    }
  });

  test("of every command keeps to the width of the terminal, apart from commands to be copied", async () => {
    for (const words of [[], ...Object.keys(commands).map((name) => ["help", name])])
      for (const [columns, widest] of [
        [80, 80],
        [300, 100],
      ] as const) {
        const { printed } = await foyerOn({ ...recordedTerminal(), columns }, ...words);
        const wide = printed.split("\n").filter((line) => line.length > widest && !line.startsWith("  foyer "));
        assert.deepEqual(wide, [], words.join(" "));
      }
  });

  test("leaves no word out on a narrow terminal", async () => {
    const wordsAt = async (columns: number) =>
      (await foyerOn({ ...recordedTerminal(), columns }, "help", "dev")).printed.split(/\s+/).toSorted();
    assert.deepEqual(await wordsAt(50), await wordsAt(300));
  });
});

describe("a wrong command line", () => {
  const cases: [words: string[], says: RegExp][] = [
    [["sing-up"], /There is no command 'sing-up'. The commands are init, dev, sign-up, /],
    [["help", "sing-up"], /There is no command 'sing-up'/],
    [["toString"], /There is no command 'toString'/],
    [["dev", "--prot", "1"], /There is no option '--prot'. The options are --port, .*--help.\nSee `foyer help dev`/],
    [["dev", "--port"], /'--port <value>' argument missing/],
    [["dev", "--port", "http"], /Cannot use the port 'http': it must be a number from 0 to 65535/],
    [["dev", "a.ts", "b.ts"], /Cannot use the argument 'b.ts': only \[file\] is expected/],
    [["dev", "--once", "--no-demo"], /--once goes without --no-demo/],
    [["dev", "--trigger", "PostConfirmation"], /it must read Name=path or Name=path:export/],
    [["dev", "--trigger", "Confirmed=a.js"], /There is no trigger 'Confirmed'. The triggers are PreSignUp, CustomMessage, /],
    [["dev", "--trigger", "PreSignUp=a.js", "--trigger", "PreSignUp=b.js"], /Cannot give PreSignUp two functions/],
    [["dev", "--table", "users"], /it must read NAME:KEY or NAME:KEY:SORTKEY/],
    [["dev", "--env", "AWS_REGION=eu-west-1"], /Cannot set AWS_REGION: Lambda sets it itself/],
    [["dev", "--timeout", "901"], /it must be a whole number from 1 to 900/],
    [["sign-up"], /EMAIL is missing/],
    [["sign-up", "ada@example.com", "--attr", "name"], /Cannot use the attribute 'name': it must read NAME=VALUE/],
    [["sign-up", "ada@example.com", "--reset", "--admin-confirm"], /--reset goes with neither/],
    [["invoke"], /Which event\? Name a trigger SOURCE/],
    [["invoke", "PostConfirmation"], /The sources are PostConfirmation_ConfirmSignUp, /],
    [["inbox", "--json=yes"], /does not take an argument/],
  ];
  for (const [words, says] of cases) {
    test(`\`foyer ${words.join(" ")}\` exits with 2 and says what exists`, async () => {
      const { code, printed, complained } = await foyer(...words);
      assert.equal(code, 2);
      assert.equal(printed, "");
      assert.match(complained, says);
      assert.match(complained, /\nSee `foyer help/);
    });
  }
});

describe("a command that cannot work", () => {
  const strangers = createServer((_request, response) => response.writeHead(404).end("hello"));
  after(() => strangers.close());

  test("says what to start when no local AWS answers, and exits with 1", async () => {
    for (const words of [["inbox"], ["sign-up", "ada@example.com"], ["clock"], ["status"], ["invoke", "PreSignUp_SignUp"]]) {
      const { code, printed, complained } = await foyer(...words, "--endpoint", "http://127.0.0.1:9");
      assert.equal(code, 1, words[0]);
      assert.equal(printed, "");
      assert.equal(
        complained,
        "No local AWS answers at http://127.0.0.1:9. Start one with `foyer dev` in another terminal, or name it with --endpoint.",
      );
    }
  });

  test("tells another server from a local AWS", async () => {
    await new Promise<void>((resolve) => strangers.listen(0, "127.0.0.1", resolve));
    const { port } = strangers.address() as AddressInfo;
    const { code, complained } = await foyer("inbox", "--endpoint", `http://127.0.0.1:${port}`);
    assert.equal(code, 1);
    assert.match(complained, /is not a local AWS of Foyer/);
  });

  test("names the file that is not there, without a stack trace", async () => {
    const { code, complained } = await foyer("dev", "no-such-onboarding.ts", "--data", ":memory:");
    assert.equal(code, 1);
    assert.match(complained, /^Cannot start as there is no file 'no-such-onboarding.ts' here\./);
    assert.doesNotMatch(complained, / at /);
  });
});
