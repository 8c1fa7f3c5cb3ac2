import { setTimeout as pause } from "node:timers/promises";
import { processTree, type RunningProcess, stillRunning } from "../process/process-tree.ts";
import { type ServerCommand, type ServerProcess, startAndKill, startServer } from "../process/server-process.ts";

/** How long a process may outlive the one that started it. */
const orphanMs = 5_000;

/** A server that is killed and started again on the same port and data. */
export class KilledServer {
  readonly #command: ServerCommand;
  #server: ServerProcess | undefined;
  readonly #orphanChecks: Promise<void>[] = [];
  /** Processes that outlived their killed parent, found so far. */
  orphans: RunningProcess[] = [];
  /** From start to ready, for every start after a kill. */
  restartsMs: number[] = [];
  /** What the servers wrote that are gone. */
  output = "";

  constructor(command: ServerCommand) {
    this.#command = command;
  }

  /** @returns what `ready` matched */
  async start(): Promise<RegExpExecArray> {
    const isRestart = this.#server !== undefined;
    this.#server = await startServer(this.#command);
    if (isRestart) this.restartsMs.push(this.#server.readyAfterMs);
    return this.#server.readyMatch;
  }

  /** Kills it while it starts, `afterMs` into the start. */
  async killAtStart(afterMs: number): Promise<void> {
    await startAndKill(this.#command, afterMs);
  }

  /** SIGKILL for the server process alone or for its process group. The next start need not wait for what is left of its functions. */
  async kill(what: "process" | "group"): Promise<void> {
    const server = this.#server as ServerProcess;
    const tree = processTree(server.pid);
    await server.kill(what);
    this.output += server.output();
    this.#orphanChecks.push(this.#findOrphans(tree));
  }

  /** SIGKILL for the process of one function. @param choose picks one of so many @returns false if there is none */
  killFunction(choose: (count: number) => number): boolean {
    const tree = processTree((this.#server as ServerProcess).pid);
    const functions = tree.filter(({ command }) => command.includes("bootstrap.mjs"));
    const victim = functions[choose(functions.length)];
    if (!victim) return false;
    try {
      process.kill(victim.pid, "SIGKILL");
      return true;
    } catch {
      return false; // ended meanwhile
    }
  }

  /** Waits up to `timeoutMs` for it to be killed by a fault. @returns whether it was */
  async wasKilled(timeoutMs: number): Promise<boolean> {
    const server = this.#server as ServerProcess;
    const ended = await Promise.race([server.ended.then(() => true), pause(timeoutMs, false, { ref: false })]);
    if (ended) this.output += server.output();
    return ended;
  }

  /** Stops it with SIGTERM. @returns what was wrong with that, if anything */
  async stop(): Promise<string | undefined> {
    const server = this.#server as ServerProcess;
    const tree = processTree(server.pid);
    const end = await server.stop();
    this.output += server.output();
    await Promise.all(this.#orphanChecks);
    if (end !== 0) return `SIGTERM ended it with ${end}:\n${server.output().slice(-2000)}`;
    const left = stillRunning(tree);
    return left.length === 0 ? undefined : `SIGTERM left ${left.length} of its processes behind`;
  }

  async #findOrphans(tree: RunningProcess[]): Promise<void> {
    const deadline = performance.now() + orphanMs;
    let left = stillRunning(tree);
    while (left.length > 0 && performance.now() < deadline) {
      await pause(100);
      left = stillRunning(left);
    }
    this.orphans.push(...left);
    for (const { pid } of stillRunning(left)) process.kill(pid, "SIGKILL");
  }
}
