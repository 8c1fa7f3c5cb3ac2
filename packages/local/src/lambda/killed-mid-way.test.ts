import assert from "node:assert/strict";
import { test } from "node:test";
import { startLambda } from "./test-lambda.ts";

test("an asynchronous invocation whose process is killed mid-way is tried again a minute later, with the same event and id", {
  timeout: 20_000,
}, async () => {
  await using lambda = await startLambda();
  lambda.deploy(
    "works",
    "export const handler = async ({ n }) => { console.log('begins ' + n); await new Promise((resolve) => setTimeout(resolve, n)); return n; };",
    { timeoutSeconds: 60 },
  );
  const ended: string[] = [];
  const end = Promise.withResolvers<void>();
  lambda.journal.listen((entry) => {
    if (entry.type !== "invocation.ended") return;
    ended.push(entry.data.outcome);
    if (ended.length === 2) end.resolve();
  });
  const { requestId } = await lambda.invoke("works", { n: 400 }, { InvocationType: "Event" });
  const begun = () =>
    lambda.functions.logs({ invocationId: requestId as string }).filter(({ text }) => text.includes("begins 400"));
  while (begun().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const pid of lambda.functions.host.pids) process.kill(pid, "SIGKILL");
  while (ended.length === 0 || lambda.functions.nextDueAt() === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
  const dueInMs = (lambda.functions.nextDueAt() ?? 0) - lambda.clock.now();
  assert.ok(dueInMs > 50_000 && dueInMs <= 60_000, `the second attempt is due in ${dueInMs} ms`);
  lambda.clock.advance(60_000);
  await end.promise;
  assert.deepEqual(ended, ["crash", "ok"]);
  assert.equal(begun().length, 2);
  const log = lambda.functions.logs({ invocationId: requestId as string }).map(({ text }) => text);
  assert.ok(
    log.some((line) => line.includes("Runtime exited with error: signal: killed")),
    log.join("\n"),
  );
});
