import type { SetFault, SetStandIn, StandIn } from "@foyer/local";
import { directory } from "./directory.ts";
import { foyer, type Place } from "./place.ts";

/** The calls by which steps have their effects. An SDK's own retry hides a lost reply from the step, but not that its process is killed. */
const effectsOfSteps = [
  ["cognito-idp", "AdminUpdateUserAttributes"],
  ["events", "PutEvents"],
  ["lambda", "Invoke"],
  ["sesv2", "SendEmail"],
  ["sqs", "SendMessage"],
  ["states", "StartExecution"],
];
const crash = { kind: "crash-function", when: "after", probability: 0.07 } as const;

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
  { service: "events", operation: "PutEvents", kind: "reply-lost", probability: 0.1 },
  { service: "lambda", operation: "Invoke", kind: "throttle", probability: 0.02 },
  { service: "lambda", operation: "Invoke", callerFunction: "foyer-worker", kind: "reply-lost", probability: 0.1 },
  { service: "lambda", operation: "Invoke", kind: "reply-lost", probability: 0.02 },
  { service: "lambda", operation: "CheckpointDurableExecution", kind: "throttle", probability: 0.01 },
  { service: "lambda", operation: "CheckpointDurableExecution", kind: "reply-lost", probability: 0.01 },
  { service: "cognito-idp", operation: "AdminAddUserToGroup", kind: "throttle", probability: 0.03 },
  { service: "cognito-idp", operation: "AdminAddUserToGroup", kind: "reply-lost", probability: 0.02 },
  { service: "cognito-idp", operation: "AdminGetUser", kind: "error", name: "InternalErrorException", probability: 0.02 },
  { service: "cognito-idp", operation: "AdminUpdateUserAttributes", kind: "reply-lost", probability: 0.1 },
  { service: "sqs", operation: "SendMessage", kind: "throttle", probability: 0.03 },
  { service: "sqs", operation: "SendMessage", kind: "reply-lost", probability: 0.1 },
  { service: "states", operation: "StartExecution", kind: "throttle", probability: 0.03 },
  { service: "states", operation: "StartExecution", kind: "reply-lost", probability: 0.1 },
  { service: "secretsmanager", operation: "GetSecretValue", kind: "throttle", probability: 0.03 },
  ...effectsOfSteps.map(([service, operation]) => ({ service, operation, callerFunction: "foyer-worker", ...crash })),
  { functionName: "*", kind: "crash-function", when: "before", probability: 0.01 },
  { functionName: "*", kind: "crash-function", when: "after", probability: 0.01 },
  { functionName: "*", kind: "latency", ms: 300, probability: 0.02 },
];

/** Faults by their kind and the calls that they are for, each with how often it struck. */
export type Struck = { kind: string; where: string; times: number }[];

/** The same of servers outside. The dice of a stand-in are thrown by its id. */
const outsideFaults = (seed: number): StandIn[] => [
  { id: `fault-${seed}-lost`, url: "*", fault: "reply-lost", probability: 0.1 },
  { id: `fault-${seed}-busy`, url: "*", status: 503, headers: { "retry-after": "20" }, probability: 0.03 },
  { id: `fault-${seed}-slow`, url: "*.com/*", latencyMs: 500, probability: 0.05 },
];

/** Sets the faults. They live in memory, so each start needs them anew. */
export async function setFaults(place: Place, seed: number): Promise<void> {
  await foyer(place, "faults", faults, "PUT");
  await foyer(place, "faults", { seed }, "PUT");
  await standIn(place, [...outsideFaults(seed), ...directory]);
}

/** Takes the faults away. @returns how often each struck since they were set */
export async function clearFaults(place: Place): Promise<Struck> {
  const struck = await countStruck(place);
  await foyer(place, "faults", {}, "DELETE");
  await standIn(place, directory);
  return struck;
}

/** How often each fault struck since they were set. */
export async function countStruck(place: Place): Promise<Struck> {
  const { faults } = await foyer<{ faults: SetFault[] }>(place, "faults");
  const { standIns } = await foyer<{ standIns: SetStandIn[] }>(place, "outside/stand-ins");
  const outside = standIns.filter(({ id }) => id.startsWith("fault-"));
  return [
    ...faults.map(({ kind, service = "lambda", operation, fired }) => {
      return { kind, where: `${service} ${operation ?? "invocations"}`, times: fired };
    }),
    ...outside.map(({ fault = "other", answered }) => ({ kind: fault, where: "servers outside", times: answered })),
  ];
}

async function standIn(place: Place, standIns: readonly StandIn[]): Promise<void> {
  await foyer(place, "outside", {}, "DELETE");
  await foyer(place, "outside", standIns, "PUT");
}
