export type { HandlerSettings } from "./dev/handlers/deploy-handlers.ts";
export type { TriggerHandler } from "./dev/handlers/trigger-option.ts";
export { type Dev, type DevOptions, startDev } from "./dev/start-dev.ts";
