import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export const root = join(import.meta.dirname, "..", "..");

export interface ServerCommand {
  /** What follows `node` on the command line. */
  args: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Matches, in standard output, that the server serves. */
  ready: RegExp;
  /** Default 20 s. */
  readyTimeoutMs?: number;
}

/** A server in a process of its own, which leads a process group. */
export interface ServerProcess {
  pid: number;
  /** From the start of the process to the output that says that it serves. */
  readyAfterMs: number;
  /** What `ready` matched. */
  readyMatch: RegExpExecArray;
  /** The end of what it wrote so far, standard error included. */
  output(): string;
  /** Resolves once the process has ended, by whatever. */
  ended: Promise<void>;
  /** Sends SIGTERM and waits for the end. @returns its exit code, or the signal that ended it */
  stop(): Promise<number | NodeJS.Signals>;
  /** SIGKILL for the process alone or for its whole group; resolves once the process has ended. */
  kill(what: "process" | "group"): Promise<void>;
}

// Characters.
const keptOutput = 100_000;

/** Starts a server with this process's Node. @throws Error with the server's output when it ends, or is late, before it is ready */
export async function startServer({
  args,
  cwd = root,
  env,
  ready,
  readyTimeoutMs = 20_000,
}: ServerCommand): Promise<ServerProcess> {
  const startedAt = performance.now();
  const child = spawnServer({ args, cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "close");
  let output = "";
  const readyMatch = await new Promise<RegExpExecArray>((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`Cannot use the server 'node ${args.join(" ")}' as it ${why}. It wrote:\n${output}`));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`was not ready after ${readyTimeoutMs} ms`);
    }, readyTimeoutMs);
    let waiting = true;
    const read = (chunk: Buffer) => {
      output += chunk.toString("utf8");
      if (output.length > 2 * keptOutput) output = output.slice(-keptOutput);
      const match = waiting ? ready.exec(output) : null;
      if (!match) return;
      waiting = false;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    ended.then(([code, signal]) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? code} before it was ready`);
    });
  });
  return {
    pid: child.pid as number,
    readyAfterMs: performance.now() - startedAt,
    readyMatch,
    output: () => output,
    ended: hasEnded(child),
    async stop() {
      child.kill("SIGTERM");
      const [code, signal] = await ended;
      return signal ?? code;
    },
    async kill(what) {
      signalKill(child, what);
      await hasEnded(child);
      // What outlives it may hold the other ends open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
  };
}

/** Starts a server and kills its process group `afterMs` later, ready or not. */
export async function startAndKill({ args, cwd, env }: ServerCommand, afterMs: number): Promise<void> {
  const child = spawnServer({ args, cwd, env, stdio: "ignore" });
  await pause(afterMs);
  signalKill(child, "group");
  await hasEnded(child);
}

function spawnServer({
  args,
  cwd = root,
  env,
  stdio,
}: Pick<ServerCommand, "args" | "cwd" | "env"> & { stdio: StdioOptions }): ChildProcess {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, detached: true, stdio });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

// A server leads a group of its own, so neither Ctrl-C nor the end of this process would reach it.
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) signalKill(child, "group");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

function signalKill(child: ChildProcess, what: "process" | "group"): void {
  if (what === "process") child.kill("SIGKILL");
  else if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid as number), "SIGKILL");
}

// "exit" and not "close": a child of the killed process may hold its output open.
async function hasEnded(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** The command line of `foyer dev` for an onboarding file, from the sources. */
export function foyerDev(options: { file: string; port: number; dataDir: string }): ServerCommand {
  const { file, port, dataDir } = options;
  const main = join(root, "packages", "cli", "src", "main.ts");
  return {
    args: ["--conditions=foyer-source", main, "dev", file, "--port", String(port), "--data", dataDir, "--no-demo"],
    ready: /^ready (http:\S+)$/m,
  };
}
