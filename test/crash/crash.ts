/**
 * `npm run crash -- [--kills 20] [--seed S] [--minutes M] [--boundaries]`: see README.md. Exit code 1 if a promise was broken.
 */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { crashAtBoundaries } from "./boundary-crashes.ts";
import { compare } from "./by-hand-losses.ts";
import { canariesIn, canariesInLedger } from "./canaries.ts";
import { Findings } from "./findings.ts";
import { integrityOf } from "./integrity.ts";
import { checkPromises } from "./promises.ts";
import { printComparison, printRows } from "./report.ts";
import { startRun } from "./run.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string" },
    "in-flight": { type: "string", default: "8" },
    minutes: { type: "string", default: "Infinity" },
    boundaries: { type: "boolean", default: false },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6));
const endsAt = performance.now() + Number(values.minutes) * 60_000;
/** After so many kills everybody comes to their end before others begin. */
const killsOfWave = 50;

const startedAt = performance.now();
console.log(
  values.boundaries
    ? "Killing the local AWS at each boundary of the example's flow"
    : `Killing the local AWS and its functions ${kills} times, seed ${seed}`,
);
const run = await startRun({ seed, inFlight: Number(values["in-flight"]) });
const { dataDir, server, place, traffic, healing, wave } = run;
if (values.boundaries) healing.broken.push(...(await crashAtBoundaries(run)));
else {
  while (wave.kills < kills && healing.broken.length === 0 && performance.now() < endsAt) {
    await wave.run(Math.min(killsOfWave, kills - wave.kills));
    if (kills > killsOfWave) console.log(`  ${wave.kills} kills, ${traffic.foyer.users.length} users, ${seconds()}`);
  }
}

const findings = new Findings();
for (const [what, times] of wave.killed) if (times > 0) findings.count(`kills: ${what}`, times);
findings.count("faults that struck", wave.faultsStruck);
findings.count("starts after a kill, slowest", `${Math.round(Math.max(0, ...server.restartsMs))} ms`);
for (const [journey, times] of traffic.came) if (times > 0) findings.count(`users who were ${journey}`, times);
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
if (!values.boundaries) printComparison(comparison);
for (const sentence of findings.broken) console.error(`BROKEN: ${sentence}`);
if (findings.broken.length === 0) {
  console.log("Every promise held.");
  rmSync(dataDir, { recursive: true, force: true });
} else console.log(`Data kept in ${dataDir}; again with --kills ${kills} --seed ${seed}`);
process.exitCode = findings.broken.length === 0 ? 0 : 1;

function seconds(): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
