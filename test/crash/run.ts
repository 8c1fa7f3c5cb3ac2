import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../process/server-process.ts";
import { loadFlow } from "./flows.ts";
import { Healing } from "./healing.ts";
import { KilledServer } from "./killed-server.ts";
import type { Place } from "./place.ts";
import { Random } from "./random.ts";
import { Traffic } from "./traffic.ts";
import { Wave } from "./wave.ts";

/** One crash run: a server with its data, and what comes over it. */
export interface Run {
  dataDir: string;
  server: KilledServer;
  place: Place;
  traffic: Traffic;
  healing: Healing;
  wave: Wave;
}

/** Which run. */
export interface RunOptions {
  /** The name of the flow. */
  flow: string;
  seed: number;
  /** Users at once. */
  inFlight: number;
}

/** Starts the server on new data. */
export async function startRun({ flow: name, seed, inFlight }: RunOptions): Promise<Run> {
  const flow = await loadFlow(name);
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-crash-"));
  const [port, sideDoorPort] = [await freePort(), await freePort()];
  const program = join(import.meta.dirname, "server.ts");
  const options = ["--port", String(port), "--side-door", String(sideDoorPort), "--data", dataDir, "--flow", name];
  const server = new KilledServer({ args: ["--conditions=foyer-source", program, ...options], ready: /^ready (\{.*\})$/m });
  const [, pools] = await server.start();
  const urls = { url: `http://127.0.0.1:${port}`, sideDoorUrl: `http://127.0.0.1:${sideDoorPort}` };
  const place: Place = { ...urls, ...JSON.parse(pools as string), flow };
  const traffic = new Traffic(place, new Random(seed + 1));
  const healing = new Healing(place);
  const wave = new Wave({ server, place, traffic, healing, random: new Random(seed), seed, inFlight });
  return { dataDir, server, place, traffic, healing, wave };
}
