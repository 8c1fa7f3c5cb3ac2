import { execFileSync } from "node:child_process";
import { type Figure, figureOf, ratioOf } from "../report.ts";
import { LimitedCpu } from "../targets/limited-cpu.ts";
import { buildTriggers, type FunctionBundle } from "../targets/trigger-bundles.ts";

const measurement = "cold-import";
const rounds = 20;

/** What Lambda gives a function of 512 MB: 1,769 MB are one processor. */
const lambdaShare = 512 / 1_769;

/** Milliseconds in a fresh process. */
interface Cold {
  /** Until the module is there and has exported its handler. */
  imported: number;
  /** Until what the module has begun to load by itself is there, too. */
  loaded: number;
}

/**
 * The trigger of examples/saas beside the hand-written function that does the same, both bundled and minified: how large they are, and how
 * long a fresh process takes to import them. They take turns; the first turn, which reads the files from the disk, does not count.
 */
export async function coldImport(): Promise<Figure[]> {
  const { foyer, byHand, remove } = await buildTriggers();
  try {
    return [...sizes(foyer, byHand), ...times(foyer, byHand, "", (command) => command), ...timesAtLittleCpu(foyer, byHand)];
  } finally {
    remove();
  }
}

function sizes(foyer: FunctionBundle, byHand: FunctionBundle): Figure[] {
  const of = (target: string, { eager, deployed }: FunctionBundle) => {
    const kilobytes = (what: string, bytes: number) => figureOf({ measurement, target, of: what }, "KB", [bytes / 1_000]);
    return [
      kilobytes("imported at the start", eager.bytes),
      kilobytes("imported at the start, gzip", eager.gzipBytes),
      kilobytes("deployed", deployed.bytes),
      kilobytes("deployed, gzip", deployed.gzipBytes),
    ];
  };
  return compared(of("foyer", foyer), of("by hand", byHand));
}

function timesAtLittleCpu(foyer: FunctionBundle, byHand: FunctionBundle): Figure[] {
  let limited: LimitedCpu;
  try {
    limited = new LimitedCpu(lambdaShare);
  } catch (error) {
    console.error(`Cannot limit the processor: ${(error as Error).message}`);
    return [];
  }
  try {
    return times(foyer, byHand, ` at ${lambdaShare.toFixed(2)} of a processor`, (command) => limited.wrap(command));
  } finally {
    limited.remove();
  }
}

function times(foyer: FunctionBundle, byHand: FunctionBundle, how: string, wrap: (command: string[]) => string[]): Figure[] {
  const ours: Cold[] = [];
  const theirs: Cold[] = [];
  for (let round = 0; round <= rounds; round++) {
    ours.push(importCold(foyer, wrap));
    theirs.push(importCold(byHand, wrap));
  }
  const of = (target: string, all: Cold[]) => {
    const warm = all.slice(1);
    const figure = (what: string, values: number[]) => figureOf({ measurement, target, of: `${what}${how}` }, "ms", values);
    return [
      figure(
        "until imported",
        warm.map(({ imported }) => imported),
      ),
      figure(
        "until all is loaded",
        warm.map(({ loaded }) => loaded),
      ),
    ];
  };
  return compared(of("foyer", ours), of("by hand", theirs));
}

function importCold({ entry }: FunctionBundle, wrap: (command: string[]) => string[]): Cold {
  // Without open sockets the process comes to its end when nothing is being loaded any more.
  const program = `
    const startedAt = performance.now();
    await import(${JSON.stringify(entry)});
    const imported = performance.now() - startedAt;
    process.once("beforeExit", () => console.log(JSON.stringify({ imported, loaded: performance.now() - startedAt })));`;
  const [command = "", ...args] = wrap([process.execPath, "--input-type=module", "--eval", program]);
  const env = { ...process.env, AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "bench", AWS_SECRET_ACCESS_KEY: "bench" };
  return JSON.parse(execFileSync(command, args, { encoding: "utf8", env })) as Cold;
}

function compared(ours: Figure[], theirs: Figure[]): Figure[] {
  return ours.flatMap((figure, index) => {
    const other = theirs[index] as Figure;
    return [figure, other, ratioOf(other, figure)];
  });
}
