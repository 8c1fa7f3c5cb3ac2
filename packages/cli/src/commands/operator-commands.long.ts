import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import type { JournalEntry } from "@foyer/local";
import { type Dev, startDev } from "../dev/start-dev.ts";
import { run } from "../run.ts";
import { recordedTerminal } from "../test-terminal.ts";

const packages = join(import.meta.dirname, "..", "..", "..");
const email = "ada@acme.com";
const minuteMs = 60_000;

const onboarding = `import { html, onboarding, publishEvent, sendEmail } from "foyer";
export default onboarding({
  afterwards: {
    welcome: sendEmail({ from: "hello@example.com", subject: "Welcome", html: () => html\`<p>Hi</p>\`, ifUnknown: "resend" }),
    joined: publishEvent({ detailType: "UserConfirmed", ifUnknown: "resend" }),
  },
});
`;

describe("an operator's commands, against a running local AWS", () => {
  let project: string;
  let dev: Dev;

  before(async () => {
    project = mkdtempSync(join(tmpdir(), "foyer-operator-"));
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(packages, "foyer"), join(project, "node_modules", "foyer"), "junction");
    writeFileSync(join(project, "package.json"), '{ "type": "module" }');
    writeFileSync(join(project, "onboarding.ts"), onboarding);
    dev = await startDev({ file: join(project, "onboarding.ts") });
  });
  after(async () => {
    await dev.stop();
    rmSync(project, { recursive: true });
  });
  beforeEach(() => dev.local.reset());
  afterEach(() => dev.local.faults.clear());

  async function foyer(...words: string[]) {
    const terminal = recordedTerminal();
    const code = await run([...words, "--endpoint", dev.local.url], terminal);
    return { code, printed: terminal.printed(), complained: terminal.complained(), progressed: terminal.progressed() };
  }

  function foyerProcess(words: string[], env: NodeJS.ProcessEnv = process.env) {
    const main = join(packages, "cli", "src", "main.ts");
    return spawn(process.execPath, ["--conditions=foyer-source", main, ...words], { stdio: "pipe", env });
  }

  /** Resolves with the next entry of the journal that is as wanted. */
  function next(wanted: (entry: JournalEntry) => boolean): Promise<JournalEntry> {
    return new Promise((resolve) => {
      const forget = dev.local.journal.listen((entry) => {
        if (!wanted(entry)) return;
        forget();
        resolve(entry);
      });
    });
  }

  const ended = () => next(({ type }) => type === "execution.ended");

  async function signUpParked(): Promise<string> {
    dev.local.faults.add({ service: "sesv2", kind: "error", name: "MessageRejected", message: "Email address is not verified." });
    const { printed } = await foyer("sign-up", email, "--json");
    dev.local.faults.clear();
    return JSON.parse(printed).sub;
  }

  /** Users who came by a side door, so long ago that no trigger can be under way, and the schedule did not sweep yet. */
  async function addUsers(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const username = `user-${index}@acme.com`;
      await dev.local.addUser({ userPoolId: dev.pool.userPoolId, status: "CONFIRMED", username });
    }
    dev.local.clock.advance(2 * minuteMs);
  }

  const executions = async () => {
    const input = { FunctionName: "foyer-worker", MaxItems: 1000 };
    const answer = (await dev.local.call("lambda", "ListDurableExecutionsByFunction", input)) as {
      DurableExecutions: unknown[];
    };
    return answer.DurableExecutions.length;
  };

  test("status says when nobody needs anything, and else who is parked and why, and what can be done", async () => {
    assert.equal((await foyer("status")).printed, "Nobody is parked, and nobody is unfinished.");
    const sub = await signUpParked();
    const { code, printed, progressed } = await foyer("status");
    assert.equal(code, 0);
    assert.match(printed, new RegExp(`^parked 1\\n {2}${sub} {3}since .*gave up: welcome$`));
    assert.match(progressed, /^parked: 1 so far$/m);
    const { parked, open } = JSON.parse((await foyer("status", "--json")).printed);
    assert.deepEqual([parked.count, parked.entries[0].sub, open], [1, sub, { count: 0, entries: [] }]);
    assert.match((await foyer("status", email)).printed, /! welcome .*MessageRejected[\s\S]*Next: foyer replay ada@acme\.com/);
  });

  test("status --watch draws a user again as steps are done, tells a look that failed, and ends by Ctrl-C", async () => {
    const { sub } = await dev.local.addUser({ userPoolId: dev.pool.userPoolId, status: "CONFIRMED", username: email });
    dev.local.clock.advance(2 * minuteMs);
    const watching = foyerProcess(["status", sub, "--watch", "--every", "1", "--endpoint", dev.local.url]);
    let shown = "";
    const until = async (wanted: RegExp) => {
      while (!wanted.test(shown)) shown += (await once(watching.stdout, "data"))[0];
    };
    await until(/The ledger has no entry for/);
    dev.local.faults.add({
      service: "dynamodb",
      operation: "GetItem",
      kind: "error",
      name: "AccessDeniedException",
      message: "no",
    });
    await until(/failed: AccessDeniedException: no/);
    dev.local.faults.clear();
    await foyer("sweep");
    await until(/✓ welcome[\s\S]*✓ complete/);
    watching.kill("SIGINT");
    assert.deepEqual(await once(watching, "exit"), [0, null]);
    assert.equal((await foyer("status", sub, "--every", "1")).code, 2);
    assert.equal((await foyer("status", sub, "--watch", "--json")).code, 2);
  });

  test("status names the oldest, and says how many there are", async () => {
    dev.local.faults.add({ functionName: "foyer-worker", kind: "hang" });
    const sent = next(({ type }) => type === "execution.started");
    await addUsers(3);
    await foyer("sweep");
    await sent;
    const { printed } = await foyer("status", "--limit", "2");
    assert.match(printed, /^unfinished 3, the oldest 2\n {2}\S+ {3}since .*\n {2}\S+ {3}since [^\n]*$/);
    assert.equal((await foyer("status", "--limit", "0")).code, 2);
  });

  test("replay says what it would do and changes nothing; with --yes what gave up runs again and nothing else", async () => {
    const sub = await signUpParked();
    const planned = await foyer("replay", email);
    assert.equal(planned.code, 0);
    assert.match(planned.printed, /↻ runs +welcome +gave up +has not happened/);
    assert.match(planned.printed, /– stays +joined +done/);
    assert.match(planned.printed, /Nothing was changed: --yes does it\.$/);
    assert.equal(await executions(), 1);
    const end = ended();
    const replayed = await foyer("replay", sub, "--yes");
    assert.match(replayed.printed, /Started\. Follow it with/);
    await end;
    const { status, steps } = JSON.parse((await foyer("status", email, "--json")).printed);
    assert.deepEqual([status, steps.welcome.state], ["complete", "done"]);
    assert.equal(dev.local.inbox.list({ to: email }).filter(({ subject }) => subject === "Welcome").length, 1);
    assert.equal(dev.local.timeline(sub).events.length, 1);
    assert.match((await foyer("replay", email)).printed, /there is nothing to replay/);
  });

  test("replay refuses an effect that could double, unless it is forced", async () => {
    await foyer("sign-up", email);
    const refused = await foyer("replay", email, "--step", "welcome", "--yes");
    assert.equal(refused.code, 1);
    assert.match(refused.printed, /! runs again +welcome +done +happened: its effect would double/);
    assert.match(refused.complained, /^Nothing was changed, as an effect could double: --force/);
    assert.equal(await executions(), 1);
    const end = ended();
    assert.equal((await foyer("replay", email, "--step", "welcome", "--force")).code, 0);
    await end;
    assert.equal(dev.local.inbox.list({ to: email }).filter(({ subject }) => subject === "Welcome").length, 2);
    const unknown = await foyer("replay", email, "--step", "welcom");
    assert.equal(unknown.code, 1);
    assert.equal(unknown.complained, "Cannot replay step 'welcom' as the entry has none of that name: it has welcome, joined");
  });

  test("skip lets a parked user go on without the step", async () => {
    await signUpParked();
    const end = ended();
    const { code, printed } = await foyer("skip", email, "welcome");
    assert.deepEqual([code, printed], [0, "✓ welcome is skipped (it had given up): ada@acme.com goes on without it."]);
    await end;
    const { status, steps } = JSON.parse((await foyer("status", email, "--json")).printed);
    assert.deepEqual([status, steps.welcome.state, steps.joined.state], ["complete", "skipped", "done"]);
    assert.match((await foyer("skip", email, "welcome")).complained, /it is finished: current value is skipped/);
    assert.equal((await foyer("skip", email)).code, 2);
  });

  test("sweep counts, then onboards who has no entry, and leaves users alone who are older than --since", async () => {
    await addUsers(2);
    const counted = await foyer("sweep", "--dry-run");
    assert.equal(counted.code, 0);
    assert.match(counted.printed, /^without an entry {2}2 of 2 users$/m);
    assert.match((await foyer("sweep", "--dry-run", "--since", "1m")).printed, /^without an entry {2}0 of 2 users$/m);
    assert.equal(await executions(), 0);
    const swept = await foyer("sweep", "--since", "1d");
    assert.match(swept.printed, /^without an entry {2}2 of 2 users: 2 onboarded$/m);
    assert.match(swept.progressed, /^2 users of the pool, page 2: 0 open too long, 2 without an entry, 0 failed$/m);
    assert.equal(await executions(), 2);
    assert.match((await foyer("sweep")).printed, /^without an entry {2}0 of 2 users$/m);
  });

  test("sweep stops cleanly at Ctrl-C, says where, and goes on from there", async () => {
    await addUsers(24);
    let started = 0;
    const halfWay = next(({ type }) => type === "execution.started" && ++started === 12);
    const child = foyerProcess(["sweep", "--rate", "10", "--endpoint", dev.local.url]);
    let complained = "";
    child.stderr.setEncoding("utf8").on("data", (chunk) => {
      complained += chunk;
    });
    await halfWay;
    child.kill("SIGINT");
    assert.deepEqual(await once(child, "close"), [130, null]);
    const place = /^Stopped half-way\. `foyer sweep --from '([^']+)'` goes on from there/.exec(complained)?.[1];
    assert.equal(place, "users");
    assert.ok((await executions()) < 20);
    const { code, printed } = await foyer("sweep", "--from", place, "--rate", "1000");
    assert.equal(code, 0);
    assert.match(printed, /of 24 users/);
    assert.equal(await executions(), 24);
  });

  test("the schedule of foyer dev sweeps by the time of the local AWS", async () => {
    const end = ended();
    await addUsers(1);
    dev.local.clock.advance(15 * minuteMs);
    await end;
    assert.match((await foyer("sweep", "--dry-run")).printed, /^without an entry {2}0 of 1 users$/m);
  });

  test("an account is reached by the AWS SDK's own settings, with --user-pool, --worker and nothing of a local AWS", async () => {
    await addUsers(1);
    // Where the SDK finds the services is all that differs from an account.
    const services = ["COGNITO_IDENTITY_PROVIDER", "DYNAMODB", "LAMBDA"];
    const settings = {
      ...Object.fromEntries(services.map((name) => [`AWS_ENDPOINT_URL_${name}`, dev.local.url])),
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    const workerArn = String(dev.local.config.workerArn);
    const words = ["sweep", "--user-pool", dev.pool.userPoolId, "--worker", workerArn, "--json"];
    const end = ended();
    const child = foyerProcess(words, { ...environment, ...settings });
    const [swept] = await Promise.all([text(child.stdout), once(child, "close")]);
    assert.equal(JSON.parse(swept).opened, 1);
    await end;
    assert.equal((await foyer("status")).printed, "Nobody is parked, and nobody is unfinished.");
  });

  test("what is not there is said in a sentence: the user, the reset, the table, the account's pool", async () => {
    assert.match((await foyer("replay", "nobody@acme.com")).complained, /^There is no user nobody@acme\.com in the pool/);
    assert.match((await foyer("skip", "1234", "welcome")).complained, /^There is no entry of user 1234$/);
    await foyer("sign-up", email);
    assert.match((await foyer("replay", email, "--reset", "last")).complained, /^The ledger knows of no password reset of ada/);
    const elsewhere = await foyer("status", "--table", "elsewhere");
    assert.equal(elsewhere.code, 1);
    assert.match(
      elsewhere.complained,
      /^Either the table elsewhere or the user pool \S+ is not at http:.*--table and --user-pool\.$/,
    );
    const terminal = recordedTerminal();
    assert.equal(await run(["sweep", "--worker", "arn"], terminal), 1);
    assert.match(
      terminal.complained(),
      /^Cannot use --worker without the user pool of your account: name it with --user-pool\.$/,
    );
  });
});
