export type { UserToAdd } from "./cognito/add-user.ts";
export { AwsError } from "./endpoint/aws-error.ts";
export type { Timeline } from "./endpoint/timeline.ts";
export type { JournalEntry } from "./journal/journal.ts";
export type { DeployedFunction, FunctionDefinition } from "./lambda/functions.ts";
export type { Mail } from "./ses/inbox.ts";
export { type LocalAws, type LocalOptions, startLocal } from "./start-local.ts";
