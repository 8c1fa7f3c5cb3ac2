export { arn, userPoolArn } from "./onboarding/arn.ts";
export type { ClientWritten, ConfirmedUser, FlowUser, Origin } from "./onboarding/confirmed-user.ts";
export type { Duration } from "./onboarding/duration.ts";
export { OnboardingError, StepError, StepGaveUp, StepSkipped } from "./onboarding/errors.ts";
export { type Flow, type FlowOptions, type FlowSteps, flow } from "./onboarding/flow.ts";
export type { LinkIdentityOptions } from "./onboarding/identity-link.ts";
export type { IdentityRecordOptions, RecordOwner } from "./onboarding/identity-record.ts";
export type { Json } from "./onboarding/json.ts";
export { type Onboarding, type OnboardingDefinition, onboarding, type Phase } from "./onboarding/onboarding.ts";
export type { Permission } from "./onboarding/permissions.ts";
export type { CustomAttribute, Resources, Table } from "./onboarding/resources.ts";
export type { IfUnknown, Mail, MailAttachment, Question, Replay, Step, StepCall } from "./onboarding/step.ts";
export { type AddToGroupsOptions, addToGroups } from "./steps/add-to-groups.ts";
export { type CallWebhookOptions, callWebhook } from "./steps/call-webhook.ts";
export { type CheckRecordOptions, checkRecord } from "./steps/check-record.ts";
export { type ClaimIdentityOptions, claimIdentity } from "./steps/claim-identity.ts";
export { type CustomStep, custom } from "./steps/custom.ts";
export { type AmplitudeOptions, amplitude } from "./steps/destinations/amplitude.ts";
export type { Destination, Endpoint, Properties, TrackedEvent } from "./steps/destinations/destination.ts";
export { type EventBridgeOptions, eventBridge } from "./steps/destinations/event-bridge.ts";
export { type PostHogOptions, postHog } from "./steps/destinations/post-hog.ts";
export { type SegmentOptions, segment } from "./steps/destinations/segment.ts";
export type { WriteKey } from "./steps/destinations/write-key.ts";
export {
  type AttributeFrom,
  type EnrichmentCall,
  type EnrichmentRequest,
  type EnrichUserOptions,
  enrichUser,
  type WritableAttribute,
} from "./steps/enrich-user.ts";
export {
  allOf,
  anyOf,
  everyone,
  type GroupRule,
  selfChosen,
  selfChosenInMetadata,
  verifiedEmailAt,
  verifiedEmailIs,
  verifiedPhoneIn,
} from "./steps/group-rules.ts";
export { Html, type HtmlValue, html } from "./steps/html.ts";
export { type InvokeFunctionOptions, invokeFunction, type StartDurableFunctionOptions } from "./steps/invoke-function.ts";
export type { Attachments, ForUser, MailContent } from "./steps/mail.ts";
export { type PublishEventOptions, publishEvent } from "./steps/publish-event.ts";
export { type RecordCall, type SaveItemOptions, type SaveUserOptions, saveUser } from "./steps/save-user.ts";
export { type Secret, secretFromEnvironment, secretFromSecretsManager } from "./steps/secret.ts";
export { secretFromParameterStore } from "./steps/secret-parameter.ts";
export { type SendEmailOptions, sendEmail } from "./steps/send-email.ts";
export { type SendToQueueOptions, sendToQueue } from "./steps/send-to-queue.ts";
export type { Check, CheckedBy, StandardSchema } from "./steps/standard-schema.ts";
export { type StartStateMachineOptions, startStateMachine } from "./steps/start-state-machine.ts";
export { type Consent, type TrackedUser, type TrackOptions, track } from "./steps/track.ts";
export type { ItemKey, UserRecord } from "./steps/user-item.ts";
export type { MessageDetail } from "./steps/user-message.ts";
