import { mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CommandError } from "../errors.ts";

/**
 * Keeps a data folder to this process; a lock of the operating system, so it ends with the process however that ends.
 * @returns a function that gives it up.
 * @throws {CommandError} when another process has it, or when the folder cannot be written.
 */
export function lockData(dataDir: string): () => void {
  try {
    makeFolder(resolve(dataDir));
    const lock = new DatabaseSync(join(dataDir, "lock"));
    try {
      lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
    } catch (error) {
      lock.close();
      throw error;
    }
    return () => lock.close();
  } catch (error) {
    const { errcode, message } = error as Error & { errcode?: number };
    // 5: SQLITE_BUSY
    if (errcode !== 5) throw new CommandError(`Cannot keep data in '${dataDir}': ${message}.`, { cause: error });
    throw new CommandError(
      `Cannot start as another \`foyer dev\` uses the data in '${dataDir}'. Stop it, or choose another folder with --data.`,
    );
  }
}

// Not mkdir's own `recursive`: in a file system that takes no folders, as /proc is one, Node's never ends.
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw new Error(`${folder} is a file`);
  const parent = dirname(folder);
  makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EEXIST") throw new Error(`no folder can be made in ${parent} (${code})`);
  }
}
