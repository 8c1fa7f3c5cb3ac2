import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What SQLite says about the file, after the server has stopped; "ok" if it is whole. */
export function integrityOf(dataDir: string): string {
  const database = new DatabaseSync(join(dataDir, "foyer.sqlite"));
  try {
    const problems = database
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => String(row.integrity_check));
    const strays = database.prepare("PRAGMA foreign_key_check").all().length;
    return strays ? `${problems.join("; ")}; ${strays} rows refer to rows that are gone` : problems.join("; ");
  } finally {
    database.close();
  }
}
