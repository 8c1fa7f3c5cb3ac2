import { DescribeContinuousBackupsCommand, DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { unlessAbsent } from "../clients.ts";
import type { Examined } from "../examine.ts";
import type { Checked, Finding } from "../finding.ts";

/** Whether the ledger's table and those of the steps are there, have the key that the file names, and can be restored. */
export async function tables({ clients, definition, deployed: { ledgerTable } }: Examined): Promise<Checked> {
  const [ledger, ...others] = definition.resources.tables;
  const wanted = ledger ? [{ ...ledger, tableName: ledgerTable }, ...others] : others;
  const found = await Promise.all(wanted.map((table) => findingsOf(clients, table, table.tableName === ledgerTable)));
  return { findings: found.flat() };
}

async function findingsOf(
  { dynamodb }: Examined["clients"],
  { tableName: TableName, keyName, sortKeyName }: { tableName: string; keyName: string; sortKeyName?: string | undefined },
  isLedger: boolean,
): Promise<Finding[]> {
  const names = sortKeyName === undefined ? [keyName] : [keyName, sortKeyName];
  const described = await unlessAbsent(dynamodb.send(new DescribeTableCommand({ TableName })));
  const failing = isLedger
    ? "Nothing is remembered of anybody: each confirmation fails in the trigger, and nobody is onboarded."
    : "The steps that use it give up, and their users are parked.";
  if (!described) {
    const keys = names.map((name, index) => `AttributeName=${name},KeyType=${index === 0 ? "HASH" : "RANGE"}`).join(" ");
    const types = names.map((name) => `AttributeName=${name},AttributeType=S`).join(" ");
    const fix = `aws dynamodb create-table --table-name ${TableName} --billing-mode PAY_PER_REQUEST --key-schema ${keys} --attribute-definitions ${types}`;
    return [{ id: "table-missing", what: `There is no table ${TableName}.`, why: failing, fix }];
  }
  const keys = described.Table?.KeySchema?.map(({ AttributeName }) => AttributeName) ?? [];
  const findings: Finding[] = [];
  if (keys.join() !== names.join())
    findings.push({
      id: "table-key",
      what: `The table ${TableName} has the key ${keys.join(", ")}; the file wants ${names.join(", ")}.`,
      why: failing,
      fix: "A key cannot be changed: name another table in the file, or its own key in the step.",
    });
  const backups = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  if (recovery !== "ENABLED")
    findings.push({
      id: "table-unrecoverable",
      what: `The table ${TableName} has no point-in-time recovery.`,
      why: isLedger
        ? "If it is lost, so is the memory of what was done: everybody would be onboarded again."
        : "What is deleted or overwritten by mistake is lost.",
      fix: `aws dynamodb update-continuous-backups --table-name ${TableName} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`,
    });
  return findings;
}
