import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { FunctionVersion } from "../function-versions.ts";

/** How the process of a function is started. */
export interface RuntimeCommand {
  command: string;
  args: string[];
  /** The folder of the runtime's own code. */
  runtimeDir: string;
}

const nodeBootstrap = fileURLToPath(new URL("./bootstrap.mjs", import.meta.url));
const pythonBootstrap = fileURLToPath(new URL("./python/bootstrap.py", import.meta.url));

// Where Python keeps what it has compiled: else it would write beside the code, ours too.
const bytecode = join(tmpdir(), "foyer-python-bytecode");

/** The process that runs a version: every Node runtime on this Node, every Python runtime on the `python3` of the PATH. */
export function runtimeCommandOf({ runtime, memoryMb }: Pick<FunctionVersion, "runtime" | "memoryMb">): RuntimeCommand {
  if (runtime.startsWith("python")) {
    return {
      command: "python3",
      args: ["-X", `pycache_prefix=${bytecode}`, pythonBootstrap],
      runtimeDir: dirname(pythonBootstrap),
    };
  }
  // The share of the memory that Lambda's Node.js runtime gives to the heap.
  const heap = `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`;
  return { command: process.execPath, args: [heap, nodeBootstrap], runtimeDir: dirname(nodeBootstrap) };
}

let hasPython: boolean | undefined;

/** @throws {AwsError} InvalidParameterValueException if nothing on this machine can run the runtime */
export function checkRuntime(runtime: string): void {
  if (/^nodejs\d+\.x$/.test(runtime)) return;
  if (!/^python3\.\d+$/.test(runtime)) {
    throw new AwsError(
      "InvalidParameterValueException",
      `Value ${runtime.slice(0, 100)} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set of the local AWS: [nodejs24.x and other nodejs…, python3.14 and other python3…] or be a valid ARN`,
    );
  }
  // Asked once for all functions: it takes as long as a cold start.
  hasPython ??= spawnSync("python3", ["--version"]).status === 0;
  if (!hasPython) {
    throw new AwsError(
      "InvalidParameterValueException",
      `Cannot run ${runtime} as this machine has no python3 on its PATH: install Python 3.9 or later, or leave this function out`,
    );
  }
}
