/**
 * `npm run crash -- [--kills 20] [--seed S] [--minutes M]`: see README.md. Exit code 1 if a promise was broken.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freePort } from "../process/server-process.ts";
import { compare } from "./by-hand-losses.ts";
import { canariesIn, canariesInLedger } from "./canaries.ts";
import { Findings } from "./findings.ts";
import { Healing } from "./healing.ts";
import { integrityOf } from "./integrity.ts";
import { KilledServer } from "./killed-server.ts";
import { foyer, type Place } from "./place.ts";
import { checkPromises } from "./promises.ts";
import { Random } from "./random.ts";
import { printComparison, printRows } from "./report.ts";
import { Traffic } from "./traffic.ts";
import { Wave } from "./wave.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string" },
    "in-flight": { type: "string", default: "8" },
    minutes: { type: "string", default: "Infinity" },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const random = new Random(seed);
/** After so many kills everybody comes to their end before others begin. */
const killsOfWave = 50;

const startedAt = performance.now();
const dataDir = mkdtempSync(join(tmpdir(), "foyer-crash-"));
const [port, sideDoorPort] = [await freePort(), await freePort()];
const server = new KilledServer({
  args: [
    "--conditions=foyer-source",
    join(import.meta.dirname, "server.ts"),
    ...["--port", String(port), "--side-door", String(sideDoorPort), "--data", dataDir],
  ],
  ready: /^ready (\{.*\})$/m,
});

console.log(`Killing the local AWS and its functions ${kills} times, seed ${seed}`);
const [, pools] = await server.start();
const place: Place = {
  url: `http://127.0.0.1:${port}`,
  sideDoorUrl: `http://127.0.0.1:${sideDoorPort}`,
  ...JSON.parse(pools as string),
};
// Ahead of the machine's, so that the sweep need not wait until a user has been left alone for a minute.
await foyer(place, "clock", { advance: "1 day" });
const traffic = new Traffic(place, new Random(seed + 1));
const healing = new Healing(place);
const wave = new Wave({ server, place, traffic, healing, random, seed, inFlight: Number(values["in-flight"]) });
while (wave.kills < kills && healing.broken.length === 0 && performance.now() < endsAt) {
  await wave.run(Math.min(killsOfWave, kills - wave.kills));
  if (kills > killsOfWave) console.log(`  ${wave.kills} kills, ${traffic.foyer.users.length} users, ${seconds()}`);
}

const findings = new Findings();
for (const [what, times] of wave.killed) findings.count(`kills: ${what}`, times);
findings.count("faults that struck", wave.faultsStruck);
findings.count("starts after a kill, slowest", `${Math.round(Math.max(0, ...server.restartsMs))} ms`);
for (const [journey, times] of traffic.came) findings.count(`users who were ${journey}`, times);
for (const [what, times] of Object.entries(healing.counts)) findings.count(what, times);
findings.broken.push(...healing.broken);
await checkPromises(place, traffic.foyer, findings);
const comparison = await compare(place, traffic, dataDir);
const canaries = await canariesInLedger(place);

const wrongStop = await server.stop();
if (wrongStop) findings.broken.push(wrongStop);
for (const { pid, command } of server.orphans) {
  // A build tool's process, not a function's: it is left to esbuild to notice that its parent is gone.
  if (!command.includes("esbuild")) findings.broken.push(`Process ${pid} outlived its killed server by 5 s: ${command}`);
}
canaries.push(...canariesIn(dataDir, server.output, traffic.foyer.messages));
findings.count("places with a user's data where none must be", canaries.length);
findings.broken.push(...canaries);
const integrity = integrityOf(dataDir);
findings.count("integrity_check", integrity);
if (integrity !== "ok") findings.broken.push(`SQLite's integrity_check says: ${integrity}`);
findings.count("took", seconds());

printRows(findings.rows);
printComparison(comparison);
for (const sentence of findings.broken) console.error(`BROKEN: ${sentence}`);
if (findings.broken.length === 0) {
  console.log("Every promise held.");
  rmSync(dataDir, { recursive: true, force: true });
} else console.log(`Data kept in ${dataDir}; again with --kills ${kills} --seed ${seed}`);
process.exitCode = findings.broken.length === 0 ? 0 : 1;

function seconds(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
