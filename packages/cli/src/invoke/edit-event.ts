import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandError } from "../errors.ts";

/** Has an event edited in the user's editor. @throws {CommandError} when that fails, or leaves what is not JSON. */
export function editEvent(event: unknown, editor = process.env.VISUAL || process.env.EDITOR || "vi"): unknown {
  const folder = mkdtempSync(join(tmpdir(), "foyer-event-"));
  const file = join(folder, "event.json");
  try {
    writeFileSync(file, `${JSON.stringify(event, null, 2)}\n`);
    // By a shell, as git does it: the variable may hold options as well.
    const { status, error } = spawnSync(`${editor} ${JSON.stringify(file)}`, { shell: true, stdio: "inherit" });
    if (error || status !== 0) throw new CommandError(`Nothing is sent, as the editor '${editor}' failed.`, { cause: error });
    return readEvent(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads an event from a file. @throws {CommandError} when there is none, or it is not JSON. */
export function readEvent(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new CommandError(`Cannot read the event as there is no readable file '${file}'.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`Cannot send the event as '${file}' is not JSON: ${(error as Error).message}.`);
  }
}
