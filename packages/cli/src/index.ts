export { type Dev, type DevOptions, startDev } from "./dev/start-dev.ts";
export type { TriggerHandler } from "./dev/wire.ts";
