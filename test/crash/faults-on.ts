import { foyer, type Place } from "./place.ts";

/** What goes wrong all the time beside the kills: nothing that does not happen on AWS. */
const faults = [
  { service: "dynamodb", kind: "throttle", probability: 0.02 },
  { service: "dynamodb", kind: "error", name: "InternalServerError", probability: 0.01 },
  { service: "dynamodb", operation: "UpdateItem", kind: "reply-lost", probability: 0.02 },
  { service: "dynamodb", operation: "PutItem", kind: "reply-lost", probability: 0.02 },
  { service: "sesv2", operation: "SendEmail", kind: "throttle", probability: 0.05 },
  { service: "sesv2", operation: "SendEmail", kind: "error", name: "ServiceUnavailable", status: 503, probability: 0.03 },
  { service: "sesv2", operation: "SendEmail", kind: "reply-lost", probability: 0.05 },
  { service: "sesv2", operation: "SendEmail", kind: "latency", ms: 500, probability: 0.05 },
  { service: "events", operation: "PutEvents", kind: "throttle", probability: 0.03 },
  { service: "events", operation: "PutEvents", kind: "reply-lost", probability: 0.05 },
  { service: "lambda", operation: "Invoke", kind: "throttle", probability: 0.02 },
  { service: "lambda", operation: "Invoke", kind: "reply-lost", probability: 0.02 },
  { service: "lambda", operation: "CheckpointDurableExecution", kind: "throttle", probability: 0.01 },
  { service: "lambda", operation: "CheckpointDurableExecution", kind: "reply-lost", probability: 0.01 },
  { service: "cognito-idp", operation: "AdminAddUserToGroup", kind: "throttle", probability: 0.03 },
  { service: "cognito-idp", operation: "AdminAddUserToGroup", kind: "reply-lost", probability: 0.02 },
  { service: "cognito-idp", operation: "AdminGetUser", kind: "error", name: "InternalErrorException", probability: 0.02 },
  { service: "cognito-idp", operation: "AdminUpdateUserAttributes", kind: "reply-lost", probability: 0.05 },
  { service: "sqs", operation: "SendMessage", kind: "throttle", probability: 0.03 },
  { service: "sqs", operation: "SendMessage", kind: "reply-lost", probability: 0.05 },
  { service: "states", operation: "StartExecution", kind: "throttle", probability: 0.03 },
  { service: "states", operation: "StartExecution", kind: "reply-lost", probability: 0.05 },
  { service: "secretsmanager", operation: "GetSecretValue", kind: "throttle", probability: 0.03 },
  { functionName: "*", kind: "crash-function", when: "before", probability: 0.01 },
  { functionName: "*", kind: "crash-function", when: "after", probability: 0.01 },
  { functionName: "*", kind: "latency", ms: 300, probability: 0.02 },
];

/** Sets the faults. They live in memory, so each start needs them anew. */
export async function setFaults(place: Place, seed: number): Promise<void> {
  await foyer(place, "faults", faults, "PUT");
  await foyer(place, "faults", { seed }, "PUT");
}

/** Takes the faults away. @returns how often they struck since they were set */
export async function clearFaults(place: Place): Promise<number> {
  const struck = await countStruck(place);
  await foyer(place, "faults", {}, "DELETE");
  return struck;
}

/** How often faults struck since they were set. */
export async function countStruck(place: Place): Promise<number> {
  const { faults } = await foyer<{ faults: { fired: number }[] }>(place, "faults");
  return faults.reduce((sum, { fired }) => sum + fired, 0);
}
