import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { addUser } from "../users/add-user.ts";
import { csvHeaderOf, readRecord } from "./csv.ts";
import type { ImportJob } from "./import-jobs.ts";

/** How many records become users in one turn of the event loop; requests are answered between the turns. */
const recordsPerTurn = 200;

/** Takes up the jobs that were running when the local AWS ended. */
export function resumeImports(cognito: Cognito): void {
  for (const job of cognito.importJobs.running()) runImport(cognito, job);
}

/** Makes the records of a started job users, a few at a time, until the file ends or the job is stopped. */
export function runImport(cognito: Cognito, { id }: Pick<ImportJob, "id">): void {
  let file: string | undefined;
  const turn = () => {
    const job = cognito.importJobs.find(id);
    // It is gone with its pool, or was ended by StopUserImportJob or by the turn before.
    if (job?.status !== "Pending" && job?.status !== "InProgress") return;
    try {
      file ??= cognito.importJobs.fileOf(job);
      cognito.store.write(() => cognito.importJobs.save(importSome(cognito, job, file as string)));
    } catch {
      cognito.importJobs.save(ended(cognito, job, "Failed", "The import failed inside the local AWS."));
    }
    next();
  };
  // The clock forgets its timers when the local AWS ends.
  const next = () => cognito.clock.at(cognito.clock.now(), turn);
  next();
}

/** @returns the job after the next few records. */
function importSome(cognito: Cognito, job: ImportJob, csv: string): ImportJob {
  const pool = cognito.userPools.get(job.userPoolId);
  const header = readRecord(csv, 0) ?? { fields: [], end: 0 };
  const changed: ImportJob = { ...job, status: "InProgress", position: Math.max(job.position, header.end) };
  if (job.position === 0 && header.fields.toSorted().join() !== csvHeaderOf(pool.schema).sort().join()) {
    return ended(cognito, job, "Failed", "The header of the CSV file does not match the user pool.");
  }
  for (let count = 0; count < recordsPerTurn; count++) {
    const record = readRecord(csv, changed.position);
    if (!record) return finished(cognito, changed);
    changed.position = record.end;
    if (record.fields.join("") !== "") changed[importRecord(cognito, pool, header.fields, record.fields)]++;
  }
  return changed;
}

function importRecord(cognito: Cognito, pool: UserPool, header: string[], fields: string[]): "imported" | "skipped" | "failed" {
  try {
    importUser(cognito, pool, header, fields);
    return "imported";
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return error.name === "UsernameExistsException" || error.name === "AliasExistsException" ? "skipped" : "failed";
  }
}

function importUser(cognito: Cognito, pool: UserPool, header: string[], fields: string[]): void {
  if (fields.length !== header.length) throw invalidParameter("The record has not as many values as the header.");
  const values = Object.fromEntries(header.map((name, index) => [name, fields[index] as string]));
  const { "cognito:username": username = "", "cognito:mfa_enabled": mfa = "", ...given } = values;
  if (!/^(true|false)$/i.test(mfa)) throw invalidParameter("cognito:mfa_enabled must be true or false.");
  const attributes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  for (const name of ["email_verified", "phone_number_verified"]) {
    if (attributes[name] !== undefined) attributes[name] = attributes[name].toLowerCase();
  }
  const verified = pool.settings.AutoVerifiedAttributes ?? [];
  if (verified.length > 0 && !verified.some((name) => attributes[name] && attributes[`${name}_verified`] === "true")) {
    throw invalidParameter("The User Record does not set any of the auto verified attributes to verified.");
  }
  const { sub } = addUser(cognito, { userPoolId: pool.id, status: "RESET_REQUIRED", username, attributes });
  const user = cognito.users.findBySub(pool, sub);
  if (/^true$/i.test(mfa) && user) cognito.mfa.preferences.set(user, { enabled: ["SMS_MFA"], preferred: "SMS_MFA" });
}

function finished(cognito: Cognito, job: ImportJob): ImportJob {
  return job.skipped + job.failed > job.imported
    ? ended(cognito, job, "Failed", "Too many users have failed or been skipped during the import.")
    : ended(cognito, job, "Succeeded", "Import Job Completed Successfully.");
}

function ended(cognito: Cognito, job: ImportJob, status: ImportJob["status"], message: string): ImportJob {
  return { ...job, status, message, completedAt: cognito.clock.now() };
}
