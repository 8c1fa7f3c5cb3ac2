import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { text } from "node:stream/consumers";

/**
 * Runs a program of the machine to its end.
 * @param program as the distribution installs it; another one of that name on the PATH is taken if it is not there
 */
export async function run(
  program: `/usr/bin/${string}`,
  args: string[],
  { env = {}, input = "" }: { env?: Record<string, string>; input?: string } = {},
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const command = existsSync(program) ? program : program.slice("/usr/bin/".length);
  const child = spawn(command, args, { env: { ...process.env, ...env }, cwd: import.meta.dirname, stdio: "pipe" });
  child.stdin.end(input);
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { exitCode, stdout, stderr };
}
