import { rmSync } from "node:fs";
import { crashAtBoundaries } from "./boundary-crashes.ts";
import { compare } from "./by-hand-losses.ts";
import { canariesIn, canariesInLedger } from "./canaries.ts";
import { checkKeyed } from "./effects-by-key.ts";
import { Findings } from "./findings.ts";
import { integrityOf } from "./integrity.ts";
import { checkPromises } from "./promises.ts";
import { readArrivals } from "./receivers.ts";
import { printComparison, printRows } from "./report.ts";
import { type Run, type RunOptions, startRun } from "./run.ts";

const settleMs = 60_000;

/** How one flow is to be killed. */
export interface CrashOptions extends RunOptions {
  /** How often, at random moments; or once at each boundary of the flow. */
  kills: number | "at each boundary";
  /** When it goes no further than the wave that is under way, on the clock of `performance.now()`. */
  endsAt: number;
}

/** After so many kills everybody comes to their end before others begin. */
const killsOfWave = 50;

/** Kills one flow, and prints what it counted. @returns whether every promise held */
export async function crashFlow(options: CrashOptions): Promise<boolean> {
  const { kills, seed, flow, endsAt } = options;
  const startedAt = performance.now();
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const run = await startRun(options);
  const { dataDir, server, place, traffic, healing, wave } = run;
  if (kills === "at each boundary") {
    console.log(`Killing the local AWS at each boundary of ${flow}`);
    healing.broken.push(...(await crashAtBoundaries(run)));
  } else {
    console.log(`Killing the local AWS and its functions under ${flow} ${kills} times, seed ${seed}`);
    while (wave.kills < kills && healing.broken.length === 0 && performance.now() < endsAt) {
      await wave.run(Math.min(killsOfWave, kills - wave.kills));
      if (kills > killsOfWave) console.log(`  ${wave.kills} kills, ${traffic.foyer.users.length} users, ${seconds()}`);
    }
  }

  await healing.executionsEnd(settleMs);
  const findings = new Findings();
  countRun(run, findings);
  const known = await checkPromises(place, traffic.foyer, findings);
  const comparison = await compare(place, traffic, dataDir);
  const canaries = await canariesInLedger(place);
  const wrongStop = await server.stop();
  if (wrongStop) findings.broken.push(wrongStop);
  for (const { pid, command } of server.orphans) {
    // A build tool's process, not a function's: it is left to esbuild to notice that its parent is gone.
    if (!command.includes("esbuild")) findings.broken.push(`Process ${pid} outlived its killed server by 5 s: ${command}`);
  }
  checkKeyed(place.flow, readArrivals(dataDir, place.flow), known, findings);
  canaries.push(...canariesIn(dataDir, server.output, traffic.foyer.messages));
  findings.count("places with a user's data where none must be", canaries.length);
  findings.broken.push(...canaries);
  const integrity = integrityOf(dataDir);
  findings.count("integrity_check", integrity);
  if (integrity !== "ok") findings.broken.push(`SQLite's integrity_check says: ${integrity}`);
  findings.count("took", seconds());

  printRows(findings.rows);
  if (comparison && kills !== "at each boundary") printComparison(comparison);
  for (const sentence of findings.broken) console.error(`BROKEN: ${sentence}`);
  const held = findings.broken.length === 0;
  if (held) {
    console.log("Every promise held.");
    rmSync(dataDir, { recursive: true, force: true });
  } else console.log(`Data kept in ${dataDir}; again with --flow ${flow} --kills ${kills} --seed ${seed}`);
  return held;
}

/** What happened to the processes and who came. */
function countRun({ server, traffic, healing, wave }: Run, findings: Findings): void {
  for (const [what, times] of wave.killed) if (times > 0) findings.count(`kills: ${what}`, times);
  findings.count("faults that struck", wave.faultsStruck);
  for (const [where, { lost, killed }] of wave.interrupted)
    if (lost + killed > 0) findings.count(`  ${where}: replies lost, and callers killed`, `${lost}, ${killed}`);
  findings.count("starts after a kill, slowest", `${Math.round(Math.max(0, ...server.restartsMs))} ms`);
  for (const [journey, times] of traffic.came) if (times > 0) findings.count(`users who were ${journey}`, times);
  for (const [what, times] of Object.entries(healing.counts)) findings.count(what, times);
  findings.broken.push(...healing.broken);
}
