export { executionName } from "../onboarding/execution-name.ts";
export { LEDGER_TABLE, Ledger } from "../onboarding/ledger.ts";
export type { EntryKey, EntryStatus, LedgerEntry, StepRecord, StepState } from "../onboarding/ledger-entry.ts";
export { type Permission, type Place, type PolicyStatement, permissionsOf, type Role } from "../onboarding/permissions.ts";
export { type Resources, resourcesOf, type Table } from "../onboarding/resources.ts";
