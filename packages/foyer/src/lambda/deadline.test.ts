import assert from "node:assert/strict";
import dns from "node:dns";
import { connect, createServer, type Server, type Socket } from "node:net";
import { after, before, beforeEach, mock, test } from "node:test";
import { Ledger } from "../onboarding/ledger.ts";
import { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { custom } from "../steps/custom.ts";
import { confirmationEvent, logLines, TestAws } from "../test-aws.ts";
import { signInHandler } from "./sign-in.ts";
import { triggerHandler } from "./trigger.ts";

const BUDGET_MS = 1_200;

/** For a busy machine. What hangs does so for ever. */
const SLACK_MS = 600;

let aws: TestAws;
let silent: Server;
const sockets: Socket[] = [];
let users = 0;
const ledger = new Ledger();

before(async () => {
  aws = await TestAws.start();
  await aws.createTable(LEDGER_TABLE, "pk");
  // Accepts and says nothing.
  silent = createServer((socket) => sockets.push(socket));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  // The first invocation of a process pays for its start.
  await logLines(() => triggerHandler(onboarding({}))(confirmationEvent("first")));
});
beforeEach(() => aws.reset());
after(() => {
  aws.stop();
  for (const socket of sockets) socket.destroy();
  silent.close();
});

const silentPort = () => (silent.address() as { port: number }).port;

/** Runs a step that hangs as `run` does, in both handlers, and looks for the answer, the worker and the abort signal. */
async function answersInTime(run: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const signals: AbortSignal[] = [];
  const hangs = custom({
    permissions: [],
    replay: "safe",
    run: async (_user, _input, { signal }) => {
      signals.push(signal);
      await run(signal);
    },
  });
  const made = onboarding({ beforeFirstSignIn: { hangs } });
  const subs = [`user-${++users}`, `user-${++users}`] as const;
  const events = {
    confirmation: confirmationEvent(subs[0]),
    signIn: confirmationEvent(subs[1], { source: "PostAuthentication_Authentication" }),
  };
  const started = performance.now();
  const { result, lines } = await logLines(() =>
    Promise.all([
      triggerHandler(made, { budgetMs: BUDGET_MS })(events.confirmation),
      signInHandler(made, { budgetMs: BUDGET_MS })(events.signIn),
    ]),
  );
  assert.ok(performance.now() - started < BUDGET_MS + SLACK_MS, `took ${performance.now() - started} ms`);
  assert.equal(result[0], events.confirmation);
  assert.equal(result[1], events.signIn);
  assert.deepEqual(
    signals.map(({ aborted }) => aborted),
    [true, true],
  );
  assert.equal(lines.filter(({ step, state }) => step === "hangs" && state === "moved").length, 2);
  const invoked = aws.inputsOf("Invoke").map(({ sub }) => sub);
  for (const sub of subs) {
    assert.ok(invoked.includes(sub));
    assert.equal((await ledger.get({ userPoolId: "us-east-1_Test", sub }))?.status, "open");
  }
}

test("a host whose name never resolves does not delay the answer", async () => {
  const lookup = mock.method(dns, "lookup", () => {});
  try {
    await answersInTime(
      () =>
        new Promise((resolve, reject) => connect({ host: "never.example.com", port: 443 }, () => resolve(0)).on("error", reject)),
    );
    assert.ok(lookup.mock.callCount() > 0);
  } finally {
    lookup.mock.restore();
  }
});

test("a peer that accepts the connection and says nothing does not delay the answer", async () => {
  await answersInTime((signal) => fetch(`http://127.0.0.1:${silentPort()}`, { signal }));
});

test("a call of the AWS SDK that hangs does not delay the answer, with the signal or without it", async () => {
  const { SESv2Client, GetAccountCommand } = await import("@aws-sdk/client-sesv2");
  const client = new SESv2Client({ endpoint: `http://127.0.0.1:${silentPort()}` });
  await answersInTime((abortSignal) => client.send(new GetAccountCommand({}), { abortSignal }));
  await answersInTime(() => client.send(new GetAccountCommand({})));
  client.destroy();
});

test("a step that ignores its signal and never ends does not delay the answer", async () => {
  await answersInTime(() => new Promise(() => {}));
});
