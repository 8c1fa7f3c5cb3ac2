import type { Executions } from "../executions.ts";

/** One operation of Lambda's API that is about durable executions; the endpoint has checked the required members. */
export type ExecutionsOperation<Request> = (executions: Executions, request: Request) => unknown;
