import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { scan } from "./ledger.ts";
import type { Place } from "./place.ts";
import { phoneNumber } from "./pool-client.ts";

/** In every e-mail address, name and password of Foyer's users; the digits of their phone; and the beginning of any token. */
const canary = new RegExp(`canary|${phoneNumber.slice(1)}|eyJ[\\w-]{10,}\\.`, "i");

/** Where a user's data was found that must not be there: in ledger entries. The server must run. */
export async function canariesInLedger(place: Place): Promise<string[]> {
  const items = await scan(place, "foyer_ledger");
  return hits(
    "the ledger",
    items.map((item) => JSON.stringify(item)),
  );
}

/** Where else: in logs, journal, executions and answers that were errors. The server must have stopped. */
export function canariesIn(dataDir: string, output: string, messages: string[]): string[] {
  const logs = readFileSync(join(dataDir, "functions.log"), "utf8").split("\n");
  const database = new DatabaseSync(join(dataDir, "foyer.sqlite"), { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const kept = tables.map(({ name }) => String(name)).filter((name) => name === "journal" || name.startsWith("durable_"));
    return [
      ...hits(
        "the functions' logs",
        logs.filter((line) => line.startsWith("foyer-")),
      ),
      ...hits("the server's output", output.split("\n")),
      ...hits("an error that a client was shown", messages),
      ...kept.flatMap((table) => hits(`the table ${table}`, textsOf(database, table))),
    ];
  } finally {
    database.close();
  }
}

function* textsOf(database: DatabaseSync, table: string): Generator<string> {
  for (const row of database.prepare(`SELECT * FROM ${table}`).iterate()) {
    yield Object.values(row)
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value)))
      .join(" ");
  }
}

/** At most one sentence for a place. */
function hits(place: string, texts: Iterable<string>): string[] {
  let count = 0;
  let first = "";
  for (const text of texts) {
    const found = canary.exec(text);
    if (!found) continue;
    count++;
    first ||= text.slice(Math.max(0, found.index - 100), found.index + 60);
  }
  return count === 0 ? [] : [`${count} texts of ${place} hold a user's data, the first: …${first}…`];
}
