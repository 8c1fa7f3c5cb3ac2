import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { processTree } from "../../test/process/process-tree.ts";
import { foyerDev, freePort, type ServerCommand, startServer } from "../../test/process/server-process.ts";
import { type Figure, figureOf, ratioOf } from "../report.ts";
import { cognitoLocalCommand, installPeers } from "../targets/cognito-local.ts";

const measurement = "startup";
const starts = 7;
/** How long a server is left alone before its memory is read. */
const idleMs = 1500;

interface Start {
  readyMs: number;
  answeredMs: number;
  residentBytes: number;
}

/**
 * From the start of the process to the line that says it serves and to the first HTTP 200, and the resident memory of all its processes
 * when idle: `foyer dev` with examples/welcome on new data and again on the same data, and cognito-local.
 */
export async function startup(): Promise<Figure[]> {
  installPeers();
  const fresh: Start[] = [];
  const again: Start[] = [];
  const peer: Start[] = [];
  for (let start = 0; start < starts; start++) {
    const dir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
    try {
      fresh.push(await startFoyer(join(dir, "foyer")));
      again.push(await startFoyer(join(dir, "foyer")));
      peer.push(await startPeer(join(dir, "cognito-local")));
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  }
  const ours = figuresOf("foyer dev", "new data", fresh);
  const theirs = figuresOf("cognito-local", "new data", peer);
  const named = (figures: Figure[], of: string) => figures.find((figure) => figure.of.startsWith(of)) as Figure;
  return [
    ...ours,
    ...figuresOf("foyer dev", "same data again", again),
    ...theirs,
    ratioOf(named(theirs, "first 200"), named(ours, "first 200")),
    ratioOf(named(theirs, "memory"), named(ours, "memory")),
  ];
}

function figuresOf(target: string, on: string, all: Start[]): Figure[] {
  const about = (of: string) => ({ measurement, target, of: `${of}, ${on}` });
  return [
    figureOf(
      about("ready line"),
      "ms",
      all.map(({ readyMs }) => readyMs),
    ),
    figureOf(
      about("first 200"),
      "ms",
      all.map(({ answeredMs }) => answeredMs),
    ),
    figureOf(
      about("memory idle"),
      "MB",
      all.map(({ residentBytes }) => residentBytes / 2 ** 20),
    ),
  ];
}

async function startFoyer(dataDir: string): Promise<Start> {
  const port = await freePort();
  return start(foyerDev({ file: join("examples", "welcome", "onboarding.ts"), port, dataDir }), port, { path: "/_foyer/readyz" });
}

async function startPeer(dir: string): Promise<Start> {
  const port = await freePort();
  return start(cognitoLocalCommand({ dir, port }), port, {
    method: "POST",
    path: "/",
    headers: listUserPools,
    body: '{"MaxResults":10}',
  });
}

const listUserPools = {
  authorization: "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0",
  "content-type": "application/x-amz-json-1.1",
  "x-amz-target": "AWSCognitoIdentityProviderService.ListUserPools",
};

interface Probe {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

async function start(command: ServerCommand, port: number, probe: Probe): Promise<Start> {
  const startedAt = performance.now();
  const starting = startServer(command);
  let failed = false;
  starting.catch(() => {
    failed = true;
  });
  while (!failed && !(await answers(port, probe))) await pause(3);
  const answeredMs = performance.now() - startedAt;
  const server = await starting;
  await pause(idleMs);
  const residentBytes = processTree(server.pid).reduce((sum, row) => sum + row.residentBytes, 0);
  await server.stop();
  return { readyMs: server.readyAfterMs, answeredMs, residentBytes };
}

function answers(port: number, { body, ...probe }: Probe): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ host: "127.0.0.1", port, agent: false, ...probe }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode === 200));
    });
    sent.on("error", () => resolve(false)).end(body);
  });
}
