import { type ChildProcess, spawn } from "node:child_process";

// Keeps a list of process groups from the lines it reads; when the other end of the pipe is gone, it ends those still listed.
const script = `pids=" "
while read -r change pid; do
  case "$change" in
    add) pids="$pids$pid " ;;
    remove) case "$pids" in *" $pid "*) pids="\${pids%% $pid *} \${pids#* $pid }" ;; esac ;;
  esac
done
for pid in $pids; do kill -9 -"$pid" 2>/dev/null; done`;

/**
 * Ends the function processes if this process is killed: they notice a closed pipe by themselves, but not while a handler
 * computes without a pause. A small shell waits for that.
 */
export class OrphanGuard {
  #shell: ChildProcess | undefined;

  add(pid: number): void {
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`add ${pid}\n`);
  }

  remove(pid: number): void {
    this.#shell?.stdin?.write(`remove ${pid}\n`);
  }

  /** Resolves once the shell is gone. */
  async stop(): Promise<void> {
    const shell = this.#shell;
    this.#shell = undefined;
    if (!shell || shell.exitCode !== null || shell.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    shell.once("close", () => resolve());
    shell.stdin?.end();
    await promise;
  }

  #start(): ChildProcess {
    const shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true, env: {} });
    // Without a shell the processes still end by themselves, unless they compute.
    shell.on("error", () => {});
    shell.stdin?.on("error", () => {});
    return shell;
  }
}
