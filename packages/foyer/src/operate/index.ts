export { executionName } from "../onboarding/execution-name.ts";
export { Ledger } from "../onboarding/ledger.ts";
export type { EntryKey, EntryStatus, LedgerEntry, StepRecord, StepState } from "../onboarding/ledger-entry.ts";
export { LEDGER_TABLE } from "../onboarding/ledger-table.ts";
export { mailEventsPattern } from "../onboarding/mail-tags.ts";
export {
  type Permission,
  type Place,
  type PolicyStatement,
  permissionsOf,
  type Role,
  rolesOf,
} from "../onboarding/permissions.ts";
export { type Resources, resourcesOf, type Table } from "../onboarding/resources.ts";
export { type EntryPage, type ListEntries, listEntries } from "./list-entries.ts";
export { type MailStep, mailsOf, type SampleUser } from "./mails.ts";
export { type AwsSettings, type Deployment, OperateError, Operator } from "./operator.ts";
export { type PlannedStep, planReplay, type ReplayOptions, type ReplayPlan, replay } from "./replay.ts";
export { type Skip, skip } from "./skip.ts";
export { type SweepCursor, type SweepOptions, type SweepProgress, sweep } from "./sweep.ts";
