export type { UserToAdd } from "./cognito/users/add-user.ts";
export { AwsError } from "./endpoint/aws-error.ts";
export type {
  BucketPage,
  ListedObject,
  ListedQueue,
  ListedStateMachine,
  PublishedEvents,
  QueueMessages,
} from "./endpoint/foyer-api-data.ts";
export type { ListedFunction, ListedFunctions, WholeFunction } from "./endpoint/foyer-api-functions.ts";
export type { StreamedLine } from "./endpoint/foyer-api-log-stream.ts";
export type { ListedMail, ListedMails, WholeMail } from "./endpoint/foyer-api-mails.ts";
export type { OnboardingOperator } from "./endpoint/foyer-api-operator.ts";
export type { SignUp, SignUps } from "./endpoint/foyer-api-sign-ups.ts";
export type { TestEventSubject, TestEvents } from "./endpoint/foyer-api-test-events.ts";
export type { UserState } from "./endpoint/foyer-api-users.ts";
export type { CountedInvocation, InvocationCount } from "./endpoint/invocation-counts.ts";
export type { Timeline } from "./endpoint/timeline.ts";
export type { ServedCall } from "./endpoint/work.ts";
export type { PublishedEvent } from "./events/events.ts";
export { FaultError } from "./faults/check-fault.ts";
export type { Fault, FaultKind, FaultScope, SetFault } from "./faults/fault.ts";
export { faultPresets } from "./faults/presets.ts";
export type { AccessMode } from "./iam/authorize/mode.ts";
export type { Denial } from "./iam/authorize/record-denial.ts";
export type { JournalEntry } from "./journal/journal.ts";
export type { DeployedFunction, FunctionDefinition } from "./lambda/functions.ts";
export type { LocalAws } from "./local-aws.ts";
export type { LocalOptions } from "./local-options.ts";
export type { OutsideAnswer, OutsideRequest } from "./outside/outside.ts";
export type { StandIn } from "./outside/stand-in.ts";
export type { SetStandIn } from "./outside/stand-ins.ts";
export type { Mail } from "./ses/inbox.ts";
export { renderedParts as renderSesTemplate } from "./ses/rendered-mail.ts";
export type { PeekedMessage } from "./sqs/messages.ts";
export { startLocal } from "./start-local.ts";
