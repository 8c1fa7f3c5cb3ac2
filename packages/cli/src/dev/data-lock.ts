import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CommandError } from "../errors.ts";

/**
 * Keeps a data folder to this process; a lock of the operating system, so it ends with the process however that ends.
 * @returns a function that gives it up.
 * @throws {CommandError} when another process has it, or when the folder cannot be written.
 */
export function lockData(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true });
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
