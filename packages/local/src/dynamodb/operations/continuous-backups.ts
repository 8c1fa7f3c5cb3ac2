import { AwsError } from "../../endpoint/aws-error.ts";
import { type Database, type DynamoDbOperation, tableNamed } from "../database.ts";
import type { Table } from "../dynalite.ts";
import { set, settingOf } from "../settings.ts";

/** The setting that deployment tools make. Nothing is backed up: no operation here restores a table. */
export const updateContinuousBackups: DynamoDbOperation = (database, { TableName, PointInTimeRecoverySpecification }) => {
  const { clock, entries, store } = database;
  const table = tableUnlessAbsent(database, TableName);
  const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays: days = 35 } = PointInTimeRecoverySpecification;
  const since = settingOf(entries, TableName, "PointInTimeRecovery")?.since ?? clock.now() / 1_000;
  store.write(() => set(entries, TableName, "PointInTimeRecovery", PointInTimeRecoveryEnabled ? { since, days } : undefined));
  return describe(database, table);
};

export const describeContinuousBackups: DynamoDbOperation = (database, { TableName }) =>
  describe(database, tableUnlessAbsent(database, TableName));

function describe({ clock, entries }: Database, { TableName }: Table): object {
  const recovery = settingOf(entries, TableName, "PointInTimeRecovery");
  const now = clock.now() / 1_000;
  const enabled = recovery && {
    PointInTimeRecoveryStatus: "ENABLED",
    RecoveryPeriodInDays: recovery.days,
    EarliestRestorableDateTime: Math.max(recovery.since, now - recovery.days * 86_400),
    LatestRestorableDateTime: now,
  };
  const PointInTimeRecoveryDescription = enabled ?? { PointInTimeRecoveryStatus: "DISABLED" };
  return { ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription } };
}

function tableUnlessAbsent(database: Database, name: string): Table {
  if (!database.engine.table(name)) throw new AwsError("TableNotFoundException", `Table not found: ${name}`);
  return tableNamed(database, name);
}
