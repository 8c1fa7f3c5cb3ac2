import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { FunctionVersion } from "../function-versions.ts";
import { createCredentials, environmentOf, type InstanceCredentials } from "./instance-environment.ts";
import { readLines } from "./line-reader.ts";
import { runtimeCommandOf } from "./runtimes.ts";

export interface InstanceProcessOptions {
  version: FunctionVersion;
  codeFolder: string;
  region: string;
  endpointUrl: string;
  strictRuntimes: boolean;
  logStreamName: string;
  /** A line of the function's log. */
  onLine(text: string): void;
  /** One of the two streams holds nothing more of the invocation that has been answered. */
  onEndOfLog(memoryBytes: number): void;
  /** It is gone and all its lines have been read; called once. */
  onExit(code: number | null, signal: NodeJS.Signals | null): void;
}

/** The operating system's side of an instance: a process with Lambda's environment, and what it prints. */
export class InstanceProcess {
  /** Unguessable: it is the path of its Runtime API. */
  readonly id = randomBytes(16).toString("hex");
  readonly credentials: InstanceCredentials = createCredentials();
  readonly #options: InstanceProcessOptions;
  readonly #child: ChildProcess;
  /** Its own folder for temporary files, which a warm invocation finds as the one before left it. */
  readonly #temporary: string;
  #isGone = false;

  constructor(options: InstanceProcessOptions) {
    this.#options = options;
    const { version, codeFolder, region, endpointUrl, strictRuntimes, logStreamName } = options;
    this.#temporary = mkdtempSync(join(tmpdir(), `foyer-${version.functionName}-`));
    const { command, args, runtimeDir } = runtimeCommandOf(version);
    this.#child = spawn(command, args, {
      cwd: codeFolder,
      env: environmentOf(version, {
        instanceId: this.id,
        region,
        endpointUrl,
        strictRuntimes,
        taskRoot: codeFolder,
        runtimeDir,
        temporary: this.#temporary,
        logStreamName,
        credentials: this.credentials,
      }),
      stdio: "pipe",
      // A process group of its own: Ctrl-C reaches Foyer alone, which then ends its functions in order.
      detached: true,
    });
    const read = [this.#child.stdout, this.#child.stderr].map((stream) => this.#read(stream as Readable));
    this.#child.stdin?.on("error", () => {}); // it is only there to close with this process
    this.#child.on("error", () => this.#gone(null, "SIGKILL"));
    // What it started goes with it, and would else keep its streams open.
    this.#child.on("exit", () => this.kill());
    this.#child.on("close", (code, signal) => void Promise.all(read).then(() => this.#gone(code, signal)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Ends it, with all that it started. */
  kill(): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, "SIGKILL");
    } catch {
      this.#child.kill("SIGKILL"); // its group is gone already
    }
  }

  #read(stream: Readable): Promise<void> {
    const mark = `\0${this.id} `;
    return readLines(stream, (line) => {
      const { onLine, onEndOfLog } = this.#options;
      // A message's own line breaks travel as carriage returns.
      const readable = (text: string) => text.replace(/\r$/, "").replaceAll("\r", "\n");
      const at = line.indexOf(mark);
      if (at === -1) return onLine(readable(line));
      if (at > 0) onLine(readable(line.slice(0, at))); // what the function wrote without an end of line
      onEndOfLog(Number(line.slice(at + mark.length)));
    });
  }

  #gone(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#isGone) return;
    this.#isGone = true;
    rmSync(this.#temporary, { recursive: true, force: true });
    this.#options.onExit(code, signal);
  }
}
