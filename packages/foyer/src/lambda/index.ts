export { linkIdentityHandler } from "./link-identity.ts";
export { mailEventsHandler } from "./mail-events.ts";
export { type SignInOptions, signInHandler } from "./sign-in.ts";
export { type SweepHandlerOptions, sweepHandler } from "./sweep.ts";
export { type TriggerOptions, triggerHandler } from "./trigger.ts";
export { workerHandler } from "./worker.ts";
