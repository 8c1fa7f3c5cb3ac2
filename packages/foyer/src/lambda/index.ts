export { type TriggerOptions, triggerHandler } from "./trigger.ts";
export { workerHandler } from "./worker.ts";
