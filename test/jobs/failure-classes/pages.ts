import { invokeFunctionRows, publishEventRows, sendToQueueRows, startStateMachineRows } from "./downstream.ts";
import { claimIdentityRows } from "./identities.ts";
import { addToGroupsRows, saveUserRows, sendEmailRows } from "./mails-and-records.ts";
import { callWebhookRows, customRows, enrichUserRows, trackRows } from "./outside.ts";
import type { Row } from "./row.ts";

/** By the name of a step's page in docs/steps: the rows of its table "What goes wrong", in their order. */
export const pages: Record<string, Row[]> = {
  "add-to-groups": addToGroupsRows,
  "call-webhook": callWebhookRows,
  "claim-identity": claimIdentityRows,
  custom: customRows,
  "enrich-user": enrichUserRows,
  "invoke-function": invokeFunctionRows,
  "publish-event": publishEventRows,
  "save-user": saveUserRows,
  "send-email": sendEmailRows,
  "send-to-queue": sendToQueueRows,
  "start-state-machine": startStateMachineRows,
  track: trackRows,
};
