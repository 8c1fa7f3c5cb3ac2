import { mkdtempSync, rmSync } from "node:fs";
import { Agent, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { foyerDev, freePort, root, type ServerCommand, startServer } from "../../test/process/server-process.ts";
import { cognitoClient, createPool, type Pool, type Target } from "./target.ts";

/** What `local-server.ts` prints about the functions that it deployed. */
export interface LocalServer extends Target {
  echoArn: string;
  fiveStepsArn: string;
}

/**
 * The local AWS on disk, with a function that echoes its event and a durable one of five steps, and nothing of the onboarding library.
 * @param kept a data folder that outlives the server; default: a new one that goes with it.
 */
export async function startLocalServer(kept?: string): Promise<LocalServer> {
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const args = ["--conditions=foyer-source", join(root, "bench", "targets", "local-server.ts"), dataDir];
  const { target, readyMatch } = await start("foyer", kept ? undefined : dataDir, { args, ready: /^ready (\S+) (\S+) (\S+)$/m });
  const [, , echoArn, fiveStepsArn] = readyMatch as unknown as [string, string, string, string];
  return { ...target, echoArn, fiveStepsArn, newPool: () => createPool(target.client, echoArn) };
}

/** `foyer dev` with the onboarding of examples/welcome, on a fresh data folder. */
export async function startFoyerDev(): Promise<Target> {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-bench-"));
  const command = foyerDev({ file: join("examples", "welcome", "onboarding.ts"), port: await freePort(), dataDir });
  const { target } = await start("foyer dev", dataDir, command);
  const pool = (await readJson(`${target.url}/_foyer/config.json`)) as Pool;
  return { ...target, newPool: async () => pool };
}

async function start(name: string, ownDataDir: string | undefined, command: ServerCommand) {
  const server = await startServer(command);
  const url = server.readyMatch[1] as string;
  const client = cognitoClient(url);
  const codeOf = async (email: string) => {
    const [mail] = await inboxOf(url, email);
    if (!mail?.code) throw new Error("Cannot confirm as the inbox holds no mail with a code");
    return mail.code;
  };
  const stop = async () => {
    client.destroy();
    await server.stop();
    if (ownDataDir) rmSync(ownDataDir, { recursive: true, force: true });
  };
  return { readyMatch: server.readyMatch, target: { name, url, pid: server.pid, client, codeOf, stop } };
}

/** The mails to one address, the newest first. */
export async function inboxOf(url: string, email: string): Promise<{ subject: string; code?: string }[]> {
  return (await readJson(`${url}/_foyer/inbox?to=${encodeURIComponent(email)}`)) as { subject: string; code?: string }[];
}

const agent = new Agent({ keepAlive: true });

function readJson(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => resolve(json(response))).on("error", reject);
  });
}
