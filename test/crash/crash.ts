/**
 * `npm run crash -- [--kills 20] [--seed S]`: see README.md. Exit code 1 if a promise was broken.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { foyerDev, freePort } from "../process/server-process.ts";
import { KilledServer } from "./killed-server.ts";
import type { Entry } from "./ledger.ts";
import { checkPromises, haveCome, integrityOf, isComplete } from "./promises.ts";
import { Random } from "./random.ts";
import { Traffic } from "./traffic.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string" }, "in-flight": { type: "string", default: "8" } },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const random = new Random(seed);
/** A part of the kills falls on the tips, which come three days later. */
const killsOfTips = Math.floor(kills / 5);
const settleMs = 60_000;

const startedAt = performance.now();
const dataDir = mkdtempSync(join(tmpdir(), "foyer-crash-"));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const server = new KilledServer(foyerDev({ file: join("examples", "welcome", "onboarding.ts"), port, dataDir }));
const killedBy: Record<string, number> = { "server process": 0, "process group": 0, "while it starts": 0 };

console.log(`Killing \`foyer dev\` ${kills} times, seed ${seed}`);
await server.start();
const config = await foyer<{ userPoolId: string; clientId: string }>("config.json");
const place = { url, userPoolId: config.userPoolId };
const traffic = new Traffic({ url, clientId: config.clientId });
traffic.start(Number(values["in-flight"]));
for (let kill = 0; kill < kills - killsOfTips; kill++) {
  // Some die while functions start, most while everything flows.
  if (random.next() < 0.7) await traffic.nextConfirmation(5_000);
  await pause(random.between(50, 1200));
  await killAndRestart();
}
await traffic.nextConfirmation(5_000);
await traffic.stop();
const late: string[] = [];
await settled("the steps before the wait", (entry) =>
  [...entry.steps].every(([name, state]) => name === "tips" || state !== "pending"),
);
for (let kill = 0; kill < killsOfTips && late.length === 0; kill++) {
  await threeDaysLater();
  await pause(random.between(20, 400));
  await killAndRestart();
}
await threeDaysLater();
if (late.length === 0) await settled("the whole onboarding", isComplete);

const { counts, violations } = await checkPromises(traffic, place);
violations.push(...late);
const wrongStop = await server.stop();
if (wrongStop) violations.push(wrongStop);
for (const { pid, command } of server.orphans) {
  // A build tool's process, not a function's: counted, as it is left to esbuild to notice that its parent is gone.
  if (command.includes("esbuild")) counts["esbuild processes left behind"] = (counts["esbuild processes left behind"] ?? 0) + 1;
  else violations.push(`Process ${pid} outlived its killed server by 5 s: ${command}`);
}
const integrity = integrityOf(dataDir);
if (integrity !== "ok") violations.push(`SQLite's integrity_check says: ${integrity}`);
report();
if (violations.length === 0) rmSync(dataDir, { recursive: true, force: true });
process.exitCode = violations.length === 0 ? 0 : 1;

async function killAndRestart(): Promise<void> {
  const what = random.next() < 0.5 ? "process" : "group";
  await server.kill(what);
  killedBy[what === "process" ? "server process" : "process group"]!++;
  if (random.next() < 0.2) {
    await server.killAtStart(random.between(10, 400));
    killedBy["while it starts"]!++;
  }
  await server.start();
}

async function threeDaysLater(): Promise<void> {
  await foyer("clock", { advance: "3 days" });
}

/** Waits until every acknowledged user's onboarding has come so far. */
async function settled(what: string, isFar: (entry: Entry) => boolean): Promise<void> {
  const deadline = performance.now() + settleMs;
  while (!(await haveCome(traffic, place, isFar))) {
    if (performance.now() > deadline) {
      late.push(`Not everybody came through ${what} within ${settleMs / 1000} s`);
      return;
    }
    await pause(250);
  }
}

async function foyer<T>(path: string, body?: unknown): Promise<T> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${url}/_foyer/${path}`, init);
  if (!answer.ok) throw new Error(`Cannot read /_foyer/${path}: HTTP ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

function report(): void {
  const restarts = server.restartsMs.toSorted((a, b) => a - b);
  const rows: [string, string | number][] = [
    ...Object.entries(killedBy).map(([what, times]): [string, number] => [`kills: ${what}`, times]),
    ["starts after a kill, slowest", `${Math.round(restarts.at(-1) ?? 0)} ms`],
    ...Object.entries(counts),
    ...[...traffic.errors].map(([name, times]): [string, number] => [`answers: ${name}`, times]),
    ["integrity_check", integrity],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  for (const [what, value] of rows) console.log(`  ${what.padEnd(width)}  ${value}`);
  console.log(`  ${"took".padEnd(width)}  ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  for (const violation of violations) console.error(`BROKEN: ${violation}`);
  console.log(
    violations.length === 0 ? "Every promise held." : `Data kept in ${dataDir}; again with --kills ${kills} --seed ${seed}`,
  );
}
